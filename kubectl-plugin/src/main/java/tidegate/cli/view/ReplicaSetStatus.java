package tidegate.cli.view;

import static tidegate.cli.view.ClusterObject.count;

import tidegate.api.json.Json;
import tidegate.api.wire.ConditionType;

/** The status word of a ReplicaSet. */
final class ReplicaSetStatus {
    private ReplicaSetStatus() {}

    static String of(ClusterObject set) {
        int desired = set.spec().get("replicas").integer().orElse(1);
        if (count(set.meta().get("generation")) > count(set.status().get("observedGeneration"))) return "Progressing";
        if (set.status().get("conditions").elements().stream().anyMatch(ReplicaSetStatus::isFailure))
            return "ReplicaFailure";
        if (count(set.status().get("availableReplicas")) < desired) return "Progressing";
        return desired == 0 ? "ScaledDown" : "Healthy";
    }

    private static boolean isFailure(Json condition) {
        return condition.get("type").stringOrEmpty().equals(ConditionType.REPLICA_FAILURE)
                && condition.get("status").stringOrEmpty().equals("True");
    }
}
