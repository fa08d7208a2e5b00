package tidegate.rollout.observe;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.rollout.OwnerReference;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Workload;
import tidegate.api.wire.CustomResource;
import tidegate.api.wire.Labels;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.informer.Change;
import tidegate.kube.informer.Entry;
import tidegate.kube.informer.Informer;
import tidegate.kube.informer.InformerHealth;
import tidegate.kube.informer.ObjectCache;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.informer.Watched;

/**
 * Local copies of the Rollouts of a {@link Scope}, of the ReplicaSets of the same namespaces that carry the hash label,
 * of their Services, and of the kinds of workloads that some Rollout refers to. Pods are not watched: a ReplicaSet's
 * status counts them.
 */
public final class Caches implements AutoCloseable {
    static final Resource ROLLOUTS = Resource.namespaced(
            CustomResource.GROUP,
            CustomResource.VERSION,
            CustomResource.ROLLOUT.plural(),
            CustomResource.ROLLOUT.kind());
    static final Resource REPLICA_SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");

    static final Resource SERVICES = Resource.namespaced("", "v1", "services", "Service");

    private static final String CONTROLLER = "controller";
    private static final String NAMED_SERVICE = "named service";
    private static final String NAMED_WORKLOAD = "named workload";
    private static final String MANAGER = "manager";

