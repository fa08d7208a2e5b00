package tidegate.rollout.plan;

import java.util.Optional;
import tidegate.api.command.Idle;
import tidegate.api.command.Promotion;
import tidegate.api.rollout.Rollout;

/** The reason that a command changes nothing: it has to have one, or it was lost. */
final class WhyNothing {
    private WhyNothing() {}

    /** @throws AssertionError if there is no reason */
    static String happens(CommandPhase phase, UserCommand command, boolean wasSent) {
        World before = phase.world();
        String line = command.line();
        Rollout rollout = before.rollout();
        if (line.equals("resume") && !rollout.spec().paused()) return "it is not paused by hand";
        if (line.equals("pause") && rollout.spec().paused()) return "it is paused by hand already";
        if (line.equals("scale to 0") && rollout.spec().replicas() == 0) return "it has that size already";
        if (line.equals("promote --full") && rollout.status().promoteFull())
            return "it is being promoted in full already";
        if (line.equals("undo") && !wasSent) return undo(before);
        return told(line, rollout)
                .orElseThrow(() -> new AssertionError("`" + line + "` was lost while " + phase.name() + ": "
                        + rollout.status().json()));
    }

    /** A client must not say that a command does nothing when it does something. */
    static void mustNotBeTold(CommandPhase phase, UserCommand command) {
        told(command.line(), phase.world().rollout()).ifPresent(reason -> {
            throw new AssertionError(
                    "`" + command.line() + "` while " + phase.name() + " does something, but: " + reason);
        });
    }

    /** What clients say. */
    private static Optional<String> told(String line, Rollout rollout) {
        return switch (line) {
            case "abort" -> Idle.abort(rollout);
            case "retry rollout" -> Idle.retry(rollout);
            case "promote" -> Idle.promotion(rollout, Promotion.NEXT);
            case "promote --full" -> Idle.promotion(rollout, Promotion.FULL);
            case "promote --skip-current-step" -> Idle.promotion(rollout, Promotion.SKIP_CURRENT_STEP);
            case "promote --skip-all-steps" -> Idle.promotion(rollout, Promotion.SKIP_ALL_STEPS);
            default -> Optional.empty();
        };
    }

    private static String undo(World before) {
        return before.sets().size() < 2 ? "there is no revision before" : "the template is that of the revision before";
    }
}
