package tidegate.rollout.plan.status;

import java.time.Instant;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionText;
import tidegate.api.wire.Phase;
import tidegate.api.wire.PhaseMessage;
import tidegate.api.wire.RolloutConditions;

/** The status of a Rollout that cannot be carried out: it says why, and everything else stays as it was. */
public final class InvalidSpec {
    private InvalidSpec() {}

    /** @param error the first error of validation, with its path */
    public static RolloutStatus report(Rollout rollout, String error, Instant now) {
        ConditionText text = RolloutConditions.invalidSpec(rollout.name(), error);
        return said(rollout.status(), rollout.name(), error, now)
                .withObservedGeneration(rollout.meta().generation())
                .withPhase(Phase.DEGRADED.wire(), PhaseMessage.ofCondition(text.reason(), text.message()));
    }

    /** The status with the condition that says so. */
    static RolloutStatus said(RolloutStatus status, String rollout, String error, Instant now) {
        ConditionText text = RolloutConditions.invalidSpec(rollout, error);
        boolean known = status.condition(text.type())
                .map(Condition::message)
                .filter(text.message()::equals)
                .isPresent();
        return known ? status : Conditions.rewritten(status, text, now);
    }
}
