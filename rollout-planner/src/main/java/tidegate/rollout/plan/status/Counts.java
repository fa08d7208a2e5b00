package tidegate.rollout.plan.status;

import java.util.List;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.rollout.plan.lineage.Release;

/** Pods as ReplicaSets report them; for reading, not for deciding. */
public final class Counts {
    private Counts() {}

    static RolloutStatus into(RolloutStatus status, Release release, Gauge gauge) {
        int ready =
                gauge.serving().stream().mapToInt(set -> set.counts().ready()).sum();
        return status.withCounts(
                        replicas(release.lineage().all()),
                        updated(release),
                        ready,
                        available(gauge.serving()),
                        gauge.forAutoscaler())
                .withSelector(gauge.selector());
    }

    public static int replicas(List<ReplicaSet> sets) {
        return sets.stream().mapToInt(set -> set.counts().replicas()).sum();
    }

    public static int available(List<ReplicaSet> sets) {
        return sets.stream().mapToInt(set -> set.counts().available()).sum();
    }

    /** Pods of the present version. */
    public static int updated(Release release) {
        return release.newest().map(set -> set.counts().replicas()).orElse(0);
    }
}
