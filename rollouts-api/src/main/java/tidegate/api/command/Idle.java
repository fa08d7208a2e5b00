package tidegate.api.command;

import java.util.Optional;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;

/**
 * Why a command changes nothing in the present state of a Rollout: what to tell whoever gave it.
 *
 * <p>Empty where it does change something, and where nobody can tell yet because the controller has not seen the present
 * spec. The answers are the same before and right after the command was written.
 */
public final class Idle {
    private Idle() {}

    public static Optional<String> promotion(Rollout rollout, Promotion how) {
        RolloutStatus status = rollout.status();
        if (!isObserved(rollout)) return Optional.empty();
        if (isPromoted(status)) return Optional.of("the present version is the stable one: nothing to promote");
        boolean isFull = how == Promotion.FULL;
        if (isAborted(status) && !isFull) return Optional.of("it is aborted: `retry rollout` starts it again");
        return switch (rollout.spec().strategy()) {
            case Strategy.Canary canary -> {
                boolean isPastItsSteps = !canary.steps().isEmpty()
                        && status.currentStepIndex().orElse(0) == canary.steps().size();
                yield isPastItsSteps && !isFull
                        ? Optional.of("it is past its steps: nothing is left to promote")
                        : Optional.empty();
            }
            case Strategy.BlueGreen _ ->
                isFull || waits(rollout) ? Optional.empty() : Optional.of("nothing waits for a promotion");
            case Strategy.Unspecified _ -> Optional.empty();
        };
    }

    public static Optional<String> abort(Rollout rollout) {
        if (!isObserved(rollout)) return Optional.empty();
        if (isPromoted(rollout.status()))
            return Optional.of("the present version is the stable one: nothing to go back from");
        return isAborted(rollout.status()) ? Optional.of("it is aborted already") : Optional.empty();
    }

    public static Optional<String> retry(Rollout rollout) {
        boolean isIdle = isObserved(rollout) && !isAborted(rollout.status());
        return isIdle ? Optional.of("it is not aborted") : Optional.empty();
    }

    private static boolean isObserved(Rollout rollout) {
        return rollout.status()
                .observedGeneration()
                .equals(Long.toString(rollout.meta().generation()));
    }

    private static boolean isPromoted(RolloutStatus status) {
        return !status.stableRS().isEmpty() && status.stableRS().equals(status.currentPodHash());
    }

    /** As the controller has recorded it: whether a client has just asked for it makes no difference. */
    private static boolean isAborted(RolloutStatus status) {
        return status.abortedAt().isPresent();
    }

    private static boolean waits(Rollout rollout) {
        return !rollout.status().pauseConditions().isEmpty() || rollout.spec().paused();
    }
}
