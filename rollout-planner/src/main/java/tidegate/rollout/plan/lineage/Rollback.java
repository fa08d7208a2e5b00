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
        Optional<Instant> newest = release.newest().flatMap(Rollback::birth);
        Optional<Instant> stable =
                release.lineage().separateStable(release.stored().stableRS()).flatMap(Rollback::birth);
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

    private static Optional<Instant> birth(ReplicaSet set) {
        return set.meta().createdAt();
    }
}
