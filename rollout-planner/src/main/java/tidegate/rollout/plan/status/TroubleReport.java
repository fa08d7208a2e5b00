package tidegate.rollout.plan.status;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionText;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.RolloutConditions;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.seen.Trouble;

/**
 * What keeps failing, as one condition and one event each. It changes only when the set of troubles does, never degrades
 * the phase, and is gone with the last of them.
 *
 * @see <a href="docs/adr/0009-troubles-are-a-condition.md">ADR 9</a>
 */
public final class TroubleReport {
    /** More would fill the object and tell no more. */
    private static final int MOST_TOLD = 5;

    private TroubleReport() {}

    /** The status with its condition, which is the last of the list. */
    public static RolloutStatus onto(RolloutStatus next, List<Trouble> troubles, Instant now) {
        if (troubles.isEmpty()) return next.withoutConditions(ConditionType.RECONCILIATION_ERROR);
        ConditionText text = RolloutConditions.reconciliationError(told(troubles));
        boolean known = next.condition(text.type())
                .map(Condition::message)
                .filter(text.message()::equals)
                .isPresent();
        return known ? next : Conditions.rewritten(next, text, now);
    }

    /** Of the troubles that the stored status does not tell of yet. */
    public static List<RolloutEvent> news(RolloutStatus stored, List<Trouble> troubles) {
        String known = stored.condition(ConditionType.RECONCILIATION_ERROR)
                .map(Condition::message)
                .orElse("");
        return troubles.stream()
                .limit(MOST_TOLD)
                .map(TroubleReport::text)
                .filter(text -> !known.contains(text))
                .map(RolloutEvent::reconciliationError)
                .toList();
    }

    private static String told(List<Trouble> troubles) {
        String first =
                troubles.stream().limit(MOST_TOLD).map(TroubleReport::text).collect(Collectors.joining("; "));
        int more = troubles.size() - MOST_TOLD;
        return more > 0 ? first + "; and " + more + " more" : first;
    }

    private static String text(Trouble trouble) {
        return trouble.about() + ": " + trouble.error();
    }
}
