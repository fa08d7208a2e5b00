package tidegate.rollout.plan.lineage;

import java.util.List;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;

/**
 * Old versions beyond {@code spec.revisionHistoryLimit}.
 *
 * <p>As many of the oldest as there are too many are looked at; of these only the empty ones go. One that still has pods
 * is not replaced by a younger one. What status names stays until status names another one: the process may die before it
 * is written.
 */
public final class HistoryLimit {
    private HistoryLimit() {}

    /** @param stableHash as it is to be stored after this pass */
    public static List<ReplicaSet> superfluous(Release release, String stableHash) {
        var others = release.lineage().all().stream()
                .filter(set -> !release.lineage().isNewest(set))
                .filter(set -> !set.hash().equals(stableHash))
                .filter(set -> !isNamed(release.stored(), set.hash()))
                .filter(set -> !set.meta().isBeingDeleted())
                .toList();
        int tooMany = others.size() - release.rollout().spec().revisionHistoryLimit();
        return others.stream()
                .limit(Math.max(0, tooMany))
                .filter(HistoryLimit::isEmpty)
                .toList();
    }

    private static boolean isNamed(RolloutStatus stored, String hash) {
        return hash.equals(stored.stableRS()) || hash.equals(stored.currentPodHash());
    }

    private static boolean isEmpty(ReplicaSet set) {
        return set.replicas() == 0 && set.counts().replicas() == 0 && set.hasCurrentCounts();
    }
}
