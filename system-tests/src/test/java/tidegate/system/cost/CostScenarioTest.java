package tidegate.system.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.countsAgree;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.events;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Manifests.canary;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.api.json.Json;
import tidegate.controlplane.Bill;
import tidegate.system.bench.Await;
import tidegate.system.bench.Bench;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.OnlyOn;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/**
 * Writes and events, none too many.
 *
 * <p>Alone in its JVM: on a busy machine counts of pods come in one by one, and each may cost a status write.
 */
@Isolated
@ExtendWith(ScenarioExtension.class)
class CostScenarioTest {
    private static final int MOST_WRITES_OF_AN_UPDATE = 12;
    private static final int EVENTS_OF_A_CREATION = 6;
    private static final int EVENTS_OF_AN_UPDATE = 12;

    @Test
    @OnlyOn(
            value = {"embedded", "binaries"},
            because = "writes are counted by an audit log")
    void anUpdateInTwoStepsCostsAtMostTwelveWritesBesidesItsEvents(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {duration: 1s}"));
        on.then(healthy("shop"), countsAgree("shop"), events("RolloutCompleted", 1));
        awaitBilledEvents(on, EVENTS_OF_A_CREATION);
        Bill creation = bill(on);
        on.whenImage("shop", "yellow");
        on.then(healthy("shop"), stable("shop", "yellow"), countsAgree("shop"), events("RolloutCompleted", 2));
        awaitBilledEvents(on, EVENTS_OF_A_CREATION + EVENTS_OF_AN_UPDATE);
        Bill update = bill(on).since(creation);
        System.out.printf(
                "on %s, besides the lease%na creation:%n%san update in two steps:%n%s",
                on.controlPlane().name(), creation, update);
        assertThat(update.besidesEvents().total())
                .as("writes besides events:%n%s", update)
                .isLessThanOrEqualTo(MOST_WRITES_OF_AN_UPDATE);
        assertThat(update.events().total()).as("%s", update).isEqualTo(EVENTS_OF_AN_UPDATE);
    }

    /** What our controllers wrote about the objects of the scenario's namespace; the lease is kept elsewhere. */
    private static Bill bill(Scenario on) {
        return Bill.of(
                on.controlPlane().audit().orElseThrow().writes(),
                write -> Shard.isByController(write) && write.namespace().equals(on.namespace()));
    }

    /** The audit file is written a moment after the answer. */
    private static void awaitBilledEvents(Scenario on, int count) {
        Await.until(count + " events on the bill", () -> bill(on).events().total() >= count);
    }

    @Test
    void everyEventThatIsDueIsWrittenOnceAndInOrder(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {duration: 1s}"));
        on.then(healthy("shop"), countsAgree("shop"), events("RolloutCompleted", 1));
        on.whenImage("shop", "yellow");
        on.then(healthy("shop"), stable("shop", "yellow"), countsAgree("shop"), events("RolloutCompleted", 2));
        Map<String, String> hashes = hashes(on.state());
        String blue = hashes.get("blue");
        String yellow = hashes.get("yellow");
        assertThat(written(on.state()))
                .containsExactly(
                        "RolloutAddedToInformer Rollout resource added to informer: " + on.namespace() + "/shop",
                        "RolloutUpdated Rollout updated to revision 1",
                        "NewReplicaSetCreated Created ReplicaSet shop-" + blue + " (revision 1)",
                        "RolloutNotCompleted Rollout not completed, started update to revision 1 (" + blue + ")",
                        "ScalingReplicaSet Scaled up ReplicaSet shop-" + blue + " (revision 1) from 0 to 2",
                        "RolloutCompleted Rollout completed update to revision 1 (" + blue + "): Initial deploy",
                        "RolloutUpdated Rollout updated to revision 2",
                        "NewReplicaSetCreated Created ReplicaSet shop-" + yellow + " (revision 2)",
                        "RolloutNotCompleted Rollout not completed, started update to revision 2 (" + yellow + ")",
                        "ScalingReplicaSet Scaled up ReplicaSet shop-" + yellow + " (revision 2) from 0 to 1",
                        "ScalingReplicaSet Scaled down ReplicaSet shop-" + blue + " (revision 1) from 2 to 1",
                        "RolloutStepCompleted Rollout step 1/2 completed (setWeight: 50)",
                        "RolloutPaused Rollout is paused (CanaryPauseStep)",
                        "RolloutStepCompleted Rollout step 2/2 completed (pause: 1s)",
                        "RolloutResumed Rollout is resumed",
                        "ScalingReplicaSet Scaled up ReplicaSet shop-" + yellow + " (revision 2) from 1 to 2",
                        "ScalingReplicaSet Scaled down ReplicaSet shop-" + blue + " (revision 1) from 1 to 0",
                        "RolloutCompleted Rollout completed update to revision 2 (" + yellow
                                + "): Completed all 2 canary steps");
    }

