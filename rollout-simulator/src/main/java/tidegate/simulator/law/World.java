package tidegate.simulator.law;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.cluster.ApiServer;
import tidegate.simulator.cluster.ApiServer.Loss;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;

/**
 * What is true, and what the controller could know when it decided.
 *
 * <p>Laws judge by the truth. They forgive what nobody could know: pods lost since they were counted, and specs that
 * changed since the Rollout was looked at.
 */
public final class World {
    private final ApiServer api;
    private final List<Rollout> versions = new ArrayList<>();
    private final Map<String, ReplicaSet> seenSets = new HashMap<>();
    private Instant clock = Instant.EPOCH;
    private Instant decided = Instant.EPOCH;

    public World(ApiServer api) {
        this.api = api;
    }

    /** Takes note of a committed write. */
    public void happened(Change change) {
        if (change.kind() != Kind.ROLLOUT) return;
        if (change.isDeletion()) versions.clear();
        else versions.add(Rollout.of(change.after()));
    }

    /** The controller looked at these and decides. */
    public void decides(Rollout rollout, List<ReplicaSet> sets) {
        decided = clock;
        seenSets.clear();
        for (ReplicaSet set : sets) seenSets.put(set.name(), set);
        long version = number(rollout.meta().resourceVersion());
        versions.removeIf(known -> number(known.meta().resourceVersion()) < version
                && !known.meta().resourceVersion().equals(rollout.meta().resourceVersion()));
    }

    /** @param now by the clock of the controller's machine */
    public void at(Instant now) {
        clock = now;
    }

    /** When the controller last decided, by its own clock. */
    public Instant decided() {
        return decided;
    }

    /** By the controller's machine: now, or when it decided if that was later by that clock. */
    public Instant clock() {
        return clock.isAfter(decided) ? clock : decided;
    }

    public ApiServer api() {
        return api;
    }

    /** What the Rollout was at any time since the controller looked at it, oldest first. */
    public List<Rollout> rolloutsSinceSeen() {
        return versions;
    }

    public Optional<Rollout> rollout() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    /** ReplicaSets that the Rollout owns. */
    public List<ReplicaSet> owned() {
        String uid = rollout().map(rollout -> rollout.meta().uid()).orElse("");
        return api.replicaSets().stream()
                .filter(set -> set.meta()
                        .controller()
                        .filter(owner -> owner.uid().equals(uid))
                        .isPresent())
                .toList();
    }

    public Optional<ReplicaSet> withHash(String hash) {
        return owned().stream().filter(set -> set.hash().equals(hash)).findFirst();
    }

    /** A ReplicaSet of that hash as the controller saw it when it decided, though it may be gone since. */
    public Optional<ReplicaSet> seenWithHash(String hash) {
        return seenSets.values().stream().filter(set -> set.hash().equals(hash)).findFirst();
    }

    /** Available pods lost since the controller's last evidence of each ReplicaSet. */
    public int lostSinceSeen() {
        return seenSets.values().stream().mapToInt(this::lostSince).sum();
    }

    /** Those that this version has lost; its ReplicaSet itself may be lost as well. */
    public int lostSinceSeen(String hash) {
        return seenSets.values().stream()
                .filter(set -> set.hash().equals(hash))
                .mapToInt(this::lostSince)
                .sum();
    }

    private int lostSince(ReplicaSet seen) {
        long counted = api.countedAt(seen.name(), number(seen.meta().resourceVersion()));
        return api.losses().stream()
                .filter(loss -> loss.set().equals(seen.name()) && loss.nanos() >= counted)
                .mapToInt(Loss::pods)
                .sum();
    }

    /** Available pods of a ReplicaSet, without those that came unseen since they were counted for its present size. */
    public int availableAsKnown(String name) {
        int available = api.available(name);
        ReplicaSet set = seenSets.get(name);
        if (set == null || !set.hasCurrentCounts()) return available;
        return Math.min(available, set.counts().available());
    }

    static long number(String version) {
        return version.isEmpty() ? 0 : Long.parseLong(version);
    }
}
