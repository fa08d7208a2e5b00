package tidegate.rollout.plan.lineage;

import java.time.Instant;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.value.WireTime;
import tidegate.api.wire.Annotations;

/** Whether an update goes back to a version that was there before. Births count, not numbers of revisions. */
public final class Rollback {
    private Rollback() {}

    /** Whether the present version is older than the stable one. */
    public static boolean isOlder(Release release) {
        return isOlder(release, release.stored().stableRS());
    }

    /** Whether it is older than the version that is stable at this point of the pass. */
    static boolean isOlder(Release release, String stableHash) {
        Optional<Instant> newest = release.newest().flatMap(Rollback::birth);
        Optional<Instant> stable = release.lineage().separateStable(stableHash).flatMap(Rollback::birth);
        return newest.isPresent() && stable.isPresent() && newest.get().isBefore(stable.get());
    }

    /** Whether the present version is older than the stable one and has not yet lost its pods. */
    public static boolean isWithinDelay(Release release) {
        return isOlder(release)
                && release.newest()
                        .flatMap(set -> set.meta().annotation(Annotations.SCALE_DOWN_DEADLINE))
                        .flatMap(text -> WireTime.of(Json.of(text)))
                        .filter(release.now()::isBefore)
                        .isPresent();
    }

    static Optional<Instant> birth(ReplicaSet set) {
        return set.meta().createdAt();
    }
}