    /** By image tag. */
    private static Map<String, String> hashes(ClusterState state) {
        return Stream.of("blue", "yellow")
                .collect(Collectors.toMap(
                        tag -> tag,
                        tag -> state.replicaSetOf(tag)
                                .orElseThrow()
                                .at("metadata", "labels", ClusterState.HASH)
                                .stringOrEmpty()));
    }

    /** Reason and message of every event about a Rollout, in the order in which the API took them. */
    private static List<String> written(ClusterState state) {
        return state.events().stream()
                .filter(event ->
                        event.at("involvedObject", "kind").stringOrEmpty().equals("Rollout"))
                .sorted(Comparator.comparingLong(CostScenarioTest::resourceVersion))
                .map(event -> event.get("reason").stringOrEmpty() + " "
                        + event.get("message").stringOrEmpty())
                .toList();
    }

    private static long resourceVersion(Json object) {
        return Long.parseLong(object.at("metadata", "resourceVersion").stringOrEmpty());
    }

    @Test
    void settledRolloutsCostNothingThroughARestartAndResyncs(Scenario on, Bench bench) {
        try (Shard shard = Shard.start(bench, "settled", "--rollout-resync=1")) {
            on.given(
                    shard.own(canary("healthy", 2, "blue", "setWeight: 50")),
                    shard.own(canary("paused", 2, "blue", "setWeight: 50", "pause: {}")),
                    shard.own(canary("aborted", 2, "blue", "setWeight: 50", "pause: {}")));
            on.then(healthy("healthy"), healthy("paused"), healthy("aborted"));
            on.whenImage("paused", "yellow");
            on.whenImage("aborted", "yellow");
            on.then(pausedAtStep("paused", 1), pausedAtStep("aborted", 1));
            on.whenPatched("aborted", "status", "{\"status\":{\"abort\":true}}");
            on.then(degraded("aborted", "aborted"), events("RolloutAborted", 1));
            on.then(pods("blue", 5), pods("yellow", 1));
            awaitPasses(shard, on);
            List<String> settled = versions(on.state());
            int writes = writesBesidesEvents(on);

            shard.endAndStartAgain();
            awaitPasses(shard, on);
            on.then(events("RolloutAddedToInformer", 3));
            assertThat(versions(on.state())).isEqualTo(settled);
            assertThat(writesBesidesEvents(on)).isEqualTo(writes);
        }
    }

    /** Also those that changed nothing; 0 where nobody counts them. */
    private static int writesBesidesEvents(Scenario on) {
        return on.controlPlane().audit().isPresent() ? bill(on).besidesEvents().total() : 0;
    }

    /** Until every Rollout was looked at three times more: at first, and by resyncs. */
    private static void awaitPasses(Shard shard, Scenario on) {
        for (String rollout : List.of("healthy", "paused", "aborted")) {
            double before = shard.process().passes(on.namespace(), rollout);
            Await.until(
                    "three more passes over " + rollout,
                    () -> shard.process().passes(on.namespace(), rollout) >= before + 3);
        }
    }

    /** Any write that changes a Rollout raises its own. */
    private static List<String> versions(ClusterState state) {
        return state.rollouts().stream()
                .map(object -> object.at("metadata", "name").stringOrEmpty() + " " + resourceVersion(object))
                .sorted()
                .toList();
    }
}
