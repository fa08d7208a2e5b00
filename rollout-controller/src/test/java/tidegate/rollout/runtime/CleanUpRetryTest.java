package tidegate.rollout.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.informer.Informer;
import tidegate.kube.informer.Watched;
import tidegate.kube.schedule.SchedulerEvents;
import tidegate.kube.time.ManualTimekeeper;
import tidegate.kube.time.Timekeeper;
import tidegate.kube.write.WriteLedger;
import tidegate.rollout.act.EventSink;
import tidegate.rollout.act.EventWriter;
import tidegate.rollout.act.KubeCluster;
import tidegate.rollout.observe.FilledCaches;
import tidegate.rollout.observe.StoredObjects;

/** When the search for what Rollouts have left behind is tried again. */
class CleanUpRetryTest {
    private static final String LOOKS = "list deployments.apps  ";

    private final StoredObjects api = new StoredObjects();
    private final FilledCaches filled = new FilledCaches(api);
    private final ManualTimekeeper time = new ManualTimekeeper(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Queue<Runnable> passes = new ArrayDeque<>();
    private final CleanUp cleanUp = new CleanUp(
            filled.caches,
            api,
            open::get,
            new WriteLedger<>(filled.caches.byResource(), api::find),
            "",
            1,
            time,
            new InTurn(passes),
            SchedulerEvents.ignored());

    /** Passes run when the test says so. */
    private record InTurn(Queue<Runnable> passes) implements Surroundings {
        @Override
        public Executor threads(String name) {
            return passes::add;
        }

        @Override
        public <T> Watched<T> build(Informer.Builder<T> plan) {
            throw new AssertionError("not expected: an informer");
        }

        @Override
        public EventSink events(KubeClient client, int capacity, EventWriter.Listener listener, Timekeeper clock) {
            throw new AssertionError("not expected: events");
        }
    }

    private void pass() {
        requireNonNull(passes.poll()).run();
    }

    @Test
    void aShutFenceIsTriedAgain() {
        open.set(false);
        cleanUp.start();
        pass();
        assertThat(api.calls).isEmpty();
        open.set(true);
        time.advance(Duration.ofSeconds(1));
        pass();
        assertThat(api.calls).containsExactly(LOOKS);
    }

    record Case(KubeError error, Duration after) {}

    static final List<Case> failures = List.of(
            new Case(new KubeError.Forbidden("not you"), Duration.ofMinutes(15)),
            new Case(new KubeError.Unauthorized("who are you"), Duration.ofMillis(100)),
            new Case(new KubeError.Invalid("refused by a webhook", List.of()), Duration.ofMillis(100)),
            new Case(new KubeError.Transient("no answer", Optional.empty()), Duration.ofMillis(100)));

    @ParameterizedTest
    @FieldSource("failures")
    void onlyMissingPermissionsTakeLong(Case c) {
        api.refuse(LOOKS::equals, c.error());
        cleanUp.start();
        pass();
        time.advance(c.after().minusMillis(1));
        assertThat(passes).isEmpty();
        time.advance(Duration.ofMillis(1));
        pass();
        assertThat(api.calls).containsExactly(LOOKS, LOOKS);
    }

    /** The cache may have lost it before it ends: then nobody tells of the end. */
    @Test
    void aRolloutThatOnlyTheApiHasIsLookedForOnceMore() {
        api.put(KubeCluster.ROLLOUTS, Json.parse("""
                {"metadata":{"name":"demo","namespace":"ns","uid":"r"}}"""));
        api.put(KubeCluster.DEPLOYMENTS, Json.parse("""
                {"metadata":{"name":"legacy","namespace":"ns","uid":"d","annotations":
                  {"migration.tidegate.io/rollout":"demo","migration.tidegate.io/rollout-uid":"r"}}}"""));
        cleanUp.subscribe();
        cleanUp.start();
        filled.of(KubeCluster.SERVICES).happened(Json.parse("""
                {"metadata":{"name":"web","namespace":"ns","uid":"s","resourceVersion":"5",
                  "annotations":{"argo-rollouts.argoproj.io/managed-by-rollouts":"demo"}}}"""));
        while (!passes.isEmpty()) pass();
        assertThat(looksForTheRollout())
                .as("for the Service and the Deployment")
                .isEqualTo(2);
        time.advance(Duration.ofMinutes(15));
        while (!passes.isEmpty()) pass();
        assertThat(looksForTheRollout()).isEqualTo(4);
    }

    private long looksForTheRollout() {
        return api.calls.stream()
                .filter(call -> call.startsWith("get rollouts"))
                .count();
    }
}
