package tidegate.rollout.plan.status;

import tidegate.api.rollout.Condition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.Phase;
import tidegate.api.wire.PhaseMessage;
import tidegate.api.wire.Reasons;

/** {@code status.phase} and {@code status.message}: the first that applies. */
final class PhaseOf {
    private PhaseOf() {}

    static RolloutStatus into(RolloutStatus status, int replicas, boolean paused) {
        for (Condition condition : status.conditions())
            if (degrades(condition))
                return with(status, Phase.DEGRADED, PhaseMessage.ofCondition(condition.reason(), condition.message()));
        if (paused) return with(status, Phase.PAUSED, PhaseMessage.MANUALLY_PAUSED);
        if (!status.pauseConditions().isEmpty())
            return with(
                    status, Phase.PAUSED, status.pauseConditions().getFirst().reason());
        String waitsFor = waitsFor(status, replicas);
        return with(status, waitsFor.isEmpty() ? Phase.HEALTHY : Phase.PROGRESSING, waitsFor);
    }

    private static boolean degrades(Condition condition) {
        return condition.type().equals(ConditionType.INVALID_SPEC)
                || condition.reason().equals(Reasons.ABORTED)
                || condition.reason().equals(Reasons.PROGRESS_DEADLINE_EXCEEDED);
    }

    private static String waitsFor(RolloutStatus status, int replicas) {
        if (status.updatedReplicas() < replicas) return PhaseMessage.MORE_REPLICAS_TO_UPDATE;
        if (status.availableReplicas() < status.updatedReplicas())
            return PhaseMessage.UPDATED_REPLICAS_BECOME_AVAILABLE;
        if (status.replicas() > status.updatedReplicas()) return PhaseMessage.OLD_REPLICAS_TERMINATE;
        if (!status.stableRS().equals(status.currentPodHash())
                || status.stableRS().isEmpty()) return PhaseMessage.WAITING_FOR_STEPS;
        return "";
    }

    private static RolloutStatus with(RolloutStatus status, Phase phase, String message) {
        return status.withPhase(phase.wire(), message);
    }
}
