package tidegate.simulator.law;

import java.util.Optional;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;

/**
 * Law 5: what clients patched into the status is done or gives way to something stronger; it never just disappears.
 *
 * <p>An abort and a full promotion stay until the version is promoted, replaced, or the other one wins; a pause that was
 * ended does not begin again, and an abort that was taken back only where the deadline may abort.
 */
public final class CommandLaw implements Law {
    private Optional<RolloutStatus> resumed = Optional.empty();

    @Override
    public Optional<String> judge(Change change, World world) {
        if (change.kind() != Kind.ROLLOUT || change.isCreation() || change.isDeletion()) return Optional.empty();
        RolloutStatus before = Rollout.of(change.before()).status();
        RolloutStatus after = Rollout.of(change.after()).status();
        if (before.equals(after)) {
            if (change.author() != Author.CONTROLLER) resumed = Optional.empty();
            return Optional.empty();
        }
        if (change.author() != Author.CONTROLLER) {
            boolean ends = !before.pauseConditions().isEmpty()
                    && after.pauseConditions().isEmpty()
                    && after.controllerPause()
                    && before.currentStepIndex().equals(after.currentStepIndex());
            resumed = ends ? Optional.of(after) : Optional.empty();
            return Optional.empty();
        }
        return lostAbort(before, after)
                .or(() -> abortOfItsOwn(Rollout.of(change.before()), after))
                .or(() -> lostPromotion(before, after))
                .or(() -> lostResume(after));
    }

    private static Optional<String> lostAbort(RolloutStatus before, RolloutStatus after) {
        boolean kept = !before.abort()
                || after.abort()
                || beginsAnew(before, after)
                || before.stableRS().isEmpty()
                || before.currentPodHash().equals(before.stableRS())
                || after.currentPodHash().equals(after.stableRS()) && before.promoteFull()
                || before.promoteFull();
        return kept ? Optional.empty() : Optional.of("an abort disappeared");
    }

    /** Nobody but users aborts, if not a deadline: a retry is not lost. */
    private static Optional<String> abortOfItsOwn(Rollout before, RolloutStatus after) {
        boolean allowed =
                before.status().abort() || !after.abort() || before.spec().progressDeadlineAbort();
        return allowed ? Optional.empty() : Optional.of("aborted, and nobody asked for it");
    }

    private static Optional<String> lostPromotion(RolloutStatus before, RolloutStatus after) {
        boolean kept = !before.promoteFull()
                || after.promoteFull()
                || after.abort()
                || beginsAnew(before, after)
                || before.stableRS().isEmpty()
                || after.currentPodHash().equals(after.stableRS());
        return kept ? Optional.empty() : Optional.of("a full promotion disappeared");
    }

    private Optional<String> lostResume(RolloutStatus after) {
        if (resumed.isEmpty()) return Optional.empty();
        RolloutStatus then = resumed.get();
        boolean same = !beginsAnew(then, after) && then.currentStepIndex().equals(after.currentStepIndex());
        if (!same) {
            resumed = Optional.empty();
            return Optional.empty();
        }
        return after.pauseConditions().isEmpty()
                ? Optional.empty()
                : Optional.of("a pause that was ended began again at step " + after.currentStepIndex());
    }

    private static boolean beginsAnew(RolloutStatus before, RolloutStatus after) {
        return !after.currentPodHash().equals(before.currentPodHash())
                || !after.currentStepHash().equals(before.currentStepHash());
    }
}
