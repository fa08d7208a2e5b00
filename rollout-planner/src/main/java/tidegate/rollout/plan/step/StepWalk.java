package tidegate.rollout.plan.step;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Step;
import tidegate.api.wire.RolloutEvent;
import tidegate.api.wire.StepText;
import tidegate.rollout.plan.status.Draft;

/** Goes through the steps as far as they are completed already. */
public final class StepWalk {
    private final List<Step> steps;
    private final Instant now;
    private final Predicate<RolloutStatus> reached;

    /** @param reached whether the pods are as the current step of a status wants them */
    public StepWalk(List<Step> steps, Instant now, Predicate<RolloutStatus> reached) {
        this.steps = steps;
        this.now = now;
        this.reached = reached;
    }

    /** The draft at the first step that is not completed, waiting in it; or past the end. */
    public Draft from(Draft start) {
        Draft draft = start;
        while (draft.index() < steps.size()) {
            Step step = steps.get(draft.index());
            Draft at = step instanceof Step.Pause ? draft : draft.resumed();
            if (!isCompleted(step, at.status())) return step instanceof Step.Pause ? PauseStep.waiting(at, now) : at;
            draft = completed(at, step);
        }
        return draft.resumed();
    }

    private boolean isCompleted(Step step, RolloutStatus status) {
        return switch (step) {
            case Step.SetWeight _ -> reached.test(status);
            case Step.Pause pause -> PauseStep.isOver(pause, status, now);
            case Step.Other _ -> false;
        };
    }

    private Draft completed(Draft draft, Step step) {
        int next = draft.index() + 1;
        return draft.map(to -> to.withCurrentStepIndex(OptionalInt.of(next)))
                .say(RolloutEvent.stepCompleted(next, steps.size(), StepText.of(step.json())))
                .resumed();
    }

    /** When time alone completes the current step. */
    public static Optional<Instant> nextLook(List<Step> steps, Draft draft) {
        return current(steps, draft)
                .flatMap(step ->
                        step instanceof Step.Pause pause ? PauseStep.endOf(pause, draft.status()) : Optional.empty());
    }

    /** The step to be executed; empty past the end. */
    public static Optional<Step> current(List<Step> steps, Draft draft) {
        return draft.index() < steps.size() ? Optional.of(steps.get(draft.index())) : Optional.empty();
    }

    /**
     * The canary's weight at a step: that of the last setWeight at or before it; 0 before the first, 100 past the end.
     */
    public static int weightAt(List<Step> steps, int index) {
        if (index >= steps.size()) return 100;
        for (int i = index; i >= 0; i--) if (steps.get(i) instanceof Step.SetWeight set) return set.weight();
        return 0;
    }
}
