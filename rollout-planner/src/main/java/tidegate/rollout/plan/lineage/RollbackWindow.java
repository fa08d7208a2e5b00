package tidegate.rollout.plan.lineage;

import java.time.Instant;
import java.util.Optional;
import tidegate.api.wire.Annotations;

/**
 * {@code spec.rollbackWindow}: going back to a version that is not far behind the stable one takes no steps, no pauses and
 * no analysis.
 *
 * <p>How far is told by births, not by numbers of revisions: fewer than {@code revisions} ReplicaSets may have been created
 * between the two. One that became new again still counts where it was born; those of experiments do not count.
 */
public final class RollbackWindow {
    private RollbackWindow() {}

    /**
     * Whether the present version is that of such a rollback.
     *
     * @param stableHash of the version that is stable at this point of the pass
     */
    public static boolean contains(Release release, String stableHash) {
        int revisions = release.rollout().spec().rollbackRevisions();
        if (revisions <= 0 || !Rollback.isOlder(release, stableHash)) return false;
        Optional<Instant> newest = release.newest().flatMap(Rollback::birth);
        Optional<Instant> stable = release.lineage().separateStable(stableHash).flatMap(Rollback::birth);
        return between(release, newest.orElseThrow(), stable.orElseThrow()) < revisions;
    }

    private static long between(Release release, Instant from, Instant to) {
        return release.lineage().all().stream()
                .filter(set ->
                        set.meta().annotation(Annotations.EXPERIMENT_NAME).isEmpty())
                .flatMap(set -> Rollback.birth(set).stream())
                .filter(birth -> birth.isAfter(from) && birth.isBefore(to))
                .count();
    }
}
