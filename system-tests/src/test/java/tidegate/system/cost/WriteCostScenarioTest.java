package tidegate.system.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.condition;
import static tidegate.system.bench.Expect.event;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.status;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.canary;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.system.bench.Await;
import tidegate.system.bench.Bench;
import tidegate.system.bench.ControllerProcess;
import tidegate.system.bench.Expect;
import tidegate.system.bench.OnlyOn;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/** Alone in its JVM: on a busy machine counts come in one by one, and each may cost a status write. */
@Isolated
@ExtendWith(ScenarioExtension.class)
@OnlyOn(
        value = {"embedded", "binaries"},
        because = "there is no audit log to count writes in")
class WriteCostScenarioTest {
    private static final int MOST_WRITES = 12;

    @Test
    void anUpdateOfTwoStepsCostsAtMostTwelveWritesBesidesEvents(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {duration: 1s}"));
        on.then(settledOn("blue"));
        int before = writes(on).size();
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(settledOn("yellow"));
        on.then(replicas("blue", 0), pods("blue", 0));
        List<ApiWrite> update = writes(on).subList(before, writes(on).size());
        System.out.println("writes of an update on " + on.controlPlane().name() + ": " + table(update));
        assertThat(update).as(table(update)).hasSizeLessThanOrEqualTo(MOST_WRITES);
    }

    @Test
    void eachEventThatIsDueIsWrittenExactlyOnce(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {duration: 1s}"));
        on.then(settledOn("blue"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(settledOn("yellow"));
        String blue = hash(on, "blue");
        String yellow = hash(on, "yellow");
        on.then(
                event("RolloutAddedToInformer", "Rollout resource added to informer: " + on.namespace() + "/shop", 1),
                event("RolloutUpdated", "Rollout updated to revision 1", 1),
                event("NewReplicaSetCreated", "Created ReplicaSet shop-" + blue + " (revision 1)", 1),
                event("RolloutNotCompleted", "Rollout not completed, started update to revision 1 (" + blue + ")", 1),
                event("ScalingReplicaSet", "Scaled up ReplicaSet shop-" + blue + " (revision 1) from 0 to 2", 1),
                event("RolloutCompleted", "Rollout completed update to revision 1 (" + blue + "): Initial deploy", 1),
                event("RolloutUpdated", "Rollout updated to revision 2", 1),
                event("NewReplicaSetCreated", "Created ReplicaSet shop-" + yellow + " (revision 2)", 1),
                event("RolloutNotCompleted", "Rollout not completed, started update to revision 2 (" + yellow + ")", 1),
                event("ScalingReplicaSet", "Scaled up ReplicaSet shop-" + yellow + " (revision 2) from 0 to 1", 1),
                event("ScalingReplicaSet", "Scaled down ReplicaSet shop-" + blue + " (revision 1) from 2 to 1", 1),
                event("RolloutStepCompleted", "Rollout step 1/2 completed (setWeight: 50)", 1),
                event("RolloutPaused", "Rollout is paused (CanaryPauseStep)", 1),
                event("RolloutStepCompleted", "Rollout step 2/2 completed (pause: 1s)", 1),
                event("RolloutResumed", "Rollout is resumed", 1),
                event("ScalingReplicaSet", "Scaled up ReplicaSet shop-" + yellow + " (revision 2) from 1 to 2", 1),
                event("ScalingReplicaSet", "Scaled down ReplicaSet shop-" + blue + " (revision 1) from 1 to 0", 1),
                event(
                        "RolloutCompleted",
                        "Rollout completed update to revision 2 (" + yellow + "): Completed all 2 canary steps",
                        1),
                that(
                        "18 events on the Rollout in all",
                        state -> state.events().stream()
                                        .filter(one -> one.at("involvedObject", "kind")
                                                .stringOrEmpty()
                                                .equals("Rollout"))
                                        .count()
                                == 18));
    }

    @Test
    void settledRolloutsCostNothingNotEvenToARestartedController(Bench bench, Scenario on) {
        List<String> names = IntStream.range(0, 3).mapToObj(i -> "shop-" + i).toList();
        try (Shard shard = Shard.start(bench, "silent")) {
            names.forEach(name -> on.given(shard.own(canary(name, 1, "blue", "setWeight: 50", "pause: {}"))));
            names.forEach(name -> on.then(healthy(name), status(name, "availableReplicas", "1")));
            shard.close();
            int before = writes(on).size();
            ControllerProcess restarted = shard.start();
            for (String name : names) awaitPass(restarted, on.namespace(), name);
            assertThat(writes(on).subList(before, writes(on).size())).isEmpty();
        }
    }

    /** Waits until the controller has looked at a Rollout and been done with it. */
    private static void awaitPass(ControllerProcess controller, String namespace, String name) {
        URI metrics = URI.create("http://127.0.0.1:" + controller.port("metrics") + "/metrics");
        String series = "rollout_reconcile_count{name=\"" + name + "\",namespace=\"" + namespace + "\"";
        String otherOrder = "rollout_reconcile_count{namespace=\"" + namespace + "\",name=\"" + name + "\"";
        try (HttpClient client = HttpClient.newHttpClient()) {
            Await.until(series, () -> {
                String text = get(client, metrics);
                return text.contains(series) || text.contains(otherOrder);
            });
        }
    }

    private static String get(HttpClient client, URI uri) {
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Expect[] settledOn(String tag) {
        return Stream.of(
                        healthy("shop"),
                        stable("shop", tag),
                        pods(tag, 2),
                        status("shop", "replicas", "2"),
                        status("shop", "availableReplicas", "2"),
                        condition("shop", "Healthy", "True", "RolloutHealthy"),
                        condition("shop", "Progressing", "True", "NewReplicaSetAvailable"))
                .toArray(Expect[]::new);
    }

    /** All writes of controllers in the scenario's namespace so far, refused ones too, events apart. */
    private static List<ApiWrite> writes(Scenario on) {
        return on.controlPlane().audit().orElseThrow().writes().stream()
                .filter(Shard::isByController)
                .filter(write -> write.namespace().equals(on.namespace()))
                .filter(write -> !write.resource().equals("events"))
                .toList();
    }

    private static String table(List<ApiWrite> writes) {
        var counts = writes.stream()
                .collect(Collectors.groupingBy(
                        write -> write.kind() + (write.code() < 300 ? "" : " refused with " + write.code()),
                        TreeMap::new,
                        Collectors.counting()));
        return writes.size() + " " + counts;
    }

    private static String hash(Scenario on, String tag) {
        return on.state()
                .replicaSetOf(tag)
                .orElseThrow()
                .at("metadata", "labels", "rollouts-pod-template-hash")
                .stringOrEmpty();
    }
}
