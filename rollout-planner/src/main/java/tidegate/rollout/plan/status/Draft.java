package tidegate.rollout.plan.status;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.RolloutEvent;

/**
 * The status on its way to the next one, and the events that have become due on this way.
 *
 * @param events in the order in which they are due; they hold once the status is written
 */
public record Draft(RolloutStatus status, List<RolloutEvent> events) {
    public Draft {
        events = List.copyOf(events);
    }

    public static Draft of(RolloutStatus stored) {
        return new Draft(stored, List.of());
    }

    public Draft map(UnaryOperator<RolloutStatus> change) {
        return new Draft(change.apply(status), events);
    }

    public Draft say(RolloutEvent event) {
        var more = new ArrayList<>(events);
        more.add(event);
        return new Draft(status, more);
    }

    Draft sayFirst(RolloutEvent event) {
        var more = new ArrayList<>(events);
        more.addFirst(event);
        return new Draft(status, more);
    }

    /** The step to be executed, 0 where there is none. */
    public int index() {
        return status.currentStepIndex().orElse(0);
    }

    public boolean isPaused() {
        return !status.pauseConditions().isEmpty();
    }

    /** Without any pause. If the controller was pausing, that it resumes becomes due. */
    public Draft resumed() {
        boolean was = isPaused() || status.controllerPause();
        Draft cleared = map(to -> to.withPauseConditions(List.of()).withControllerPause(false));
        return was ? cleared.say(RolloutEvent.resumed()) : cleared;
    }
}
