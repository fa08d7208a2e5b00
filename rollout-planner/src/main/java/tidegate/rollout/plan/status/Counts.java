package tidegate.rollout.plan.status;

import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.value.LabelSelector;
import tidegate.rollout.plan.lineage.Release;

/** Pods of all versions together, as their ReplicaSets report them; for reading, not for deciding. */
final class Counts {
    private Counts() {}

    static RolloutStatus into(RolloutStatus status, Release release) {
        int replicas = 0;
        int ready = 0;
        int available = 0;
        for (ReplicaSet set : release.lineage().all()) {
            replicas += set.counts().replicas();
            ready += set.counts().ready();
            available += set.counts().available();
        }
        int updated = release.newest().map(set -> set.counts().replicas()).orElse(0);
        return status.withCounts(replicas, updated, ready, available, replicas)
                .withSelector(
                        LabelSelector.of(release.rollout().spec().selector()).toString());
    }
}
