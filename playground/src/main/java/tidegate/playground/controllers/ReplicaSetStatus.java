package tidegate.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;

/** The status of a ReplicaSet, from the pods it controls. Pure. */
final class ReplicaSetStatus {
    private ReplicaSetStatus() {}

    /** Why pods could not be made or removed. */
    record Failure(String reason, String message) {}

    static Json of(Json replicaSet, List<Json> controlled, Optional<Failure> failure, Instant now) {
        Duration minReady = minReady(replicaSet);
        Map<String, String> templateLabels =
                replicaSet.at("spec", "template", "metadata", "labels").strings();
        List<Json> active = controlled.stream().filter(Pods::isActive).toList();
        return Json.object(
                "replicas", active.size(),
                "fullyLabeledReplicas", unlessZero(active, pod -> Pods.carriesAll(pod, templateLabels)),
                "readyReplicas", unlessZero(active, Pods::isReady),
                "availableReplicas", unlessZero(active, pod -> Pods.isAvailable(pod, minReady, now)),
                "terminatingReplicas",
                        controlled.stream()
                                .filter(pod -> Pods.isTerminating(pod) && !Pods.hasEnded(pod))
                                .count(),
                "observedGeneration", replicaSet.at("metadata", "generation"),
                "conditions", conditions(replicaSet, failure, now));
    }

    static Duration minReady(Json replicaSet) {
        return Duration.ofSeconds(
                replicaSet.at("spec", "minReadySeconds").integer().orElse(0));
    }

    /** When a pod that is ready now becomes available next. */
    static Optional<Instant> nextAvailable(Json replicaSet, List<Json> controlled, Instant now) {
        Duration minReady = minReady(replicaSet);
        return controlled.stream()
                .filter(Pods::isActive)
                .flatMap(pod -> Pods.availableFrom(pod, minReady).stream())
                .filter(from -> from.isAfter(now))
                .min(Instant::compareTo);
    }

    private static Optional<Integer> unlessZero(List<Json> pods, Predicate<Json> counts) {
        int count = (int) pods.stream().filter(counts).count();
        return count == 0 ? Optional.empty() : Optional.of(count);
    }

    private static Optional<List<Json>> conditions(Json replicaSet, Optional<Failure> failure, Instant now) {
        var conditions = new ArrayList<Json>();
        Optional<Json> known = Optional.empty();
        for (Json condition : replicaSet.at("status", "conditions").elements()) {
            if (condition.get("type").stringOrEmpty().equals("ReplicaFailure")) known = Optional.of(condition);
            else conditions.add(condition);
        }
        Optional<Json> kept = known;
        failure.ifPresent(f -> conditions.add(kept.orElseGet(() -> Json.object(
                "type", "ReplicaFailure",
                "status", "True",
                "reason", f.reason(),
                "message", f.message(),
                "lastTransitionTime", KubeTime.seconds(now)))));
        return conditions.isEmpty() ? Optional.empty() : Optional.of(conditions);
    }
}
