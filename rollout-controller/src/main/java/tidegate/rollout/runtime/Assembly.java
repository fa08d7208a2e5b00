package tidegate.rollout.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.ControllerNames;
import tidegate.api.wire.RolloutEvent;
import tidegate.kube.client.KubeClient;
import tidegate.kube.election.ElectionListener;
import tidegate.kube.election.LeaseElection;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.time.Timekeeper;
import tidegate.kube.write.Fence;
import tidegate.kube.write.WriteLedger;
import tidegate.rollout.act.EventWriter;
import tidegate.rollout.act.KubeCluster;
import tidegate.rollout.act.PlanExecutor;
import tidegate.rollout.observe.Caches;
import tidegate.rollout.observe.RolloutObserver;
import tidegate.rollout.observe.Scope;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.runtime.metrics.ControllerGauges;
import tidegate.rollout.runtime.metrics.ControllerMetrics;
import tidegate.rollout.runtime.metrics.CountingClient;
import tidegate.rollout.runtime.metrics.QueueMetrics;

/** All parts of the controller, put together; nothing runs before {@link #start}. */
public final class Assembly {
    private static final String FALLBACK_NAMESPACE = "argo-rollouts";

    private final Caches caches;
    private final Work work;
    private final ControllerMetrics metrics = new ControllerMetrics();
    private final ControllerGauges gauges;

    /** A controller of a process. */
    Assembly(
            Settings settings,
            KubeClient client,
            KubeClient leaseClient,
            BiFunction<RolloutSnapshot, Instant, Plan> planner,
            String namespace,
            String ownNamespace,
            Timekeeper time,
            Runnable endProcess) {
        this(settings, client, leaseClient, planner, namespace, ownNamespace, time, Surroundings.real(), endProcess);
    }

    /**
     * A controller on an API server, or on a model of one.
     *
     * @param namespace where Rollouts are watched; {@code ""} everywhere
     * @param ownNamespace of the lease
     * @param surroundings the threads of a process, or a model in virtual time
     * @param endProcess called when the lease is lost
     */
    public Assembly(
            Settings settings,
            KubeClient client,
            KubeClient leaseClient,
            BiFunction<RolloutSnapshot, Instant, Plan> planner,
            String namespace,
            String ownNamespace,
            Timekeeper time,
            Surroundings surroundings,
            Runnable endProcess) {
        String instanceId = settings.scope().instanceId();
        var scope = new Scope(namespace, instanceId);
        var counting = new CountingClient(client, metrics, settings.metrics().requestNames());
        caches = new Caches(counting, scope, surroundings);
        var ledger = new WriteLedger<ObjectKey>(caches.byResource(), counting::find);
        var leadership = new Leadership(listener -> election(settings, leaseClient, ownNamespace, listener));
        Fence fence = leadership.fence();
        var events = surroundings.events(counting, settings.pace().events(), new EventCounts(metrics), time);
        var reconciler = new Reconciler(
                new RolloutObserver(caches, ledger, counting, scope),
                planner,
                key -> new PlanExecutor(
                        new KubeCluster(counting, fence, ledger, key),
                        settings.pace().pods()),
                events,
                new Register(events),
                metrics,
                fence,
                time,
                settings.pace().resync());
        int workers = settings.pace().workers();
        var cleanUp = new CleanUp(
                caches,
                counting,
                fence,
                ledger,
                namespace,
                settings.pace().cleanUpWorkers(),
                time,
                surroundings,
                metrics.queue(QueueMetrics.SERVICES, time));
        work = new Work(
                caches,
                leadership,
                reconciler,
                cleanUp,
                events,
                ledger,
                metrics,
                time,
                workers,
                surroundings,
                endProcess);
        gauges = new ControllerGauges(
                Version.current(),
                caches::rollouts,
                work::depths,
                fence::allows,
                settings.metrics().deprecated());
    }

    /** The controller's own namespace, by the first that says so. */
    static String ownNamespace(Settings settings, Optional<String> serviceAccountNamespace) {
        String given = settings.scope().ownNamespace();
        return given.isEmpty() ? serviceAccountNamespace.orElse(FALLBACK_NAMESPACE) : given;
    }

    private static Optional<LeaseElection> election(
            Settings settings, KubeClient client, String namespace, ElectionListener listener) {
        if (!settings.leaderElection().enabled()) return Optional.empty();
        return Optional.of(new LeaseElection(
                client,
                namespace,
                ControllerNames.leaseOf(settings.scope().instanceId()),
                LeaseElection.newIdentity(hostname()),
                settings.leaderElection().timing(),
                listener));
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "unknown";
        }
    }

    private record EventCounts(ControllerMetrics metrics) implements EventWriter.Listener {
        @Override
        public void due(Rollout about, RolloutEvent event) {
            metrics.eventDue(about.namespace(), about.name(), event.type().wire(), event.reason());
        }

        @Override
        public void dropped(String why) {
            metrics.eventDropped(why);
        }
    }

    /** Begins to fill caches and, once it leads, with passes. */
    public void start() {
        work.start();
    }

    Caches caches() {
        return caches;
    }

    Work work() {
        return work;
    }

    /** The metrics that the library cannot name, in Prometheus' text format. */
    String metricsText() {
        return gauges.text() + metrics.text();
    }
}
