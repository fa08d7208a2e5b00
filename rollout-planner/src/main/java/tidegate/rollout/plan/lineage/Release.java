package tidegate.rollout.plan.lineage;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.hash.PodTemplateHash;
import tidegate.api.hash.StepHash;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Past;

/**
 * What one pass is about: a Rollout, its ReplicaSets by role, and the name of its present version.
 *
 * @param hash of the present version: the label of its ReplicaSet, or the one it will get
 * @param name of the present version's ReplicaSet
 * @param revision of the present version
 * @param stepHash of the present steps; {@code ""} without a canary
 * @param neighbours Services, workload and pods
 * @param past what is remembered of earlier passes
 * @param fault what is wrong with an object that the spec names, though the spec itself is valid: until it is put right
 *     nothing goes forward, but what is on its way back goes on
 * @param now the instant of this pass
 */
public record Release(
        Rollout rollout,
        Lineage lineage,
        String hash,
        String name,
        int revision,
        String stepHash,
        Neighbours neighbours,
        Past past,
        Optional<String> fault,
        Instant now) {

    /** @param collisionCount as it is to be stored after this pass */
    public static Release of(
            Rollout rollout,
            Lineage lineage,
            OptionalInt collisionCount,
            Neighbours neighbours,
            Past past,
            Optional<String> fault,
            Instant now) {
        String hash = lineage.newest()
                .map(ReplicaSet::hash)
                .orElseGet(() -> PodTemplateHash.of(rollout.spec().template(), collisionCount));
        String name = lineage.newest().map(ReplicaSet::name).orElseGet(() -> nameOf(rollout, hash));
        String stepHash =
                rollout.spec().strategy() instanceof Strategy.Canary canary ? StepHash.of(canary.stepsJson()) : "";
        return new Release(
                rollout, lineage, hash, name, Revisions.next(lineage), stepHash, neighbours, past, fault, now);
    }

    /** The deterministic name of a version's ReplicaSet. */
    public static String nameOf(Rollout rollout, String hash) {
        return rollout.name() + "-" + hash;
    }

    /** The status as stored. */
    public RolloutStatus stored() {
        return rollout.status();
    }

    public int replicas() {
        return rollout.spec().replicas();
    }

    public Optional<ReplicaSet> newest() {
        return lineage.newest();
    }

    /** Whether the API was last seen to refuse the ReplicaSet of the present version, so that there is none. */
    public boolean isRefused() {
        return newest().isEmpty()
                && past.createFailure()
                        .filter(CreateFailure.Refused.class::isInstance)
                        .filter(failure -> failure.replicaSet().equals(name))
                        .isPresent();
    }

    /** Whether the present version is the stable one in this status. */
    public boolean isPromoted(RolloutStatus status) {
        return status.stableRS().equals(hash);
    }

    /** Certainly available pods of the present version, 0 without evidence. */
    public int newestAvailable() {
        return newest().map(Pods::of).map(Pods::available).orElse(0);
    }
}
