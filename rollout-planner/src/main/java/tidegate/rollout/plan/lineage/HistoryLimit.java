package tidegate.rollout.plan.lineage;

import java.util.List;
import tidegate.api.rollout.ReplicaSet;

/**
 * Old versions beyond {@code spec.revisionHistoryLimit}.
 *
 * <p>As many of the oldest as there are too many are looked at; of these only the empty ones go. One that still has pods
 * is not replaced by a younger one.
 */
public final class HistoryLimit {
    private HistoryLimit() {}

    public static List<ReplicaSet> superfluous(Release release, String stableHash) {
        var others = release.lineage().all().stream()
                .filter(set -> !release.lineage().isNewest(set))
                .filter(set -> !set.hash().equals(stableHash))
                .filter(set -> !set.meta().isBeingDeleted())
                .toList();
        int tooMany = others.size() - release.rollout().spec().revisionHistoryLimit();
        return others.stream()
                .limit(Math.max(0, tooMany))
                .filter(HistoryLimit::isEmpty)
                .toList();
    }

    private static boolean isEmpty(ReplicaSet set) {
        return set.replicas() == 0 && set.counts().replicas() == 0 && set.hasCurrentCounts();
    }
}
