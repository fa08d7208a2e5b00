package tidegate.rollout.plan.status;

import java.time.Instant;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionText;

/** How conditions are set. */
final class Conditions {
    private Conditions() {}

    /** One that says the same already stays untouched, message and times included. */
    static RolloutStatus set(RolloutStatus status, ConditionText text, Instant now) {
        return says(status, text) ? status : rewritten(status, text, now);
    }

    static boolean says(RolloutStatus status, ConditionText text) {
        return status.condition(text.type())
                .filter(present -> present.status().equals(text.status().wire())
                        && present.reason().equals(text.reason()))
                .isPresent();
    }

    /** Written anew in any case; the time of transition is kept if the status does not change. */
    static RolloutStatus rewritten(RolloutStatus status, ConditionText text, Instant now) {
        Instant transition = status.condition(text.type())
                .filter(present -> present.status().equals(text.status().wire()))
                .map(Condition::transitionedAt)
                .orElse(now);
        return status.withCondition(
                new Condition(text.type(), text.status().wire(), text.reason(), text.message(), now, transition));
    }
}
