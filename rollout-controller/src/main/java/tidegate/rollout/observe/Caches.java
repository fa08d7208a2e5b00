package tidegate.rollout.observe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.rollout.OwnerReference;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.CustomResource;
import tidegate.api.wire.Labels;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.Resource;
import tidegate.kube.informer.Change;
import tidegate.kube.informer.Entry;
import tidegate.kube.informer.Informer;
import tidegate.kube.informer.InformerHealth;
import tidegate.kube.informer.ObjectCache;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.informer.Watched;

/**
 * Local copies of the Rollouts of a {@link Scope} and of the ReplicaSets of the same namespaces that carry the hash
 * label. Pods are not watched: a ReplicaSet's status counts them.
 */
public final class Caches implements AutoCloseable {
    static final Resource ROLLOUTS = Resource.namespaced(
            CustomResource.GROUP,
            CustomResource.VERSION,
            CustomResource.ROLLOUT.plural(),
            CustomResource.ROLLOUT.kind());
    static final Resource REPLICA_SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");

    private static final String CONTROLLER = "controller";

    private final Watched<Rollout> rollouts;
    private final Watched<ReplicaSet> sets;

    /** How informers come about. */
    public interface Informers {
        <T> Watched<T> build(Informer.Builder<T> plan);
    }

    /** Caches that list and watch, and begin to fill when {@linkplain #start started}. */
    public Caches(KubeClient client, Scope scope) {
        this(client, scope, Informer.Builder::build);
    }

    /** Caches of other informers. */
    public Caches(KubeClient client, Scope scope, Informers informers) {
        rollouts = informers.build(
                Informer.of(client, ROLLOUTS, Rollout::of).in(scope.namespace()).labels(scope.selector()));
        sets = informers.build(Informer.of(client, REPLICA_SETS, ReplicaSet::of)
                .in(scope.namespace())
                .labels(Labels.POD_TEMPLATE_HASH)
                .index(CONTROLLER, entry -> List.of(controllerOf(entry))));
    }

    public void start() {
        rollouts.start();
        sets.start();
    }

    /** Tells of every key that deserves a look: of each Rollout at first, then whenever something of it changed. */
    public void subscribe(Consumer<ObjectKey> look) {
        rollouts.subscribe(change -> look.accept(change.key()));
        sets.subscribe(change -> concerned(change).forEach(look));
    }

    /** Controllers before and after; for an orphan, whoever might select it. */
    private Stream<ObjectKey> concerned(Change<ReplicaSet> change) {
        return switch (change) {
            case Change.Added(var now) -> concerned(now);
            case Change.Updated(var before, var now) ->
                Stream.concat(concerned(before), concerned(now)).distinct();
            case Change.Removed(var last) -> concerned(last);
            case Change.Unreadable(var what) -> rolloutsIn(what.key().namespace());
        };
    }

    private Stream<ObjectKey> concerned(Entry<ReplicaSet> entry) {
        String namespace = entry.key().namespace();
        Optional<OwnerReference> controller = entry.value().meta().controller();
        if (controller.isPresent())
            return controller
                    .filter(owner -> owner.kind().equals(CustomResource.ROLLOUT.kind()))
                    .map(owner -> new ObjectKey(namespace, owner.name()))
                    .stream();
        return rolloutsIn(namespace);
    }

    private Stream<ObjectKey> rolloutsIn(String namespace) {
        return rollouts.store().inNamespace(namespace).stream().map(Entry::key);
    }

    /** Every first list is in its store. */
    public boolean haveSynced() {
        return rollouts.hasSynced() && sets.hasSynced();
    }

    /** Waits for every first list; false if the time was up before. */
    public boolean awaitSync(Duration atMost) throws InterruptedException {
        return rollouts.awaitSync(atMost) && sets.awaitSync(atMost);
    }

    /** By the plural name of the kind. */
    public Map<String, InformerHealth> health() {
        return Map.of(ROLLOUTS.plural(), rollouts.health(), REPLICA_SETS.plural(), sets.health());
    }

    /** For a ledger of writes. */
    public Map<Resource, ObjectCache> byResource() {
        return Map.of(ROLLOUTS, rollouts, REPLICA_SETS, sets);
    }

    /** All Rollouts that are here now. */
    public List<Rollout> rollouts() {
        return rollouts.store().all().stream().map(Entry::value).toList();
    }

    /** Keys of all Rollouts that are here now. */
    public List<ObjectKey> keys() {
        return rollouts.store().all().stream().map(Entry::key).toList();
    }

    public boolean contains(ObjectKey rollout) {
        return rollout(rollout).isPresent();
    }

    Optional<Rollout> rollout(ObjectKey key) {
        return rollouts.store().get(key).map(Entry::value);
    }

    /** ReplicaSets that the Rollout controls, and those of its namespace that nobody does. */
    List<ReplicaSet> setsOf(ObjectMeta rollout) {
        return Stream.of(rollout.uid(), orphansOf(rollout.namespace()))
                .flatMap(controller -> sets.store().indexed(CONTROLLER, controller).stream())
                .map(Entry::value)
                .toList();
    }

    @Override
    public void close() {
        rollouts.close();
        sets.close();
    }

    private static String controllerOf(Entry<ReplicaSet> entry) {
        return entry.value()
                .meta()
                .controller()
                .map(OwnerReference::uid)
                .orElseGet(() -> orphansOf(entry.key().namespace()));
    }

    /** No uid looks like this. */
    private static String orphansOf(String namespace) {
        return "orphans of " + namespace;
    }
}
