package tidegate.rollout.plan;

import java.util.List;
import java.util.Set;
import tidegate.api.json.MergePatch;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.Reasons;

/** Whether two statuses differ in nothing but numbers of pods, and in that these numbers moved. */
final class OnlyCounts {
    private static final Set<String> FIELDS = Set.of(
            "replicas",
            "updatedReplicas",
            "readyReplicas",
            "availableReplicas",
            "HPAReplicas",
            "message",
            "conditions");

    private OnlyCounts() {}

    static boolean differ(RolloutStatus stored, RolloutStatus next) {
        var changed = MergePatch.between(stored.json(), next.json()).members().keySet();
        return FIELDS.containsAll(changed) && (!changed.contains("conditions") || haveOnlyMoved(stored, next));
    }

    private static boolean haveOnlyMoved(RolloutStatus stored, RolloutStatus next) {
        boolean moving = next.condition(ConditionType.PROGRESSING)
                .filter(progressing -> progressing.reason().equals(Reasons.REPLICA_SET_UPDATED))
                .isPresent();
        return moving && others(stored).equals(others(next));
    }

    private static List<Condition> others(RolloutStatus status) {
        return status.conditions().stream()
                .filter(condition -> !condition.type().equals(ConditionType.PROGRESSING))
                .toList();
    }
}
