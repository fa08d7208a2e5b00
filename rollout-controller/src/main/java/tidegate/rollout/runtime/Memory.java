package tidegate.rollout.runtime;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.plan.Freshness;
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
    final Doubts doubts = new Doubts();
    private final String uid;
    private @Nullable Failed failed;
    private Past.@Nullable ServerDefaults serverDefaults;
    private Set<Past.Verified> verified = Set.of();
    private Set<Want> wants = Set.of();
    private Set<String> populated = Set.of();
    private @Nullable Instant countsHeldSince;
    private String brokenBy = "";
    private String toldOf = "";

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

    /**
     * Whether this is news: there was no failure before, or one of another ReplicaSet. Other words for the same are none:
     * refusals may carry a number or a time, and the retries would begin anew with each.
     */
    boolean notCreated(Rollout rollout, CreateFailure failure) {
        var now = new Failed(rollout.spec().template(), failure);
        boolean news = failed == null || !failed.failure.replicaSet().equals(failure.replicaSet());
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

    /** Whether a failure is another one than that of the pass before: retries follow each other quickly at first. */
    boolean tellsAnew(String failure) {
        boolean news = !failure.equals(toldOf);
        toldOf = failure;
        return news;
    }

    void nothingFailed() {
        toldOf = "";
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

    /**
     * Whether a ReplicaSet that had pods is missing from a snapshot made of caches: it may be a lapse of the cache, and
     * its pods must not be forgotten for that. What a snapshot shows, and what the API itself does not, is remembered;
     * one that the API did not answer for shows nothing.
     */
    boolean misses(RolloutSnapshot seen) {
        if (seen.freshness() instanceof Freshness.Unlisted) return false;
        var here = seen.replicaSets().stream().map(set -> set.meta().uid()).collect(Collectors.toSet());
        if (seen.freshness() instanceof Freshness.Cached && !here.containsAll(populated)) return true;
        populated = seen.replicaSets().stream()
                .filter(set -> set.replicas() > 0 || set.counts().replicas() > 0)
                .map(set -> set.meta().uid())
                .collect(Collectors.toSet());
        return false;
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
