package tidegate.rollout.plan;

import java.util.List;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Past;

/**
 * One Rollout, all it owns and all it names, as seen at one moment.
 *
 * @param replicaSets those of the namespace that carry the hash label and are either controlled by this Rollout's uid
 *     or controlled by nobody; order does not matter. The planner decides which of them to adopt or release.
 * @param freshness of all of it
 */
public record RolloutSnapshot(
        Rollout rollout, List<ReplicaSet> replicaSets, Neighbours neighbours, Freshness freshness, Past past) {

    public RolloutSnapshot {
        replicaSets = List.copyOf(replicaSets);
    }

    /** A snapshot from caches, without neighbours, with nothing failed. */
    public static RolloutSnapshot of(Rollout rollout, List<ReplicaSet> replicaSets) {
        return new RolloutSnapshot(rollout, replicaSets, Neighbours.NONE, new Freshness.Cached(), Past.NONE);
    }

    /** The same with the Rollout as decisions are to see it. */
    RolloutSnapshot with(Rollout resolved) {
        return new RolloutSnapshot(resolved, replicaSets, neighbours, freshness, past);
    }

    public RolloutSnapshot with(Neighbours others) {
        return new RolloutSnapshot(rollout, replicaSets, others, freshness, past);
    }

    public RolloutSnapshot with(Freshness other) {
        return new RolloutSnapshot(rollout, replicaSets, neighbours, other, past);
    }

    public RolloutSnapshot with(Past remembered) {
        return new RolloutSnapshot(rollout, replicaSets, neighbours, freshness, remembered);
    }

    /** Why the last attempt to create a ReplicaSet failed. */
    public Optional<CreateFailure> createFailure() {
        return past.createFailure();
    }
}
