package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.schedule.Next;
import tidegate.kube.time.ManualTimekeeper;
import tidegate.kube.write.Fence;
import tidegate.kube.write.WriteLedger;
import tidegate.rollout.act.KubeCluster;
import tidegate.rollout.act.PlanExecutor;
import tidegate.rollout.observe.FilledCaches;
import tidegate.rollout.observe.RolloutObserver;
import tidegate.rollout.observe.Scope;
import tidegate.rollout.observe.StoredObjects;
import tidegate.rollout.plan.RolloutPlanner;
import tidegate.rollout.runtime.metrics.ControllerMetrics;

/** When a Rollout is looked at again. */
class ReconcilerTest {
    private static final ObjectKey WEB = new ObjectKey("default", "web");

    private final StoredObjects api = new StoredObjects();
    private final FilledCaches filled = new FilledCaches(api);
    private final WriteLedger<ObjectKey> ledger = new WriteLedger<>(filled.caches.byResource(), api::find);
    private final ControllerMetrics metrics = new ControllerMetrics();
    /** How often the fence lets something through. */
    private final AtomicInteger open = new AtomicInteger(Integer.MAX_VALUE);

    private Optional<KubeError> answer = Optional.empty();
    private final Reconciler reconciler = reconciler();

    private Reconciler reconciler() {
        Fence fence = () -> open.getAndDecrement() > 0;
        KubeClient refusing = Failing.on(
                api,
                (method, _) -> method.equals("patch") || method.equals("create"),
                _ -> answer.orElseThrow(() -> new AssertionError("not expected: a write")));
        var events = new NoEvents();
        return new Reconciler(
                new RolloutObserver(filled.caches, ledger, api, new Scope("", "")),
                new RolloutPlanner()::plan,
                key -> new PlanExecutor(new KubeCluster(refusing, fence, ledger, key)),
                events,
                new Register(events),
                metrics,
                fence,
                new ManualTimekeeper(Instant.parse("2026-01-01T00:00:00Z")),
                Duration.ofMinutes(15));
    }

    @BeforeEach
    void aRolloutThatIsToBeWritten() {
        Json rollout = Bench.aRollout("web", "demo:blue")
                .withAt(List.of("metadata", "uid"), "u")
                .withAt(List.of("metadata", "resourceVersion"), "7");
        for (var kind : List.of(KubeCluster.ROLLOUTS, KubeCluster.REPLICA_SETS, KubeCluster.SERVICES))
            filled.of(kind).list(List.of(), new ResourceVersion("1"));
        filled.of(KubeCluster.ROLLOUTS).happened(rollout);
    }

    private Next pass() {
        return reconciler.pass(WEB, () -> {});
    }

    /** The lease is renewed and the fence opens again: nobody tells of that. */
    @Test
    void aShutFenceDoesNotCostARolloutItsNextLook() {
        open.set(0);
        assertThat(pass()).isEqualTo(Next.after(Duration.ofSeconds(1)));
        open.set(1);
        assertThat(pass()).as("it shuts before the first write").isEqualTo(Next.after(Duration.ofSeconds(1)));
    }

    @Test
    void aWriteToTheRolloutWhoseFateTheApiDoesNotTellIsAskedForWithPatience() {
        ledger.inDoubt(WEB, KubeCluster.ROLLOUTS.named("default", "web"), "");
        api.refuse(call -> call.startsWith("get rollouts"), new KubeError.Transient("timeout", Optional.empty()));
        assertThat(pass()).isInstanceOf(Next.Retry.class);
    }

    /** The first is planned with at once, so that the status tells of it, and is no more than that. */
    @Test
    void aFailureIsLoggedOnceAndCountedEachTime() {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var log = (Logger) LoggerFactory.getLogger(Reconciler.class);
        log.addAppender(lines);
        try {
            for (String error : List.of("no", "no", "no", "not you")) {
                answer = Optional.of(new KubeError.Forbidden(error));
                assertThat(pass()).isNotNull();
            }
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list.stream().filter(line -> line.getLevel().isGreaterOrEqual(Level.WARN)))
                .hasSize(2);
        assertThat(metrics.text()).contains("rollout_reconcile_error{namespace=\"default\",name=\"web\"} 3");
    }
}
