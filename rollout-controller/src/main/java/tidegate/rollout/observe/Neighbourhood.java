package tidegate.rollout.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tidegate.api.json.Json;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Workload;
import tidegate.api.value.LabelSelector;
import tidegate.api.value.MalformedValueException;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.client.WriteMode;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.write.Freshness.Unseen;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Past;
import tidegate.rollout.plan.seen.Sighting;

/** One look at what one Rollout names or serves with. What cannot be learned is unknown, and noted as such. */
final class Neighbourhood {
    private static final Resource PODS = Resource.namespaced("", "v1", "pods", "Pod");

    /** How long the first list of a kind of workload is waited for, before decisions go on without it. */
    private static final Duration FIRST_LIST = Duration.ofSeconds(10);

    private final Caches caches;
    private final KubeClient live;
    private final Rollout rollout;
    private final List<Unseen> unseen;
    private final Instant now;
    private final List<Unanswered> unanswered = new ArrayList<>();
    /** Kinds that the API did not answer for: each object more would cost a timeout. */
    private final Map<Resource, KubeError> silent = new HashMap<>();

    /** @param unseen own writes that the caches do not show: what was written is not looked up there */
    Neighbourhood(Caches caches, KubeClient live, Rollout rollout, List<Unseen> unseen, Instant now) {
        this.caches = caches;
        this.live = live;
        this.rollout = rollout;
        this.unseen = unseen;
        this.now = now;
    }

    /**
     * The snapshot with all neighbours; not yet if a cache that was never needed before is still being filled.
     *
     * @param before what could not be learned for the snapshot
     */
    Sight around(RolloutSnapshot snapshot, Set<Want> wants, List<Unanswered> before) {
        unanswered.addAll(before);
        var named = NamedByRollout.workload(rollout);
        if (named.isPresent() && isBeingFilled(named.get().kind()))
            return new Sight.NotYet("the first list of " + named.get().kind().resource());
        Optional<Sighting<Workload>> workload = named.map(this::workload);
        Optional<List<Pod>> pods = wants.contains(new Want.Pods()) ? pods(workload) : Optional.empty();
        Optional<Past.ServerDefaults> defaults = wants.stream()
                .filter(Want.ServerDefaults.class::isInstance)
                .map(want -> serverDefaults((Want.ServerDefaults) want))
                .flatMap(Optional::stream)
                .findFirst();
        var neighbours = new Neighbours(services(), workload, pods);
        return new Sight.Seen(snapshot.with(neighbours), defaults, unanswered);
    }

    private Map<String, Sighting<Service>> services() {
        var all = new HashMap<String, Sighting<Service>>();
        for (String name : NamedByRollout.services(rollout)) all.put(name, service(name));
        for (Service managed : caches.servicesManagedBy(new ObjectKey(rollout.namespace(), rollout.name())))
            if (!all.containsKey(managed.name()))
                stillManaged(managed).ifPresent(sighting -> all.put(managed.name(), sighting));
        return all;
    }

    private Sighting<Service> service(String name) {
        ObjectRef ref = Caches.SERVICES.named(rollout.namespace(), name);
        return sighting(ref, caches.service(new ObjectKey(rollout.namespace(), name)), Slim::service);
    }

    /** Empty if it was just given up, or is gone. */
    private Optional<Sighting<Service>> stillManaged(Service cached) {
        return switch (service(cached.name())) {
            case Sighting.There<Service>(Service now) ->
                now.managedBy().equals(Optional.of(rollout.name()))
                        ? Optional.of(new Sighting.There<>(now))
                        : Optional.empty();
            case Sighting.Absent<Service> _ -> Optional.empty();
            case Sighting.Unknown<Service> unknown -> Optional.of(unknown);
        };
    }

    private boolean isBeingFilled(WorkloadKind kind) {
        LazyCache<Workload> cache = caches.workload(kind);
        cache.ask(now);
        return !cache.hasSynced() && cache.isYoungerThan(FIRST_LIST, now);
    }

