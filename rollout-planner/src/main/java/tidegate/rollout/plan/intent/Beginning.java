package tidegate.rollout.plan.intent;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.restart.Restart;
import tidegate.rollout.plan.status.Draft;
import tidegate.rollout.plan.status.Start;

/**
 * Whether this pass begins something new.
 *
 * @param draft with everything forgotten that belonged to what was before
 * @param start what begins
 */
public record Beginning(Draft draft, Start start) {
    /** @param steps number of steps; 0 where the strategy has none */
    public static Beginning of(Release release, int steps) {
        RolloutStatus stored = release.stored();
        Start start = startOf(release, stored);
        var draft = Draft.of(stored)
                .map(status -> ofThisStrategy(release, status)
                        .withCurrentPodHash(release.hash())
                        .withCurrentStepHash(release.stepHash()))
                .map(status -> Restart.noted(release, status));
        return new Beginning(
                start.isReset() ? reset(draft, release, start, steps) : withIndexInBounds(draft, steps), start);
    }

    private static RolloutStatus ofThisStrategy(Release release, RolloutStatus status) {
        return isCanary(release) ? status.withoutBlueGreen() : status.withoutCanary();
    }

    /** Every canary has a hash of its steps, also without steps; no other strategy has one. */
    private static boolean isCanary(Release release) {
        return !release.stepHash().isEmpty();
    }

    private static Start startOf(Release release, RolloutStatus stored) {
        if (!stored.currentPodHash().equals(release.hash())) return Start.NEW_VERSION;
        if (isCanary(release) == stored.currentStepHash().isEmpty()) return Start.NEW_STRATEGY;
        if (!stored.currentStepHash().equals(release.stepHash()) && !isHashOfAnotherController(release, stored))
            return Start.NEW_STEPS;
        boolean wasAborted = stored.abortedAt().isPresent();
        return wasAborted && !stored.abort() ? Start.RETRY : Start.SAME;
    }

    /**
     * The spec was observed and yet the hash differs: it was computed otherwise, the steps are the same. A spec that was
     * refused is observed without being carried out.
     */
    private static boolean isHashOfAnotherController(Release release, RolloutStatus stored) {
        return stored.condition(ConditionType.INVALID_SPEC).isEmpty()
                && stored.observedGeneration()
                        .equals(Long.toString(release.rollout().meta().generation()));
    }

    private static Draft withIndexInBounds(Draft draft, int steps) {
        OptionalInt index = draft.status().currentStepIndex();
        if (steps == 0) return draft.map(status -> status.withCurrentStepIndex(OptionalInt.empty()));
        return draft.map(status -> status.withCurrentStepIndex(OptionalInt.of(Math.clamp(index.orElse(0), 0, steps))));
    }

    /**
     * Another version, or other steps, are a new attempt: nobody aborted it or wants it in full yet. What users said of
     * the same version holds under another strategy too.
     */
    private static Draft reset(Draft draft, Release release, Start start, int steps) {
        boolean paused = draft.isPaused() && !draft.status().abort();
        Draft reset = draft.map(status -> status.withPauseConditions(List.of())
                .withControllerPause(false)
                .withScaleUpPreviewCheckPoint(false)
                .withCurrentStepIndex(steps == 0 ? OptionalInt.empty() : OptionalInt.of(0)));
        if (start != Start.NEW_STRATEGY)
            reset = reset.map(status ->
                    status.withAbort(false).withAbortedAt(Optional.empty()).withPromoteFull(false));
        if (paused) reset = reset.say(RolloutEvent.resumed());
        boolean backToStable = release.isPromoted(draft.status());
        return backToStable && steps > 0
                ? reset.map(status -> status.withCurrentStepIndex(OptionalInt.of(steps)))
                        .say(RolloutEvent.stepsSkippedToStable())
                : reset;
    }
}
