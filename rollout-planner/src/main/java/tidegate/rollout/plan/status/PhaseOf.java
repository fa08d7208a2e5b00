package tidegate.rollout.plan.status;

import java.util.Optional;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.Phase;
import tidegate.api.wire.PhaseMessage;
import tidegate.api.wire.Reasons;

/** {@code status.phase} and {@code status.message}: the first that applies. */
final class PhaseOf {
    private PhaseOf() {}

    /**
     * @param restarting whether pods are to be made anew
     * @param remaining what is left to do once all pods are updated and available; {@code ""} for nothing
     */
    static RolloutStatus into(
            RolloutStatus status, int replicas, boolean paused, boolean restarting, String remaining) {
        Optional<RolloutStatus> degraded = degraded(status);
        if (degraded.isPresent()) return degraded.get();
        if (paused) return with(status, Phase.PAUSED, PhaseMessage.MANUALLY_PAUSED);
        if (!status.pauseConditions().isEmpty())
            return with(
                    status, Phase.PAUSED, status.pauseConditions().getFirst().reason());
        String waitsFor = restarting
                ? PhaseMessage.RESTARTING
                : waitsFor(status, replicas).orElse(remaining);
        return with(status, waitsFor.isEmpty() ? Phase.HEALTHY : Phase.PROGRESSING, waitsFor);
    }

    /** Empty if none of its conditions degrades it. */
    static Optional<RolloutStatus> degraded(RolloutStatus status) {
        for (Condition condition : status.conditions())
            if (degrades(condition)) {
                String message = PhaseMessage.ofCondition(condition.reason(), condition.message());
                return Optional.of(with(status, Phase.DEGRADED, message));
            }
        return Optional.empty();
    }

    private static boolean degrades(Condition condition) {
        return condition.type().equals(ConditionType.INVALID_SPEC)
                || condition.reason().equals(Reasons.ABORTED)
                || condition.reason().equals(Reasons.PROGRESS_DEADLINE_EXCEEDED);
    }

    private static Optional<String> waitsFor(RolloutStatus status, int replicas) {
        if (status.updatedReplicas() < replicas) return Optional.of(PhaseMessage.MORE_REPLICAS_TO_UPDATE);
        return status.availableReplicas() < status.updatedReplicas()
                ? Optional.of(PhaseMessage.UPDATED_REPLICAS_BECOME_AVAILABLE)
                : Optional.empty();
    }

    private static RolloutStatus with(RolloutStatus status, Phase phase, String message) {
        return status.withPhase(phase.wire(), message);
    }
}
