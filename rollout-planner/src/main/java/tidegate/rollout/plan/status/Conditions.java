package tidegate.rollout.plan.status;

import static java.util.Comparator.comparingInt;

import java.time.Instant;
import java.util.List;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionText;
import tidegate.api.wire.ConditionType;

/** How conditions are set. */
final class Conditions {
    /** The order in which they are stored, whatever came first: a crash in between must not show in it. */
    private static final List<String> ORDER = List.of(
            ConditionType.INVALID_SPEC,
            ConditionType.AVAILABLE,
            ConditionType.PAUSED,
            ConditionType.COMPLETED,
            ConditionType.HEALTHY,
            ConditionType.PROGRESSING,
            ConditionType.REPLICA_FAILURE);

    private Conditions() {}

    /** In their order, unknown types last; a list in which nothing changed is left as it is. */
    static RolloutStatus ordered(RolloutStatus status, RolloutStatus stored) {
        List<Condition> changed = status.conditions();
        List<Condition> before = stored.conditions();
        if (changed.size() == before.size() && before.containsAll(changed))
            return status.with("conditions", stored.json().get("conditions"));
        RolloutStatus ordered = status;
        for (Condition condition :
                changed.stream().sorted(comparingInt(Conditions::place)).toList())
            ordered = ordered.withCondition(condition);
        return ordered;
    }

    private static int place(Condition condition) {
        int place = ORDER.indexOf(condition.type());
        return place < 0 ? ORDER.size() : place;
    }

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

    /** One that says something else is written anew, as of the time that it already stands for. */
    static RolloutStatus setSince(RolloutStatus status, ConditionText text, Instant now) {
        Instant since = status.condition(text.type()).map(Condition::updatedAt).orElse(now);
        return says(status, text) ? status : written(status, text, since, now);
    }

    /** Written anew in any case; the time of transition is kept if the status does not change. */
    static RolloutStatus rewritten(RolloutStatus status, ConditionText text, Instant now) {
        return written(status, text, now, now);
    }

    private static RolloutStatus written(RolloutStatus status, ConditionText text, Instant updated, Instant now) {
        Instant transition = status.condition(text.type())
                .filter(present -> present.status().equals(text.status().wire()))
                .map(Condition::transitionedAt)
                .orElse(now);
        return status.withCondition(
                new Condition(text.type(), text.status().wire(), text.reason(), text.message(), updated, transition));
    }
}
