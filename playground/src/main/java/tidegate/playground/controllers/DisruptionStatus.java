package tidegate.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;

/**
 * The status of a PodDisruptionBudget: how many more of its pods may be evicted now. Pure.
 *
 * <p>A pod whose eviction was granted counts as gone from that moment, as the API noted it in {@code disruptedPods}; if
 * it is still there after {@link #GRANTED_FOR}, nobody carried it out and it counts again.
 *
 * @param selected every pod that the budget's selector matches, in any phase
 * @param workloadSize what those pods' workloads are to have, each counted once
 */
record DisruptionStatus(Json budget, List<Json> selected, int workloadSize, Instant now) {
    /** How long a granted eviction may take to be seen. */
    static final Duration GRANTED_FOR = Duration.ofMinutes(2);

    Json json() {
        int allowed = expectedPods() > 0 ? Math.max(0, currentHealthy() - desiredHealthy()) : 0;
        Map<String, String> granted = stillGranted();
        Json generation = budget.at("metadata", "generation");
        return Json.object(
                "conditions", conditions(allowed > 0, generation),
                "currentHealthy", currentHealthy(),
                "desiredHealthy", desiredHealthy(),
                "disruptedPods", granted.isEmpty() ? Json.MISSING : Json.of(granted),
                "disruptionsAllowed", allowed,
                "expectedPods", expectedPods(),
                "observedGeneration", generation);
    }

    /** When the next granted eviction stops to count. */
    Optional<Instant> nextLook() {
        return stillGranted().values().stream()
                .flatMap(at -> KubeTime.read(Json.of(at)).stream())
                .map(at -> at.plus(GRANTED_FOR))
                .min(Instant::compareTo);
    }

    private int currentHealthy() {
        Map<String, String> granted = stillGranted();
        return (int) selected.stream()
                .filter(pod -> !Pods.isTerminating(pod) && Pods.isReady(pod) && !granted.containsKey(nameOf(pod)))
                .count();
    }

    private Map<String, String> stillGranted() {
        var granted = new TreeMap<String, String>();
        budget.at("status", "disruptedPods").strings().forEach((pod, at) -> {
            boolean recent = KubeTime.read(Json.of(at))
                    .filter(time -> now.isBefore(time.plus(GRANTED_FOR)))
                    .isPresent();
            boolean pending = selected.stream().anyMatch(one -> nameOf(one).equals(pod) && !Pods.isTerminating(one));
            if (recent && pending) granted.put(pod, at);
        });
        return granted;
    }

    /** A number of pods is asked of the pods that are there, a share of what the workloads are to have. */
    private int expectedPods() {
        return budget.at("spec", "minAvailable").integer().isPresent() ? selected.size() : workloadSize;
    }

    private int desiredHealthy() {
        Json spec = budget.get("spec");
        if (spec.get("minAvailable").isPresent()) return count(spec.get("minAvailable"));
        return spec.get("maxUnavailable").isPresent()
                ? Math.max(0, workloadSize - count(spec.get("maxUnavailable")))
                : 0;
    }

    /** Percentages are rounded up on both sides, as the API documents. */
    private int count(Json bound) {
        if (bound.integer().isPresent()) return bound.integer().getAsInt();
        String text = bound.stringOrEmpty();
        if (!text.matches("\\d{1,6}%")) return 0;
        return (int) Math.ceilDiv(Long.parseLong(text.substring(0, text.length() - 1)) * workloadSize, 100L);
    }

    private Json conditions(boolean allows, Json generation) {
        Json before = budget.at("status", "conditions").elements().stream()
                .filter(one -> one.get("type").stringOrEmpty().equals("DisruptionAllowed"))
                .findFirst()
                .orElse(Json.MISSING);
        String status = allows ? "True" : "False";
        boolean same = before.get("status").stringOrEmpty().equals(status);
        return Json.array(Json.object(
                "type",
                "DisruptionAllowed",
                "status",
                status,
                "reason",
                allows ? "SufficientPods" : "InsufficientPods",
                "message",
                "",
                "lastTransitionTime",
                same ? before.get("lastTransitionTime") : Json.of(KubeTime.seconds(now)),
                "observedGeneration",
                generation));
    }

    private static String nameOf(Json pod) {
        return pod.at("metadata", "name").stringOrEmpty();
    }
}
