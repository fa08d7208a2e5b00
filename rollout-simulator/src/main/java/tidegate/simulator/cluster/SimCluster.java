package tidegate.simulator.cluster;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.value.WireTime;
import tidegate.simulator.VirtualTime;

/** A cluster with one Rollout and its ReplicaSets, driven by virtual time. */
public final class SimCluster implements Api {
    private final VirtualTime time;
    private final RandomGenerator random;
    private final Map<String, SimReplicaSet> sets = new LinkedHashMap<>();
    private Runnable watcher = () -> {};
    private Json rollout;
    private long version;
    private long uids;

    /** @param manifest of the Rollout */
    public SimCluster(VirtualTime time, RandomGenerator random, Json manifest) {
        this.time = time;
        this.random = random;
        this.rollout = born(manifest);
    }

    /** Told of every change of any object. */
    public void watch(Runnable onChange) {
        watcher = onChange;
    }

    public Rollout rollout() {
        return Rollout.of(rollout);
    }

    public List<ReplicaSet> replicaSets() {
        return sets.values().stream().map(SimReplicaSet::view).toList();
    }

    /** The first container's image of a pod template. */
    public static String imageOf(Json template) {
        return template.at("spec", "containers").get(0).get("image").stringOrEmpty();
    }

    /** A change by somebody else, of anything but status; without precondition, as users do. */
    public void edit(UnaryOperator<Json> change) {
        rollout = stamped(withGeneration(rollout, change.apply(rollout)));
        changed();
    }

    /** A merge patch of the status by somebody else. */
    public void editStatus(Json patch) {
        rollout = stamped(rollout.with("status", rollout.get("status").merged(patch)));
        changed();
    }

    @Override
    public Answer createReplicaSet(Json manifest) {
        String name = manifest.at("metadata", "name").stringOrEmpty();
        if (sets.containsKey(name)) return new Answer.Exists();
        Json made = born(manifest);
        sets.put(name, new SimReplicaSet(time, random, this, made));
        changed();
        return new Answer.Done(made);
    }

    @Override
    public Answer patchReplicaSet(String name, Json patch) {
        SimReplicaSet set = sets.get(name);
        if (set == null) return new Answer.Absent();
        if (!holds(set.json(), patch)) return new Answer.Conflict();
        Json changed = stamped(withGeneration(set.json(), set.json().merged(patch)));
        set.store(changed);
        changed();
        return new Answer.Done(changed);
    }

    @Override
    public Answer deleteReplicaSet(String name, String uid, String resourceVersion) {
        SimReplicaSet set = sets.get(name);
        if (set == null) return new Answer.Absent();
        var meta = set.view().meta();
        if (!meta.uid().equals(uid) || !meta.resourceVersion().equals(resourceVersion)) return new Answer.Conflict();
        sets.remove(name);
        set.delete();
        changed();
        return new Answer.Done(set.json());
    }

    @Override
    public Answer patchRollout(Json patch) {
        if (!holds(rollout, patch)) return new Answer.Conflict();
        rollout = stamped(withGeneration(rollout, rollout.merged(patch.without("status"))));
        changed();
        return new Answer.Done(rollout);
    }

    @Override
    public Answer patchRolloutStatus(Json patch) {
        if (!holds(rollout, patch)) return new Answer.Conflict();
        rollout = stamped(rollout.with("status", rollout.get("status").merged(patch.get("status"))));
        changed();
        return new Answer.Done(rollout);
    }

    @Override
    public Optional<Json> readReplicaSet(String name) {
        return Optional.ofNullable(sets.get(name)).map(SimReplicaSet::json);
    }

    /** A pod of this ReplicaSet dies; false if it has none. */
    public boolean killPod(String set) {
        return sets.containsKey(set) && sets.get(set).kill();
    }

    /** A pod of this ReplicaSet is not ready for a while; false if none was. */
    public boolean stunPod(String set, Duration wait) {
        return sets.containsKey(set) && sets.get(set).stun(wait);
    }

    /** Somebody deletes a ReplicaSet with its pods. */
    public void lose(String set) {
        SimReplicaSet lost = sets.remove(set);
        if (lost == null) return;
        lost.delete();
        changed();
    }

    void changed() {
        watcher.run();
    }

    Json stamped(Json object) {
        return object.withAt(List.of("metadata", "resourceVersion"), Long.toString(++version));
    }

    private Json born(Json manifest) {
        Json metadata = manifest.get("metadata")
                .with("uid", "uid-" + ++uids)
                .with("generation", 1)
                .with("creationTimestamp", WireTime.format(time.now()));
        return stamped(manifest.with("metadata", metadata));
    }

    private static Json withGeneration(Json from, Json to) {
        if (to.get("spec").equals(from.get("spec"))) return to;
        long generation = from.at("metadata", "generation").longInteger().orElse(0);
        return to.withAt(List.of("metadata", "generation"), generation + 1);
    }

    private static boolean holds(Json object, Json patch) {
        return isAsWanted(object, patch, "uid") && isAsWanted(object, patch, "resourceVersion");
    }

    private static boolean isAsWanted(Json object, Json patch, String field) {
        Json wanted = patch.at("metadata", field);
        return wanted.isMissing() || wanted.equals(object.at("metadata", field));
    }
}
