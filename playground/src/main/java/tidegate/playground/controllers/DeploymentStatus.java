package tidegate.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;
import tidegate.playground.client.ObjectKey;

/** The status of a Deployment, from its ReplicaSets. Pure. */
record DeploymentStatus(Json deployment, List<Json> sets, Optional<Json> current, Instant now) {

    Json json() {
        int total = sum(sets, "replicas");
        int available = sum(sets, "availableReplicas");
        return Json.object(
                "observedGeneration", deployment.at("metadata", "generation"),
                "replicas", unlessZero(total),
                "updatedReplicas", unlessZero(updated()),
                "readyReplicas", unlessZero(sum(sets, "readyReplicas")),
                "availableReplicas", unlessZero(available),
                "unavailableReplicas", unlessZero(Math.max(0, Math.max(total, desired()) - available)),
                "terminatingReplicas", sum(sets, "terminatingReplicas"),
                "collisionCount", deployment.at("status", "collisionCount"),
                "conditions", List.of(availability(available), progress()));
    }

    boolean isComplete() {
        return updated() == desired()
                && sum(sets, "replicas") == desired()
                && sum(sets, "availableReplicas") >= desired();
    }

    /** When the progress deadline runs out, if nothing happens before. */
    Optional<Instant> nextLook() {
        if (isComplete() || isPaused() || hasFailed(progress())) return Optional.empty();
        return deadline().filter(at -> at.isAfter(now));
    }

    private int desired() {
        return deployment.at("spec", "replicas").integer().orElse(1);
    }

    private boolean isPaused() {
        return deployment.at("spec", "paused").isTrue();
    }

    private int updated() {
        return current.map(set -> sum(List.of(set), "replicas")).orElse(0);
    }

    private static int sum(List<Json> sets, String field) {
        return sets.stream()
                .mapToInt(set -> set.at("status", field).integer().orElse(0))
                .sum();
    }

    private static Optional<Integer> unlessZero(int count) {
        return count == 0 ? Optional.empty() : Optional.of(count);
    }

    // --- conditions ------------------------------------------------------------------------------------------------

    private Json availability(int available) {
        int floor = desired() - RolloutBounds.of(deployment).scale().unavailable();
        return available >= floor
                ? condition("Available", "True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
                : condition(
                        "Available",
                        "False",
                        "MinimumReplicasUnavailable",
                        "Deployment does not have minimum availability.");
    }

    private Json progress() {
        String name = ObjectKey.of(deployment).name();
        String set = current.map(s -> ObjectKey.of(s).name()).orElse("");
        if (isPaused()) return condition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused");
        if (isComplete())
            return condition(
                    "Progressing",
                    "True",
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"" + set + "\" has successfully progressed.");
        if (!hasMoved() && deadline().filter(at -> !now.isBefore(at)).isPresent())
            return condition(
                    "Progressing",
                    "False",
                    "ProgressDeadlineExceeded",
                    "ReplicaSet \"" + set + "\" has timed out progressing.");
        return condition(
                "Progressing",
                "True",
                "ReplicaSetUpdated",
                "ReplicaSet \"" + set + "\" of " + name + " is progressing.");
    }

    private static boolean hasFailed(Json progress) {
        return progress.get("status").stringOrEmpty().equals("False");
    }

    private Optional<Instant> deadline() {
        int seconds = deployment.at("spec", "progressDeadlineSeconds").integer().orElse(600);
        if (seconds == Integer.MAX_VALUE) return Optional.empty();
        Instant since = hasMoved()
                ? now
                : known("Progressing")
                        .flatMap(c -> KubeTime.read(c.get("lastUpdateTime")))
                        .orElse(now);
        return Optional.of(since.plus(Duration.ofSeconds(seconds)));
    }

    /** Counts differ from those the status told last, in the direction of the goal or away from it. */
    private boolean hasMoved() {
        Json told = deployment.get("status");
        return told.get("updatedReplicas").integer().orElse(0) != updated()
                || told.get("replicas").integer().orElse(0) != sum(sets, "replicas")
                || told.get("availableReplicas").integer().orElse(0) != sum(sets, "availableReplicas")
                || told.get("observedGeneration").longInteger().orElse(0)
                        != deployment.at("metadata", "generation").longInteger().orElse(0);
    }

    private Optional<Json> known(String type) {
        return deployment.at("status", "conditions").elements().stream()
                .filter(c -> c.get("type").stringOrEmpty().equals(type))
                .findFirst();
    }

    private Json condition(String type, String status, String reason, String message) {
        Optional<Json> before = known(type);
        boolean sameStatus = before.filter(c -> c.get("status").stringOrEmpty().equals(status))
                .isPresent();
        boolean sameReason = sameStatus
                && before.filter(c -> c.get("reason").stringOrEmpty().equals(reason))
                        .isPresent();
        boolean moved = type.equals("Progressing") && hasMoved();
        String now = KubeTime.seconds(this.now);
        return Json.object(
                "type", type,
                "status", status,
                "reason", reason,
                "message", message,
                "lastUpdateTime", sameReason && !moved ? before.map(c -> c.get("lastUpdateTime")) : now,
                "lastTransitionTime", sameStatus ? before.map(c -> c.get("lastTransitionTime")) : now);
    }
}
