package tidegate.rollout.plan.bluegreen;

import java.util.Optional;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.CompletionCause;
import tidegate.rollout.plan.intent.Course;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.lineage.RollbackWindow;
import tidegate.rollout.plan.status.Attempt;

/**
 * When the new version becomes the stable one: once the active Service was seen to select it, and all its pods are there.
 *
 * <p>At once only if status says that there never was a stable version, and the API did not refuse this one. A stable
 * version whose ReplicaSet is lost, or a Service that has lost its selector, is no reason.
 */
final class BlueGreenPromotion {
    private BlueGreenPromotion() {}

    /**
     * Why the version is to be promoted now; empty if it is not.
     *
     * @param admitted whether it may have the users
     * @param services as seen in this pass: what status says of one that cannot be read may be over
     */
    static Optional<String> cause(
            Release release, RolloutStatus status, Course course, boolean admitted, BlueGreenServices services) {
        if (status.stableRS().isEmpty())
            return release.isRefused() ? Optional.empty() : Optional.of(CompletionCause.INITIAL_DEPLOY);
        boolean isAtIt = services.surelySelectsNewest() || services.isUnused();
        boolean isSwitched = admitted && isAtIt && isComplete(release);
        return switch (course) {
            case ABORT, HALT, STABLE -> Optional.empty();
            case PROMOTE_FULLY -> isSwitched ? Optional.of(CompletionCause.FULL_PROMOTION) : Optional.empty();
            case STEPS -> isSwitched ? Optional.of(cause(release, status)) : Optional.empty();
        };
    }

    private static String cause(Release release, RolloutStatus status) {
        if (RollbackWindow.contains(release, status.stableRS())) return CompletionCause.ROLLBACK_WITHIN_WINDOW;
        return Attempt.of(status).goesBackFast() ? CompletionCause.FAST_ROLLBACK : CompletionCause.BLUE_GREEN;
    }

    private static boolean isComplete(Release release) {
        return release.newest()
                        .filter(set -> set.replicas() == release.replicas())
                        .isPresent()
                && release.newestAvailable() >= release.replicas();
    }
}
