package tidegate.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tidegate.api.json.Json;
import tidegate.api.json.MergePatch;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.EmbeddedControlPlane;
import tidegate.system.bench.Await;
import tidegate.system.bench.Bench;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.Expect;
import tidegate.system.bench.FinalState;
import tidegate.system.bench.OnlyOn;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;
import tidegate.system.crash.Kill.At;
import tidegate.system.crash.Kill.Of;
import tidegate.system.crash.Kill.Side;

/** The controller dies at the k-th write of a story, for every k, on either side of the write. */
@Isolated // it starts many processes of its own side by side
@ExtendWith(ScenarioExtension.class)
@OnlyOn(value = "embedded", because = "only the embedded API can hold a write")
class KilledAtAnyWriteScenarioTest {
    /** Controllers that are killed side by side, each at one write after the other. */
    private static final int LANES = 4;

    @ParameterizedTest
    @EnumSource
    void endsAsAnUndisturbedRun(Story story, Bench bench) throws InterruptedException {
        Undisturbed undisturbed = runUndisturbed(story, bench);
        Queue<At> moments = new ConcurrentLinkedQueue<>(moments(story, undisturbed));
        int count = moments.size();
        var outcomes = new ConcurrentLinkedQueue<Outcome>();
        List<Thread> lanes = IntStream.range(0, LANES)
                .mapToObj(lane -> Thread.ofVirtual().start(() -> {
                    try (Shard shard = Shard.start(bench, "killed-" + lane)) {
                        for (At at = moments.poll(); at != null; at = moments.poll())
                            outcomes.add(run(at, bench, shard, undisturbed));
                    }
                }))
                .toList();
        for (Thread lane : lanes) lane.join();
        System.out.printf(
                "%s: %d writes (%d of counts only) and %d events undisturbed; killed at %d of %d moments%n",
                story,
                undisturbed.work(),
                undisturbed.maybe(),
                undisturbed.events(),
                outcomes.stream().filter(Outcome::killed).count(),
                count);
        assertThat(outcomes).hasSize(count);
        assertThat(outcomes.stream().flatMap(outcome -> outcome.wrong().stream()))
                .isEmpty();
        // the last moments may find nothing to die at
        assertThat(outcomes).filteredOn(Outcome::killed).hasSizeGreaterThan(count * 2 / 3);
    }

    /**
     * How it goes when nobody is killed.
     *
     * @param maybe how many of the writes another run may do without
     */
    private record Undisturbed(FinalState end, ClusterState state, int work, int maybe, int events) {
        /** Whether every run comes to this moment; other statuses, too, make one where pods are quick, but few. */
        boolean isSureToMeet(At at) {
            return at.of() == Of.EVENT || at.number() <= work - maybe - 2;
        }
    }

    /** Numbers of pods, and what follows from them alone: they make one write or several, as they come. */
    private static final Set<String> COUNTS = Set.of(
            "replicas",
            "updatedReplicas",
            "readyReplicas",
            "availableReplicas",
            "HPAReplicas",
            "message",
            "conditions");

    private static boolean onlyCounts(Json before, Json after) {
        Json changed = MergePatch.between(before.get("status"), after.get("status"));
        return before.get("status").isObject()
                && !changed.isEmpty()
                && COUNTS.containsAll(changed.members().keySet());
    }

    private static int onlyCounts(List<Json> states) {
        return (int) IntStream.range(1, states.size())
                .filter(i -> onlyCounts(states.get(i - 1), states.get(i)))
                .count();
    }

    private static Undisturbed runUndisturbed(Story story, Bench bench) {
        try (Shard shard = Shard.start(bench, "undisturbed");
                Scenario on = bench.newScenario("undisturbed-" + story)) {
            story.begin(on, shard::own);
            int statesBefore = on.statesOf("web").size();
            int workBefore = count(Of.WORK, on);
            int eventsBefore = count(Of.EVENT, on);
            story.goOn(on, shard::own);
            story.finish(on);
            int work = count(Of.WORK, on) - workBefore;
            int events = count(Of.EVENT, on) - eventsBefore;
            List<Json> states = on.statesOf("web");
            int maybe = onlyCounts(states.subList(Math.max(0, statesBefore - 1), states.size()));
            return new Undisturbed(FinalState.of(on.state(), shard.instanceId()), on.state(), work, maybe, events);
        }
    }

    private static int count(Of what, Scenario on) {
        return (int) on.controlPlane().audit().orElseThrow().writes().stream()
                .filter(write -> Shard.isByController(write)
                        && write.namespace().equals(on.namespace())
                        && what.includes(write)
                        && write.code() < 400)
                .count();
    }

    private static List<At> moments(Story story, Undisturbed undisturbed) {
        return Stream.concat(
                        IntStream.rangeClosed(1, undisturbed.work())
                                .boxed()
                                .flatMap(number ->
                                        Stream.of(Side.values()).map(side -> new At(story, Of.WORK, number, side))),
                        IntStream.rangeClosed(1, undisturbed.events())
                                .mapToObj(number -> new At(story, Of.EVENT, number, Side.AFTER)))
                .toList();
    }

    /** What came of one death; nothing is wrong if the end is the same. */
    private record Outcome(boolean killed, List<String> wrong) {}

    private static Outcome run(At at, Bench bench, Shard shard, Undisturbed undisturbed) {
        EmbeddedApi api = ((EmbeddedControlPlane) bench.controlPlane()).api();
        try (Scenario on = bench.newScenario("killed-" + at.side() + "-" + at.of() + "-" + at.number())) {
            var kill = new Kill(at, on.namespace(), shard);
            try {
                at.story().begin(on, shard::own);
                api.onWrite(kill);
                at.story().goOn(on, shard::own);
                if (undisturbed.isSureToMeet(at)) Await.until("killed at " + at, kill::isDone);
                on.then(Expect.that(
                        "as undisturbed",
                        state -> differences(state, shard, undisturbed).isEmpty()));
                return new Outcome(kill.isDone(), wrong(at, FinalState.surplusEvents(on.state(), undisturbed.state())));
            } catch (AssertionError e) {
                var found = new ArrayList<>(differences(on.state(), shard, undisturbed));
                found.add(String.valueOf(e.getMessage()));
                return new Outcome(kill.isDone(), wrong(at, found));
            } finally {
                api.noLongerOnWrite(kill);
            }
        }
    }

    private static List<String> differences(ClusterState state, Shard shard, Undisturbed undisturbed) {
        return FinalState.of(state, shard.instanceId()).differencesFrom(undisturbed.end());
    }

    private static List<String> wrong(At at, List<String> found) {
        return found.isEmpty() ? List.of() : List.of(at + ":\n  " + String.join("\n  ", found));
    }
}
