package tidegate.rollout.plan.step;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import tidegate.api.rollout.PauseCondition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Step;
import tidegate.api.value.PauseDuration;
import tidegate.api.wire.PauseReason;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.status.Draft;

/**
 * Waits for a time or for a human.
 *
 * <p>The wait is recorded as a pause condition with its start, together with {@code controllerPause}. A human resumes by
 * removing the condition: {@code controllerPause} without a condition says so.
 */
final class PauseStep {
    private static final String REASON = PauseReason.CANARY_PAUSE_STEP.wire();

    private PauseStep() {}

    /** The stored start is cut to whole seconds; a pause is never shorter than it says. */
    private static final Duration CUT_OFF = Duration.ofSeconds(1);

    static boolean isOver(Step.Pause pause, RolloutStatus status, Instant now) {
        var begun = status.pauseCondition(REASON);
        if (begun.isEmpty()) return status.controllerPause();
        return endOf(pause, status).map(end -> !now.isBefore(end)).orElse(false);
    }

    /** When time alone ends it; empty before it has begun, and when only a human can. */
    static Optional<Instant> endOf(Step.Pause pause, RolloutStatus status) {
        return status.pauseCondition(REASON)
                .filter(PauseStep::isReadable)
                .flatMap(begun -> PauseDuration.of(pause.duration()).map(wait -> end(begun.startedAt(), wait)));
    }

    private static Instant end(Instant start, Duration wait) {
        return wait.isZero() ? start : start.plus(wait).plus(CUT_OFF);
    }

    private static boolean isReadable(PauseCondition begun) {
        return begun.startedAt().isAfter(Instant.EPOCH);
    }

    /** Begins the wait, or leaves one that has begun. A start that nobody can read begins anew. */
    static Draft waiting(Draft draft, Instant now) {
        var begun = draft.status().pauseCondition(REASON);
        if (begun.isPresent() && isReadable(begun.get())) return draft;
        var pauses = new ArrayList<>(draft.status().pauseConditions());
        pauses.removeIf(pause -> pause.reason().equals(REASON));
        pauses.add(new PauseCondition(REASON, now));
        Draft paused = draft.map(to -> to.withPauseConditions(pauses).withControllerPause(true));
        return begun.isPresent() ? paused : paused.say(RolloutEvent.paused(PauseReason.CANARY_PAUSE_STEP));
    }
}
