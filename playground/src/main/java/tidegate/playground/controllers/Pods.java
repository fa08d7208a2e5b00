package tidegate.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;

/** Questions about a pod that every controller asks alike. */
final class Pods {
    private Pods() {}

    static boolean isTerminating(Json pod) {
        return !pod.at("metadata", "deletionTimestamp").isNullOrMissing();
    }

    /** Succeeded or Failed: it will never run again. */
    static boolean hasEnded(Json pod) {
        String phase = pod.at("status", "phase").stringOrEmpty();
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    static boolean isActive(Json pod) {
        return !isTerminating(pod) && !hasEnded(pod);
    }

    static boolean isReady(Json pod) {
        return readyCondition(pod)
                .filter(c -> c.get("status").stringOrEmpty().equals("True"))
                .isPresent();
    }

    static Optional<Instant> readySince(Json pod) {
        return isReady(pod)
                ? readyCondition(pod).flatMap(c -> KubeTime.read(c.get("lastTransitionTime")))
                : Optional.empty();
    }

    private static Optional<Json> readyCondition(Json pod) {
        return pod.at("status", "conditions").elements().stream()
                .filter(c -> c.get("type").stringOrEmpty().equals("Ready"))
                .findFirst();
    }

    /** From when a pod counts as available; empty while it is not ready. */
    static Optional<Instant> availableFrom(Json pod, Duration minReady) {
        return minReady.isZero()
                ? readySince(pod).or(() -> isReady(pod) ? Optional.of(Instant.EPOCH) : Optional.empty())
                : readySince(pod).map(since -> since.plus(minReady));
    }

    static boolean isAvailable(Json pod, Duration minReady, Instant now) {
        // with no time to wait, clocks that differ must not matter
        return minReady.isZero()
                ? isReady(pod)
                : availableFrom(pod, minReady)
                        .filter(from -> !now.isBefore(from))
                        .isPresent();
    }

    static int restarts(Json pod) {
        return pod.at("status", "containerStatuses").elements().stream()
                .mapToInt(c -> c.get("restartCount").integer().orElse(0))
                .max()
                .orElse(0);
    }

    static boolean carriesAll(Json object, Map<String, String> labels) {
        return object.at("metadata", "labels").strings().entrySet().containsAll(labels.entrySet());
    }
}
