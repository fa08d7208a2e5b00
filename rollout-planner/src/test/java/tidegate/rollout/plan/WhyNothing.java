package tidegate.rollout.plan;

import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;

/** The reason that a command changes nothing: it has to have one, or it was lost. */
final class WhyNothing {
    private WhyNothing() {}

    /** @throws AssertionError if there is no reason */
    static String happens(CommandPhase phase, UserCommand command, boolean wasSent) {
        World before = phase.world();
        String line = command.line();
        RolloutStatus status = before.status();
        boolean isPromoted = !status.stableRS().isEmpty() && status.stableRS().equals(status.currentPodHash());
        if (line.equals("resume") && !before.rollout().spec().paused()) return "it is not paused by hand";
        if (line.equals("pause") && before.rollout().spec().paused()) return "it is paused by hand already";
        if (line.equals("scale to 0") && before.rollout().spec().replicas() == 0) return "it has that size already";
        if (line.equals("undo") && !wasSent) return undo(before);
        if (line.equals("retry rollout") && !status.abort()) return "it is not aborted";
        if (line.equals("abort") && status.abort()) return "it is aborted already";
        if (line.equals("abort") && isPromoted) return "the present version is the stable one: nothing to go back from";
        if (line.startsWith("promote") && isPromoted)
            return "the present version is the stable one: nothing to promote";
        if (line.startsWith("promote") && status.abort()) return "it is aborted: `retry rollout` starts it again";
        if (line.startsWith("promote --full") && status.promoteFull()) return "it is being promoted in full already";
        if (line.startsWith("promote") && isPastItsSteps(before))
            return "it is past its steps: nothing is left to promote";
        boolean hasSteps = before.rollout().spec().strategy() instanceof Strategy.Canary;
        if (line.equals("promote") && !hasSteps && status.pauseConditions().isEmpty())
            return "nothing waits for a promotion";
        throw new AssertionError("`" + line + "` was lost while " + phase.name() + ": " + status.json());
    }

    private static boolean isPastItsSteps(World world) {
        return world.rollout().spec().strategy() instanceof Strategy.Canary canary
                && world.status().currentStepIndex().orElse(0) == canary.steps().size();
    }

    private static String undo(World before) {
        return before.sets().size() < 2 ? "there is no revision before" : "the template is that of the revision before";
    }
}
