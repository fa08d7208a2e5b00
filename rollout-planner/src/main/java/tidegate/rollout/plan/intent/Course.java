package tidegate.rollout.plan.intent;

import tidegate.api.rollout.RolloutStatus;
import tidegate.rollout.plan.lineage.Release;

/** Where a pass is heading; the first that applies. */
public enum Course {
    /** Back to the stable version. */
    ABORT,
    /** Nothing moves, except that a changed {@code spec.replicas} is followed. */
    HALT,
    /** The present version is the stable one: everything else goes away. */
    STABLE,
    /** To the end, past all steps. */
    PROMOTE_FULLY,
    /** Step by step. */
    STEPS;

    public static Course of(Release release, RolloutStatus status) {
        if (status.abort()) return ABORT;
        if (release.rollout().spec().paused() || release.fault().isPresent()) return HALT;
        if (release.isPromoted(status) || status.stableRS().isEmpty()) return STABLE;
        return status.promoteFull() ? PROMOTE_FULLY : STEPS;
    }
}