    private Sighting<Workload> workload(NamedByRollout.WorkloadName named) {
        LazyCache<Workload> cache = caches.workload(named.kind());
        Resource resource = named.kind().resource();
        if (!cache.hasSynced()) return new Sighting.Unknown<>(resource + " cannot be listed");
        ObjectRef ref = resource.named(rollout.namespace(), named.name());
        return sighting(ref, cache.find(new ObjectKey(rollout.namespace(), named.name())), Slim::workload);
    }

    /** From the cache, unless it may lack an own write; missing from it, only the API can say that it does not exist. */
    private <T> Sighting<T> sighting(ObjectRef ref, Optional<T> cached, Function<Json, T> parser) {
        if (unseen.stream().anyMatch(write -> write.concerns(ref))) return asked(ref, parser);
        if (cached.isPresent()) return new Sighting.There<>(cached.get());
        return caches.isAbsent(ref) ? new Sighting.Absent<>() : asked(ref, parser);
    }

    private <T> Sighting<T> asked(ObjectRef ref, Function<Json, T> parser) {
        Optional<KubeError> known = doubt(ref).or(() -> Optional.ofNullable(silent.get(ref.resource())));
        if (known.isPresent()) return unknown(ref, known.get());
        try {
            Optional<Json> found = live.find(ref);
            if (found.isPresent()) return new Sighting.There<>(parser.apply(found.get()));
            caches.noteAbsent(ref);
            return new Sighting.Absent<>();
        } catch (KubeException e) {
            if (e.error().retry() == KubeError.Retry.SAME_CALL) silent.put(ref.resource(), e.error());
            return unknown(ref, e.error());
        }
    }

    /** Why the API did not tell about it just now, when its ledger asked. */
    private Optional<KubeError> doubt(ObjectRef ref) {
        return unseen.stream()
                .filter(write -> write.concerns(ref))
                .filter(Unseen.InDoubt.class::isInstance)
                .map(write -> ((Unseen.InDoubt) write).error())
                .findFirst();
    }

    private <T> Sighting<T> unknown(ObjectRef ref, KubeError error) {
        String subject = ref.resource().kind() + " \"" + ref.name() + "\"";
        unanswered.add(new Unanswered(subject, error));
        return new Sighting.Unknown<>(subject + " could not be read");
    }

    /** Empty if nobody can say which they are: a list of none would say that all of them are in order. */
    private Optional<List<Pod>> pods(Optional<Sighting<Workload>> workload) {
        if (workload.filter(Sighting.Unknown.class::isInstance).isPresent()
                && !rollout.spec().selector().isObject()) return Optional.empty();
        Json own = rollout.spec().selector();
        Optional<Json> selector = own.isObject()
                ? Optional.of(own)
                : workload.flatMap(Sighting::found).map(Workload::selector).filter(Json::isObject);
        if (selector.isEmpty()) return Optional.of(List.of());
        var pods = new ArrayList<Pod>();
        try {
            LabelSelector labels = LabelSelector.of(selector.get());
            // a selector of nothing selects every pod of the namespace: none of them is known to be the Rollout's
            if (labels.isEmpty()) return Optional.of(List.of());
            var request = ListRequest.in(rollout.namespace()).withLabels(labels.toString());
            live.each(PODS, request, object -> pods.add(Pod.of(object)));
            return Optional.of(pods);
        } catch (MalformedValueException _) {
            return Optional.of(List.of());
        } catch (KubeException e) {
            unanswered.add(new Unanswered(Want.Pods.SUBJECT, e.error()));
            return Optional.empty();
        }
    }

    /** A template that the API refuses is as written: what it would make of it is nothing. */
    private Optional<Past.ServerDefaults> serverDefaults(Want.ServerDefaults want) {
        try {
            Json stored = live.create(Caches.REPLICA_SETS, rollout.namespace(), want.manifest(), WriteMode.DRY_RUN);
            return Optional.of(new Past.ServerDefaults(want.written(), stored.at("spec", "template")));
        } catch (KubeException e) {
            if (e.error().retry() == KubeError.Retry.POINTLESS || e.error() instanceof KubeError.AlreadyExists)
                return Optional.of(new Past.ServerDefaults(want.written(), want.written()));
            unanswered.add(new Unanswered("dry run of a ReplicaSet", e.error()));
            return Optional.empty();
        }
    }
}
