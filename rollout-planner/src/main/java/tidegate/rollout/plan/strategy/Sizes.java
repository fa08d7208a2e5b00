package tidegate.rollout.plan.strategy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.rollout.plan.capacity.Enough;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.lineage.Release;

/**
 * The sizes to write in this pass.
 *
 * @param newest size of the present version, also if it has no ReplicaSet yet
 * @param existing size of every ReplicaSet by name
 * @param target where the present version and the stable one are heading
 * @param annotate whether the sizes are those of the present {@code spec.replicas}: said on the ReplicaSets
 */
public record Sizes(int newest, Map<String, Integer> existing, Split target, boolean annotate) {
    public Sizes {
        existing = Map.copyOf(existing);
    }

    /** A ReplicaSet that is being deleted keeps its size: it is not worth a write. */
    public int of(ReplicaSet set) {
        return set.meta().isBeingDeleted() ? set.replicas() : existing.getOrDefault(set.name(), set.replicas());
    }

    /** The first ReplicaSet that changes its size, in words. */
    public Optional<String> scaling(Release release) {
        for (ReplicaSet set : release.lineage().all())
            if (of(set) != set.replicas())
                return Optional.of(
                        "ReplicaSet " + set.name() + " to go from " + set.replicas() + " to " + of(set) + " pods");
        return Optional.empty();
    }

    /** The first ReplicaSet that lacks available pods, in words. */
    public Optional<String> unavailable(Release release) {
        for (ReplicaSet set : release.lineage().all()) {
            int available = set.hasCurrentCounts() ? set.counts().available() : 0;
            if (set.replicas() > 0 && available < set.replicas())
                return Optional.of("pods of ReplicaSet " + set.name() + ": " + available + " of " + set.replicas()
                        + " are available");
        }
        return Optional.empty();
    }

    /**
     * With these sizes, by name, in place of those it had.
     *
     * @param held whether they are no steps toward the wanted ones
     */
    public Sizes with(Map<String, Integer> others, boolean held) {
        var all = new HashMap<>(existing);
        all.putAll(others);
        return new Sizes(held ? 0 : newest, all, target, annotate && !held);
    }

    /**
     * Whether the pods are as wanted: the present version has exactly its pods, all available; stable has its pods,
     * available or not; no other version serves. Only counts of the present sizes are evidence.
     *
     * @param enough with fewer than all, the present version needs that many, and no more than its pods
     */
    boolean areReached(Release release, String stableHash, Enough enough) {
        if (release.newest().filter(newest -> hasEnough(newest, enough)).isEmpty()) return false;
        boolean stableReached = release.lineage()
                .separateStable(stableHash)
                .map(stable -> hasExactly(stable, target.stable()))
                .orElse(true);
        return stableReached && noneServes(release.lineage().others(stableHash));
    }

    private boolean hasEnough(ReplicaSet newest, Enough enough) {
        int available = newest.counts().available();
        if (enough.isAll()) return hasExactly(newest, target.canary()) && available == target.canary();
        return !newest.meta().isBeingDeleted()
                && newest.hasCurrentCounts()
                && newest.replicas() <= target.canary()
                && enough.isMetBy(available, target.canary());
    }

    private static boolean hasExactly(ReplicaSet set, int pods) {
        return !set.meta().isBeingDeleted()
                && set.replicas() == pods
                && set.hasCurrentCounts()
                && set.counts().replicas() == pods;
    }

    private static boolean noneServes(List<ReplicaSet> others) {
        return others.stream()
                .allMatch(set -> set.hasCurrentCounts() && set.counts().available() == 0);
    }
}
