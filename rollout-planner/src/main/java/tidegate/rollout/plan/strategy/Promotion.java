package tidegate.rollout.plan.strategy;

import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.wire.CompletionCause;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.capacity.Enough;
import tidegate.rollout.plan.intent.Course;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.lineage.RollbackWindow;
import tidegate.rollout.plan.status.Draft;

/**
 * When the present version becomes the stable one.
 *
 * <p>At once only if status says that there never was a stable version, and the API did not refuse this one. A stable
 * version whose ReplicaSet is lost is no reason.
 */
public final class Promotion {
    private Promotion() {}

    /** Why the version is to be promoted now; empty if it is not. */
    static Optional<String> cause(Release release, Draft draft, Course course, int steps, Enough enough) {
        if (draft.status().stableRS().isEmpty())
            return release.isRefused() ? Optional.empty() : Optional.of(CompletionCause.INITIAL_DEPLOY);
        boolean available =
                release.newest().isPresent() && enough.isMetBy(release.newestAvailable(), release.replicas());
        return switch (course) {
            case ABORT, HALT, STABLE -> Optional.empty();
            case PROMOTE_FULLY -> available ? Optional.of(CompletionCause.FULL_PROMOTION) : Optional.empty();
            case STEPS ->
                available && draft.index() >= steps ? Optional.of(atTheEnd(release, draft, steps)) : Optional.empty();
        };
    }

    private static String atTheEnd(Release release, Draft draft, int steps) {
        return RollbackWindow.contains(release, draft.status().stableRS())
                ? CompletionCause.ROLLBACK_WITHIN_WINDOW
                : CompletionCause.allSteps(steps);
    }

    /** The draft with the present version as the stable one; nothing waits any more. */
    public static Draft promoted(Release release, Draft draft, String cause, int steps) {
        return draft.resumed()
                .map(to -> to.withStableRS(release.hash())
                        .withAbort(false)
                        .withAbortedAt(Optional.empty())
                        .withPromoteFull(false)
                        .withScaleUpPreviewCheckPoint(false)
                        .withCurrentStepIndex(steps == 0 ? OptionalInt.empty() : OptionalInt.of(steps)))
                .say(RolloutEvent.completed(release.revision(), release.hash(), cause));
    }
}