    private final Watched<Rollout> rollouts;
    private final Watched<ReplicaSet> sets;
    private final Watched<Service> services;
    private final Map<WorkloadKind, LazyCache<Workload>> workloads = new EnumMap<>(WorkloadKind.class);
    private final Set<ObjectRef> absent = ConcurrentHashMap.newKeySet();

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
        rollouts = informers.build(Informer.of(client, ROLLOUTS, Rollout::of)
                .in(scope.namespace())
                .labels(scope.selector())
                .index(NAMED_SERVICE, entry -> keysIn(entry, NamedByRollout.services(entry.value())))
                .index(NAMED_WORKLOAD, Caches::namedWorkload));
        sets = informers.build(Informer.of(client, REPLICA_SETS, ReplicaSet::of)
                .in(scope.namespace())
                .labels(Labels.POD_TEMPLATE_HASH)
                .index(CONTROLLER, entry -> List.of(controllerOf(entry))));
        services = informers.build(Informer.of(client, SERVICES, Slim::service)
                .in(scope.namespace())
                .index(
                        MANAGER,
                        entry -> managerOf(entry).map(ObjectKey::toString).stream()
                                .toList()));
        for (WorkloadKind kind : WorkloadKind.values())
            workloads.put(
                    kind,
                    new LazyCache<>(informers.build(Informer.of(client, kind.resource(), Slim::workload)
                            .in(scope.namespace())
                            .labels(kind.labels()))));
    }

    public void start() {
        rollouts.start();
        sets.start();
        services.start();
    }

    /** Tells of every key that deserves a look: of each Rollout at first, then whenever something of it changed. */
    public void subscribe(Consumer<ObjectKey> look) {
        rollouts.subscribe(change -> {
            noLongerNamed(change).ifPresent(this::forgetAbsences);
            look.accept(change.key());
        });
        sets.subscribe(change -> concerned(change).forEach(look));
        services.subscribe(change -> {
            isThere(SERVICES, change);
            concernedByService(change).forEach(look);
        });
        workloads.forEach((kind, cache) -> cache.subscribe(change -> {
            isThere(kind.resource(), change);
            rolloutsNaming(kind, change.key()).forEach(look);
        }));
    }

    /**
     * Tells of objects that a Rollout may have left behind: a Service that names a manager which is not here, and what a
     * Rollout that was removed had named. Whether it is gone only the API can say.
     *
     * @param deployment told with the key of a Deployment
     */
    public void subscribeToLeftBehind(Consumer<ObjectKey> service, Consumer<ObjectKey> deployment) {
        services.subscribe(change -> {
            if (change instanceof Change.Added(var now)) tellOfUnmanaged(now, service);
            if (change instanceof Change.Updated(var _, var now)) tellOfUnmanaged(now, service);
        });
        rollouts.subscribe(change -> {
            if (!(change instanceof Change.Removed(var last))) return;
            for (Service managed : servicesManagedBy(last.key()))
                service.accept(new ObjectKey(managed.meta().namespace(), managed.name()));
            NamedByRollout.workload(last.value())
                    .filter(named -> named.kind() == WorkloadKind.DEPLOYMENT)
                    .ifPresent(
                            named -> deployment.accept(new ObjectKey(last.key().namespace(), named.name())));
        });
    }

    private void tellOfUnmanaged(Entry<Service> entry, Consumer<ObjectKey> service) {
        if (managerOf(entry).filter(manager -> !contains(manager)).isPresent()) service.accept(entry.key());
    }

    private void isThere(Resource resource, Change<?> change) {
        if (!(change instanceof Change.Removed<?>))
            absent.remove(resource.named(change.key().namespace(), change.key().name()));
    }

    /** The Rollout as it was, if what it names may have changed. */
    private static Optional<Rollout> noLongerNamed(Change<Rollout> change) {
        return switch (change) {
            case Change.Removed(var last) -> Optional.of(last.value());
            case Change.Updated(var before, var now) ->
                Optional.of(before.value())
                        .filter(was ->
                                was.meta().generation() != now.value().meta().generation());
            case Change.Added<Rollout> _, Change.Unreadable<Rollout> _ -> Optional.empty();
        };
    }

    private void forgetAbsences(Rollout rollout) {
        for (String service : NamedByRollout.services(rollout))
            absent.remove(SERVICES.named(rollout.namespace(), service));
        NamedByRollout.workload(rollout)
                .ifPresent(name -> absent.remove(name.kind().resource().named(rollout.namespace(), name.name())));
    }

    /** Rollouts that name the Service, and those that it names as its manager, before and after. */
    private Stream<ObjectKey> concernedByService(Change<Service> change) {
        Stream<Entry<Service>> states = switch (change) {
            case Change.Added(var now) -> Stream.of(now);
            case Change.Updated(var before, var now) -> Stream.of(before, now);
            case Change.Removed(var last) -> Stream.of(last);
            case Change.Unreadable<Service> _ -> Stream.of();
        };
        Stream<ObjectKey> managers =
                states.flatMap(state -> managerOf(state).stream()).filter(this::contains);
        Stream<ObjectKey> naming = rollouts
                .store()
                .indexed(NAMED_SERVICE, change.key().toString())
                .stream()
                .map(Entry::key);
        return Stream.concat(naming, managers).distinct();
    }

    private Stream<ObjectKey> rolloutsNaming(WorkloadKind kind, ObjectKey workload) {
        return rollouts.store().indexed(NAMED_WORKLOAD, kind + " " + workload).stream()
                .map(Entry::key);
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
        return rollouts.hasSynced() && sets.hasSynced() && services.hasSynced();
    }

    /** Waits for every first list; false if the time was up before. */
    public boolean awaitSync(Duration atMost) throws InterruptedException {
        return rollouts.awaitSync(atMost) && sets.awaitSync(atMost) && services.awaitSync(atMost);
    }

    /** By the plural name of the kind. */
    public Map<String, InformerHealth> health() {
        return Map.of(
                ROLLOUTS.plural(), rollouts.health(),
                REPLICA_SETS.plural(), sets.health(),
                SERVICES.plural(), services.health());
    }

    /** For a ledger of writes. */
    public Map<Resource, ObjectCache> byResource() {
        LazyCache<Workload> deployments = workload(WorkloadKind.DEPLOYMENT);
        return Map.of(
                ROLLOUTS,
                rollouts,
                REPLICA_SETS,
                sets,
                SERVICES,
                services,
                WorkloadKind.DEPLOYMENT.resource(),
                deployments.cache());
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

    /** As the cache has it. */
    public Optional<Service> service(ObjectKey key) {
        return services.store().get(key).map(Entry::value);
    }

    /** Services that say they are managed by the Rollout of that key, which need not exist. */
    public List<Service> servicesManagedBy(ObjectKey rollout) {
        return services.store().indexed(MANAGER, rollout.toString()).stream()
                .map(Entry::value)
                .toList();
    }

    LazyCache<Workload> workload(WorkloadKind kind) {
        return Objects.requireNonNull(workloads.get(kind));
    }

    /** The API has said that there is none, and no cache has shown one since. */
    boolean isAbsent(ObjectRef ref) {
        return absent.contains(ref);
    }

    /** Noted first, then looked up: one that is created just then has either been seen here, or will be. */
    void noteAbsent(ObjectRef ref) {
        absent.add(ref);
        if (isCached(ref)) absent.remove(ref);
    }

    private boolean isCached(ObjectRef ref) {
        var key = new ObjectKey(ref.namespace(), ref.name());
        if (ref.resource().equals(SERVICES)) return service(key).isPresent();
        return workloads.entrySet().stream()
                .filter(cache -> cache.getKey().resource().equals(ref.resource()))
                .anyMatch(cache -> cache.getValue().find(key).isPresent());
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
        services.close();
        workloads.values().forEach(LazyCache::close);
    }

    private static List<String> keysIn(Entry<?> entry, List<String> names) {
        return names.stream()
                .map(name -> new ObjectKey(entry.key().namespace(), name).toString())
                .toList();
    }

    private static List<String> namedWorkload(Entry<Rollout> entry) {
        return NamedByRollout.workload(entry.value()).stream()
                .map(named -> named.kind() + " " + new ObjectKey(entry.key().namespace(), named.name()))
                .toList();
    }

    private static Optional<ObjectKey> managerOf(Entry<Service> entry) {
        return entry.value().managedBy().map(name -> new ObjectKey(entry.key().namespace(), name));
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
