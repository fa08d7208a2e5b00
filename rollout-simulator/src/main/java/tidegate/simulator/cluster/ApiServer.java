package tidegate.simulator.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.value.WireTime;
import tidegate.simulator.VirtualTime;

/**
 * The objects of one namespace, with the rules of a real API: versions, uids, generations, preconditions, status apart
 * from the rest, and no event where nothing changed.
 */
public final class ApiServer {
    public static final String NAMESPACE = "ns";

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Map<Kind, Map<String, Json>> objects = new EnumMap<>(Kind.class);
    private final Map<String, ReplicaSetModel> sets = new TreeMap<>();
    private final List<Consumer<Change>> watchers = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final Map<String, TreeMap<Long, Long>> counted = new HashMap<>();
    private long version = 100;
    private long uids;
    private int slowestSyncMillis = 80;

    /** Which part of an object a patch is about. */
    public enum Part {
        MAIN,
        STATUS
    }

    /** How a patch is written. */
    public enum PatchType {
        MERGE,
        JSON
    }

    /** Available pods that went and are counted for a moment still: by themselves, or evicted. */
    public record Loss(String set, int pods, long nanos) {}

    public ApiServer(VirtualTime time, RandomGenerator random) {
        this.time = time;
        this.random = random;
        for (Kind kind : Kind.values()) objects.put(kind, new TreeMap<>());
    }

    /** Told of every committed write, before the writer hears of it. */
    public void watch(Consumer<Change> watcher) {
        watchers.add(watcher);
    }

    /** From now on counts of ReplicaSets may be as late as this. */
    public void slowestSync(Duration atMost) {
        slowestSyncMillis = (int) atMost.toMillis();
    }

    int slowestSyncMillis() {
        return slowestSyncMillis;
    }

    public long version() {
        return version;
    }

    private Map<String, Json> of(Kind kind) {
        return objects.getOrDefault(kind, Map.of());
    }

    public Optional<Json> find(Kind kind, String name) {
        if (kind == Kind.POD)
            return modelOfPod(name).flatMap(model -> model.pod(name).map(model::json));
        return Optional.ofNullable(of(kind).get(name));
    }

    public List<Json> list(Kind kind) {
        if (kind != Kind.POD) return List.copyOf(of(kind).values());
        return sets.values().stream()
                .flatMap(model -> model.pods().stream().map(model::json))
                .toList();
    }

    /** Empty once it is deleted. */
    public Optional<Rollout> rollout(String name) {
        return find(Kind.ROLLOUT, name).map(Rollout::of);
    }

    public List<ReplicaSet> replicaSets() {
        return sets.values().stream().map(ReplicaSetModel::set).toList();
    }

    /** Pods of a ReplicaSet that are available at this instant, counted or not. */
    public int available(String set) {
        ReplicaSetModel model = sets.get(set);
        return model == null ? 0 : model.available();
    }

    /** Losses of available pods so far, in their order. */
    public List<Loss> losses() {
        return losses;
    }

    /** When the pods were counted that a version of a ReplicaSet tells of, by virtual time. */
    public long countedAt(String set, long atVersion) {
        var times = counted.get(set);
        var entry = times == null ? null : times.floorEntry(atVersion);
        return entry == null ? 0 : entry.getValue();
    }

    public Json create(Author author, Kind kind, Json manifest) {
        String name = manifest.at("metadata", "name").stringOrEmpty();
        if (of(kind).containsKey(name)) throw new Refusal(Refusal.Kind.ALREADY_EXISTS, kind + " " + name + " exists");
        Json metadata = manifest.get("metadata")
                .with("namespace", NAMESPACE)
                .with("uid", "uid-" + ++uids)
                .with("generation", 1)
                .with("creationTimestamp", WireTime.format(time.now()));
        Json made = manifest.with("apiVersion", kind.apiVersion())
                .with("kind", kind.wire())
                .with("metadata", metadata);
        return commit(author, kind, name, Json.MISSING, made);
    }

    /** The object after the patch; preconditions are inside it. */
    public Json patch(Author author, Kind kind, String name, Part part, PatchType type, Json patch) {
        Json before = find(kind, name).orElseThrow(() -> notFound(kind, name));
        if (type == PatchType.MERGE) check(before, patch.get("metadata"));
        Json after = type == PatchType.MERGE ? before.merged(patch) : JsonPatches.applied(before, patch);
        return store(author, kind, name, before, part, after);
    }

    /** A change without precondition, as users do it. Without effect if there is no such object. */
    public void edit(Author author, Kind kind, String name, Part part, UnaryOperator<Json> change) {
        find(kind, name).ifPresent(before -> store(author, kind, name, before, part, change.apply(before)));
    }

    private Json store(Author author, Kind kind, String name, Json before, Part part, Json wanted) {
        if (kind == Kind.POD) return storePod(name, wanted);
        boolean apart = kind != Kind.SERVICE;
        Json after = part == Part.STATUS
                ? before.with("status", wanted.get("status"))
                : apart ? wanted.with("status", before.get("status")) : wanted;
        after = after.map("metadata", metadata -> withIdentity(metadata, before.get("metadata")));
        if (after.equals(before)) return before;
        if (kind == Kind.REPLICA_SET && author == Author.OTHERS)
            lost(name, Math.max(0, available(name) - ReplicaSet.of(after).replicas()));
        if (!after.get("spec").equals(before.get("spec"))) {
            long generation = before.at("metadata", "generation").longInteger().orElse(0);
            after = after.withAt(List.of("metadata", "generation"), generation + 1);
        }
        return commit(author, kind, name, before, after);
    }

