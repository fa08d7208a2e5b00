package tidegate.rollout.plan;

import java.util.List;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;

/**
 * One Rollout and all it owns, as seen at one moment.
 *
 * @param replicaSets those of the namespace that carry the hash label and are either controlled by this Rollout's uid
 *     or controlled by nobody; order does not matter. The planner decides which of them to adopt or release.
 * @param createFailure set by whoever carries plans out when creating a ReplicaSet failed, kept until a create of this
 *     Rollout succeeds or its template changes
 */
public record RolloutSnapshot(
        Rollout rollout, List<ReplicaSet> replicaSets, Freshness freshness, Optional<CreateFailure> createFailure) {

    public RolloutSnapshot {
        replicaSets = List.copyOf(replicaSets);
    }

    /** A snapshot from caches, with nothing failed. */
    public static RolloutSnapshot of(Rollout rollout, List<ReplicaSet> replicaSets) {
        return new RolloutSnapshot(rollout, replicaSets, new Freshness.Cached(), Optional.empty());
    }
}
