package tidegate.rollout.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Workload;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.MergePatch;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Subresource;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.schedule.Backoff;
import tidegate.kube.schedule.KeyedScheduler;
import tidegate.kube.schedule.Next;
import tidegate.kube.schedule.SchedulerEvents;
import tidegate.kube.time.Timekeeper;
import tidegate.kube.write.Fence;
import tidegate.kube.write.FencedException;
import tidegate.kube.write.Freshness;
import tidegate.kube.write.GuardedClient;
import tidegate.kube.write.WriteLedger;
import tidegate.rollout.act.KubeCluster;
import tidegate.rollout.observe.Caches;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.seen.Sighting;
import tidegate.rollout.plan.service.UnnamedServices;
import tidegate.rollout.plan.workload.GivingBack;
import tidegate.rollout.plan.workload.MigrationMark;

/**
 * Puts right what Rollouts that are gone have left behind: Services that still select one version, and Deployments that
 * lost their pods to a Rollout.
 *
 * <p>Gone is a Rollout only after a live read of just then has said so; one that cannot be read is there. Nothing is
 * touched before the caches are full and this process leads, and everything only at the version it was seen at.
 */
final class CleanUp {
    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);
    private static final Duration CATCH_UP = Duration.ofMillis(100);

    /** As everywhere: it may open again with nobody to tell. */
    private static final Duration UNTIL_THE_FENCE_OPENS = Duration.ofSeconds(1);

    private static final Duration UNTIL_PERMISSIONS_CHANGE = Duration.ofMinutes(15);

    /** Of the cache and the API one is behind, and need not say when it has caught up; or another controller has it. */
    private static final Duration WHILE_CACHE_AND_API_DIFFER = Duration.ofMinutes(15);

    private final Caches caches;
    private final KubeClient live;
    private final Fence fence;
    private final WriteLedger<ObjectKey> ledger;
    private final String namespace;
    private final KeyedScheduler<Left> scheduler;

    /** What may have been left behind. */
    private sealed interface Left {
        record AService(ObjectKey key) implements Left {}

        record ADeployment(ObjectKey key) implements Left {}

        /**
         * Any Deployment of a namespace ({@code ""}: of all): this process may have been down when a Rollout was deleted, and
         * one that is gone may have named another Deployment before.
         */
        record SomeDeployment(String namespace) implements Left {}
    }

    /** @param namespace where to look for Deployments; {@code ""} everywhere */
    CleanUp(
            Caches caches,
            KubeClient live,
            Fence fence,
            WriteLedger<ObjectKey> ledger,
            String namespace,
            int workers,
            Timekeeper time,
            Surroundings surroundings,
            SchedulerEvents<Object> events) {
        this.caches = caches;
        this.live = live;
        this.fence = fence;
        this.ledger = ledger;
        this.namespace = namespace;
        scheduler = KeyedScheduler.<Left>named("services", this::pass)
                .concurrency(workers)
                .backoff(new Backoff(Duration.ofMillis(100), Duration.ofMinutes(1)))
                .time(time)
                .threads(surroundings.threads("services"))
                .events(events)
                .build();
    }

    /** Collects what to look at; looks at nothing yet. */
    void subscribe() {
        caches.subscribeToLeftBehind(
                service -> scheduler.add(new Left.AService(service)),
                deployment -> scheduler.add(new Left.ADeployment(deployment)));
    }

    /** The API has said so, perhaps later than a cache: what was looked at in between was not left behind yet. */
    void gone(ObjectKey rollout) {
        for (Service managed : caches.servicesManagedBy(rollout))
            scheduler.add(new Left.AService(new ObjectKey(rollout.namespace(), managed.name())));
        scheduler.add(new Left.SomeDeployment(rollout.namespace()));
    }

    /** With full caches, and as the leader. */
    void start() {
        scheduler.add(new Left.SomeDeployment(namespace));
        scheduler.start();
    }

    /** Begins nothing more and waits for what runs; false if the time was up first. */
    boolean drain(Duration atMost) throws InterruptedException {
        return scheduler.drain(atMost);
    }

    KeyedScheduler.Load load() {
        return scheduler.load();
    }

    private Next pass(Left left) {
        if (!fence.allows()) return Next.after(UNTIL_THE_FENCE_OPENS);
        try {
            return switch (left) {
                case Left.AService(ObjectKey key) -> release(key);
                case Left.ADeployment(ObjectKey key) -> giveBack(key);
                case Left.SomeDeployment(String where) -> findMarked(where);
            };
        } catch (KubeException e) {
            LOG.atWarn()
                    .addKeyValue("left_behind", left)
                    .addKeyValue("error", e.getMessage())
                    .log("Cleaning up after a Rollout failed, retrying");
            boolean isForbidden = e.error() instanceof KubeError.Forbidden;
            return isForbidden ? Next.after(UNTIL_PERMISSIONS_CHANGE) : retry(e);
        } catch (FencedException _) {
            return Next.after(UNTIL_THE_FENCE_OPENS);
        }
    }

    private static Next retry(KubeException e) {
        return new Next.Retry(
                String.valueOf(e.getMessage()), e.error().notBefore().orElse(Duration.ZERO));
    }

    private Next release(ObjectKey key) {
        var own = new ObjectKey("services of nobody", key.toString());
        if (ledger.freshness(own) instanceof Freshness.Behind)
            return Next.retry("Service " + key + " as it was written");
        Optional<Service> service = caches.service(key);
        Optional<ObjectKey> manager =
                service.flatMap(Service::managedBy).map(name -> new ObjectKey(key.namespace(), name));
        if (manager.isEmpty() || caches.contains(manager.get())) {
            ledger.forget(own);
            return Next.whenAdded();
        }
        Sighting<Rollout> rollout = sighting(manager.get());
        var write = UnnamedServices.leftBehind(service.get(), rollout);
        write.ifPresent(patch -> write(own, KubeCluster.SERVICES.named(key.namespace(), key.name()), patch));
        return write.isPresent() ? Next.after(CATCH_UP) : onceMoreIfThere(rollout);
    }

    private Next giveBack(ObjectKey key) {
        ObjectRef ref = KubeCluster.DEPLOYMENTS.named(key.namespace(), key.name());
        Optional<Workload> deployment = live.find(ref).map(Workload::of);
        Optional<MigrationMark> mark = deployment.flatMap(MigrationMark::of);
        if (mark.isEmpty()) return Next.whenAdded();
        var owner = new ObjectKey(key.namespace(), mark.get().rollout());
        Sighting<Rollout> rollout = sighting(owner);
        var own = new ObjectKey("deployments of nobody", key.toString());
        GivingBack.of(deployment.get(), rollout).ifPresent(patch -> write(own, ref, patch));
        // every pass reads it from the API itself
        ledger.forget(own);
        return caches.contains(owner) ? Next.whenAdded() : onceMoreIfThere(rollout);
    }

    /** The cache has no such Rollout. Where the API has one, nobody may tell of its end. */
    private static Next onceMoreIfThere(Sighting<Rollout> rollout) {
        return rollout instanceof Sighting.There<Rollout> ? Next.after(WHILE_CACHE_AND_API_DIFFER) : Next.whenAdded();
    }

    private Next findMarked(String where) {
        live.each(KubeCluster.DEPLOYMENTS, ListRequest.in(where), found -> {
            Workload deployment = Workload.of(found);
            if (MigrationMark.of(deployment).isPresent())
                scheduler.add(
                        new Left.ADeployment(new ObjectKey(deployment.meta().namespace(), deployment.name())));
        });
        return Next.whenAdded();
    }

    /** Of just now; a Rollout that cannot be read ends the pass. */
    private Sighting<Rollout> sighting(ObjectKey rollout) {
        Optional<Json> found = live.find(KubeCluster.ROLLOUTS.named(rollout.namespace(), rollout.name()));
        return found.<Sighting<Rollout>>map(json -> new Sighting.There<>(Rollout.of(json)))
                .orElseGet(Sighting.Absent::new);
    }

    private void write(ObjectKey own, ObjectRef ref, Action.Patch patch) {
        Json guarded = patch.patch()
                .withAt(List.of("metadata", "uid"), patch.target().uid())
                .withAt(List.of("metadata", "resourceVersion"), patch.target().resourceVersion());
        new GuardedClient<>(live, fence, ledger, own).patch(ref, Subresource.MAIN, new MergePatch(guarded));
        LOG.atInfo().addKeyValue("object", ref).log("Given back, as its Rollout is gone");
    }
}