    private static Json withIdentity(Json metadata, Json before) {
        return metadata.with("uid", before.get("uid"))
                .with("resourceVersion", before.get("resourceVersion"))
                .with("generation", before.get("generation"))
                .with("creationTimestamp", before.get("creationTimestamp"));
    }

    private Json storePod(String name, Json wanted) {
        ReplicaSetModel model = modelOfPod(name).orElseThrow(() -> notFound(Kind.POD, name));
        Pod pod = model.pod(name).orElseThrow(() -> notFound(Kind.POD, name));
        pod.store(wanted.withAt(List.of("metadata", "resourceVersion"), Long.toString(++version)));
        return model.json(pod);
    }

    /** Deletes that very object; an empty uid or version means any. */
    public void delete(Author author, Kind kind, String name, String uid, String resourceVersion) {
        Json before = find(kind, name).orElseThrow(() -> notFound(kind, name));
        check(before, Json.object("uid", text(uid), "resourceVersion", text(resourceVersion)));
        if (kind == Kind.POD) {
            modelOfPod(name).ifPresent(model -> model.pod(name).ifPresent(model::evict));
            return;
        }
        if (author != Author.CONTROLLER && kind == Kind.REPLICA_SET) lost(name, available(name));
        commit(author, kind, name, before, Json.MISSING);
    }

    private static Json text(String value) {
        return value.isEmpty() ? Json.MISSING : Json.of(value);
    }

    private static void check(Json object, Json wanted) {
        for (String field : List.of("uid", "resourceVersion")) {
            Json value = wanted.get(field);
            if (!value.isMissing() && !value.equals(object.at("metadata", field)))
                throw new Refusal(Refusal.Kind.CONFLICT, "the object has been modified: " + field);
        }
    }

    private static Refusal notFound(Kind kind, String name) {
        return new Refusal(Refusal.Kind.NOT_FOUND, kind.plural() + " \"" + name + "\" not found");
    }

    private Json commit(Author author, Kind kind, String name, Json before, Json wanted) {
        version++;
        Json after = wanted.isMissing()
                ? wanted
                : wanted.withAt(List.of("metadata", "resourceVersion"), Long.toString(version));
        if (after.isMissing()) of(kind).remove(name);
        else of(kind).put(name, after);
        tend(kind, name, before, after);
        var change = new Change(kind, name, author, before, after, version, time.nanos());
        for (var watcher : List.copyOf(watchers)) watcher.accept(change);
        return after;
    }

    /** What the cluster's own controllers do about it. */
    private void tend(Kind kind, String name, Json before, Json after) {
        if (kind == Kind.REPLICA_SET) tendSet(name, before, after);
        if (kind == Kind.ROLLOUT && after.isMissing()) {
            String uid = before.at("metadata", "uid").stringOrEmpty();
            time.after(Duration.ofMillis(random.nextInt(10, 800)), () -> collectGarbage(uid));
        }
        if (kind == Kind.DEPLOYMENT && !after.isMissing())
            time.after(Duration.ofMillis(random.nextInt(20, 2000)), () -> settleDeployment(name));
    }

    private void tendSet(String name, Json before, Json after) {
        if (after.isMissing()) {
            ReplicaSetModel gone = sets.remove(name);
            if (gone != null) gone.deleted();
        } else if (before.isMissing()) {
            sets.put(name, new ReplicaSetModel(time, random, this, after));
            if (of(Kind.ROLLOUT).isEmpty())
                for (var owner : ReplicaSet.of(after).meta().owners())
                    time.after(Duration.ofMillis(500), () -> collectGarbage(owner.uid()));
        } else {
            ReplicaSetModel model = sets.get(name);
            if (model != null) model.stored(after);
        }
    }

    private void collectGarbage(String owner) {
        for (ReplicaSet set : replicaSets())
            if (set.meta().owners().stream().anyMatch(ref -> ref.uid().equals(owner)))
                delete(Author.CLUSTER, Kind.REPLICA_SET, set.name(), "", "");
    }

    private void settleDeployment(String name) {
        edit(Author.CLUSTER, Kind.DEPLOYMENT, name, Part.STATUS, deployment -> {
            Json replicas = deployment.at("spec", "replicas");
            return deployment.with(
                    "status",
                    Json.object(
                            "observedGeneration",
                            deployment.at("metadata", "generation"),
                            "replicas",
                            replicas,
                            "readyReplicas",
                            replicas,
                            "availableReplicas",
                            replicas));
        });
    }

    /** A status written by the ReplicaSet's controller. */
    void report(Kind kind, String name, Json status, long at) {
        edit(Author.CLUSTER, kind, name, Part.STATUS, object -> object.with("status", status));
        counted.computeIfAbsent(name, _ -> new TreeMap<>()).put(version, at);
    }

    void lost(String set, int pods) {
        if (pods > 0) losses.add(new Loss(set, pods, time.nanos()));
    }

    private Optional<ReplicaSetModel> modelOfPod(String pod) {
        return sets.values().stream()
                .filter(model -> model.pod(pod).isPresent())
                .findFirst();
    }

    /** A pod of this ReplicaSet dies; false if it has none. */
    public boolean killPod(String set, int which) {
        ReplicaSetModel model = sets.get(set);
        return model != null && model.kill(which);
    }

    /** A pod of this ReplicaSet is not ready for a while; false if none was. */
    public boolean stunPod(String set, int which, Duration wait) {
        ReplicaSetModel model = sets.get(set);
        return model != null && model.stun(which, wait);
    }
}
