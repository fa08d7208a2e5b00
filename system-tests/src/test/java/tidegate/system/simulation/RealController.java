package tidegate.system.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.RolloutEvent;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.informer.Informer;
import tidegate.kube.informer.ManualInformer;
import tidegate.kube.informer.Watched;
import tidegate.kube.time.Timekeeper;
import tidegate.rollout.act.EventSink;
import tidegate.rollout.act.EventWriter;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutPlanner;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.runtime.Assembly;
import tidegate.rollout.runtime.Settings;
import tidegate.rollout.runtime.Surroundings;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.port.Cache;
import tidegate.simulator.port.Controllers;
import tidegate.simulator.port.Host;

/**
 * The controller of the service, from its caches to its writes, in the model: its scheduler, ledger, observer, planner
 * and executor as they are. Only threads, watches and the writing of Events are the model's.
 */
public final class RealController implements Controllers {
    private static final Settings SETTINGS = new Binder(new MapConfigurationPropertySource(
                    Map.of("tidegate.leader-election.enabled", "false", "tidegate.pace.pod-writes", "1")))
            .bindOrCreate("tidegate", Settings.class);

    private final RolloutPlanner planner = new RolloutPlanner();

    @Override
    public void start(Host host) {
        var client = new ModelClient(host.api());
        new Assembly(
                        SETTINGS,
                        client,
                        client,
                        (seen, now) -> plan(host, seen, now),
                        "",
                        "",
                        new ModelTime(host),
                        new InModel(host),
                        () -> {})
                .start();
    }

    private Plan plan(Host host, RolloutSnapshot seen, Instant now) {
        host.decides(seen.rollout(), seen.replicaSets());
        try {
            Plan plan = planner.plan(seen, now);
            host.says("plans", () -> summary(plan));
            return plan;
        } catch (RuntimeException e) {
            host.broke(e);
            throw e;
        }
    }

    private static String summary(Plan plan) {
        return plan.actions().size() + " writes"
                + (plan.status().isPresent() ? " and the status" : "")
                + ", waits for: " + plan.waitsFor()
                + plan.nextLook().map(next -> ", looks again at " + next).orElse("")
                + (plan.wants().isEmpty() ? "" : ", wants " + plan.wants());
    }

    /** Virtual time, and the wall clock of the machine. */
    private record ModelTime(Host host) implements Timekeeper {
        @Override
        public long nanos() {
            return host.nanos();
        }

        @Override
        public Instant now() {
            return host.now();
        }

        @Override
        public Alarm at(long nanos, Runnable task) {
            return host.at(nanos, task)::cancel;
        }

        @Override
        public void sleep(Duration duration) {
            throw new AssertionError("not expected: sleep, as nothing sleeps in virtual time");
        }
    }

    private record InModel(Host host) implements Surroundings {
        @Override
        public <T> Watched<T> build(Informer.Builder<T> plan) {
            ManualInformer<T> informer = plan.buildManual();
            Kind.ofPlural(informer.resource().plural())
                    .ifPresentOrElse(
                            kind -> host.attach(kind, new InformerCache<>(informer)),
                            () -> informer.list(List.of(), ResourceVersion.UNKNOWN));
            return informer;
        }

        @Override
        public Executor threads(String name) {
            return name.equals("rollouts") ? host::soon : host::onceSynced;
        }

        @Override
        public EventSink events(KubeClient client, int capacity, EventWriter.Listener listener, Timekeeper time) {
            return new ToldEvents(host);
        }

        @Override
        public void broke(Throwable cause) {
            host.broke(cause);
        }
    }

    private record InformerCache<T>(ManualInformer<T> informer, ModelClient.Selection selection) implements Cache {
        InformerCache(ManualInformer<T> informer) {
            this(informer, ModelClient.Selection.of(informer.selection()));
        }

        @Override
        public boolean selects(Json object) {
            return selection.selects(object);
        }

        @Override
        public void list(List<Json> objects, long version) {
            informer.list(objects, new ResourceVersion(Long.toString(version)));
        }

        @Override
        public void happened(Json object) {
            informer.happened(object);
        }

        @Override
        public void removed(Json object) {
            informer.removed(object);
        }
    }

    private record ToldEvents(Host host) implements EventSink {
        @Override
        public void add(Rollout about, String occasion, List<RolloutEvent> events, Instant now) {
            events.forEach(event -> host.tells(event.reason(), event.message()));
        }

        @Override
        public boolean drain(Duration atMost) {
            return true;
        }

        @Override
        public void close() {}
    }
}
