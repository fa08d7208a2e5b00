package tidegate.rollout.runtime;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.rollout.plan.seen.Past;

/**
 * What passes over one Rollout leave for the next ones. All of it may be lost at any time. Passes over one Rollout follow
 * each other, so nothing here is guarded.
 */
final class Memory {
    final Troubles troubles = new Troubles();
    private final String uid;
    private @Nullable Failed failed;
    private Past.@Nullable ServerDefaults serverDefaults;
    private Set<Past.Verified> verified = Set.of();
    private Set<Want> wants = Set.of();
    private @Nullable Instant countsHeldSince;
    private String brokenBy = "";

    private record Failed(Json template, CreateFailure failure) {}

    Memory(String uid) {
        this.uid = uid;
    }

    /** Of that very Rollout, not of one before it that had its name. */
    boolean isOf(Rollout rollout) {
        return uid.equals(rollout.meta().uid());
    }

    /** What the planner is told; what no longer concerns the snapshot is forgotten. */
    Past past(RolloutSnapshot seen, Instant now) {
        Json template = seen.rollout().spec().template();
        if (failed != null && !failed.template.equals(template)) failed = null;
        keepVerified(seen.replicaSets());
        return new Past(
                Optional.ofNullable(failed).map(Failed::failure),
                troubles.told(now),
                Optional.ofNullable(serverDefaults),
                verified);
    }

    private void keepVerified(List<ReplicaSet> sets) {
        if (verified.isEmpty()) return;
        var kept = new HashSet<>(verified);
        kept.removeIf(known -> sets.stream().noneMatch(set -> set.meta().uid().equals(known.uid())));
        verified = Set.copyOf(kept);
    }

    /** Whether this is news: the failure before was another, or there was none. */
    boolean notCreated(Rollout rollout, CreateFailure failure) {
        var now = new Failed(rollout.spec().template(), failure);
        boolean news = !now.equals(failed);
        failed = now;
        return news;
    }

    void created() {
        failed = null;
    }

    void learned(Past.ServerDefaults answer) {
        serverDefaults = answer;
    }

    /** A newer generation of a ReplicaSet takes the place of an older one. */
    void verified(Set<Past.Verified> found) {
        if (found.isEmpty()) return;
        var all = new HashSet<>(verified);
        for (Past.Verified inOrder : found) all.removeIf(known -> known.uid().equals(inOrder.uid()));
        all.addAll(found);
        verified = Set.copyOf(all);
    }

    /** What the last decision failed with, {@code ""} for nothing. Returns whether it is something else than before. */
    boolean brokenBy(String error) {
        boolean news = !error.equals(brokenBy);
        brokenBy = error;
        return news;
    }

    boolean isBroken() {
        return !brokenBy.isEmpty();
    }

    /** What is to be asked for the next snapshot. */
    Set<Want> wants() {
        return wants;
    }

    void wants(Set<Want> wanted) {
        wants = wanted;
    }

    /** Since when the status was held back. */
    Instant holdsCountsSince(Instant now) {
        if (countsHeldSince == null) countsHeldSince = now;
        return countsHeldSince;
    }

    void holdsNoCounts() {
        countsHeldSince = null;
    }
}
