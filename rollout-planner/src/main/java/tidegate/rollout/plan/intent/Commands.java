package tidegate.rollout.plan.intent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.lineage.RollbackWindow;
import tidegate.rollout.plan.status.Draft;

/**
 * Carries out what clients patched into the status.
 *
 * <p>An abort that nobody has seen yet ({@code abortedAt} is absent) beats a full promotion; one asked for after the
 * abort was recorded beats the abort. Where the present version is the stable one, or none ever was, there is nothing to
 * abort, to skip or to promote: the fields are cleared. A rollback within {@code spec.rollbackWindow} is at the end of all
 * steps and waits for nothing, unless it is aborted.
 */
public final class Commands {
    private Commands() {}

    /** @param steps number of steps */
    public static Draft apply(Release release, Draft draft, int steps) {
        RolloutStatus status = draft.status();
        if (release.isPromoted(status) || status.stableRS().isEmpty()) return settled(draft, steps);
        if (wantsAbort(status)) return aborted(draft, release.now(), steps);
        Draft running = draft.map(to -> to.withAbort(false).withAbortedAt(Optional.empty()));
        if (!status.promoteFull())
            return RollbackWindow.contains(release, status.stableRS()) ? skipped(running, steps) : running;
        return running.resumed().map(to -> to.withCurrentStepIndex(end(steps)));
    }

    /** Back to the stable version, from now on. Everything that waited stops waiting. */
    public static Draft aborted(Draft draft, Instant now, int steps) {
        return draft.map(to -> to.withAbort(true)
                .withAbortedAt(Optional.of(to.abortedAt().orElse(now)))
                .withPromoteFull(false)
                .withScaleUpPreviewCheckPoint(false)
                .withPauseConditions(List.of())
                .withControllerPause(false)
                .withCurrentStepIndex(steps == 0 ? OptionalInt.empty() : OptionalInt.of(0)));
    }

    private static Draft skipped(Draft draft, int steps) {
        boolean isNew = draft.index() < steps;
        Draft atEnd = draft.resumed().map(to -> to.withCurrentStepIndex(end(steps)));
        return isNew ? atEnd.say(RolloutEvent.stepsSkippedWithinWindow()) : atEnd;
    }

    /** Whether an abort is asked for, or in force, and nobody has asked for a full promotion since. */
    public static boolean wantsAbort(RolloutStatus status) {
        boolean isOverruled = status.promoteFull() && status.abortedAt().isPresent();
        return status.abort() && !isOverruled;
    }

    private static Draft settled(Draft draft, int steps) {
        return draft.resumed()
                .map(to -> to.withAbort(false)
                        .withAbortedAt(Optional.empty())
                        .withPromoteFull(false)
                        .withScaleUpPreviewCheckPoint(false)
                        .withCurrentStepIndex(end(steps)));
    }

    private static OptionalInt end(int steps) {
        return steps == 0 ? OptionalInt.empty() : OptionalInt.of(steps);
    }
}
