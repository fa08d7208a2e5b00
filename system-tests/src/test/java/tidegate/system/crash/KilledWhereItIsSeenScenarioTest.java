package tidegate.system.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.countsAgree;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.that;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.system.bench.Bench;
import tidegate.system.bench.Expect;
import tidegate.system.bench.FinalState;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/** The controller dies when something can be seen in the cluster: as near to a write as a real API lets us come. */
@Isolated // it starts many processes of its own side by side
@ExtendWith(ScenarioExtension.class)
class KilledWhereItIsSeenScenarioTest {
    private static final String[] WITH_LEASE = {
        "--leader-elect=true",
        "--leader-election-lease-duration=8s",
        "--leader-election-renew-deadline=6s",
        "--leader-election-retry-period=500ms"
    };

    private static final Expect PAUSE_BEGUN = that(
            "the pause begun",
            state -> state.rollout("web")
                    .filter(found -> found.at("status", "observedGeneration")
                            .stringOrEmpty()
                            .equals("2"))
                    .filter(found ->
                            found.at("status", "currentStepIndex").integer().orElse(0) >= 1)
                    .isPresent());

    /** None of them passes before the end: it is enough to look from time to time. */
    private static final List<Expect> SIGHTS = List.of(
            that(
                    "a ReplicaSet for the new version",
                    state -> state.replicaSetOf("yellow").isPresent()),
            replicas("yellow", 1),
            PAUSE_BEGUN,
            replicas("yellow", 2),
            that(
                    "the stable version below its size",
                    state -> state.replicaSetOf("blue")
                            .filter(set -> set.at("spec", "replicas").integer().orElse(0) < 2)
                            .isPresent()),
            replicas("blue", 0));

    @Test
    void endsAsAnUndisturbedRun(Bench bench) {
        FinalState expected = update(bench, "undisturbed", List.of());
        var wrong = new ArrayList<String>();
        SIGHTS.parallelStream().forEach(sight -> {
            List<String> found = update(bench, "killed", List.of(sight)).differencesFrom(expected);
            synchronized (wrong) {
                found.forEach(one -> wrong.add("killed at " + sight.text() + ": " + one));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void aSuccessorWaitsForTheLeaseOfTheKilledAndEndsTheSame(Bench bench) {
        FinalState expected = update(bench, "undisturbed", List.of());
        FinalState found = update(bench, "killed-leader", List.of(replicas("yellow", 1), PAUSE_BEGUN), WITH_LEASE);
        assertThat(found.differencesFrom(expected)).isEmpty();
    }

    /** Runs the update with a controller that is killed and started again at each sight, in their order. */
    private static FinalState update(Bench bench, String title, List<Expect> sights, String... flags) {
        try (Shard shard = Shard.start(bench, title, flags);
                Scenario on = bench.newScenario(title)) {
            Story.create(on, shard::own, "pause: {duration: 1s}");
            on.whenImage("web", "yellow");
            for (Expect sight : sights) {
                on.then(sight);
                shard.killAndStartAgain();
            }
            on.then(healthy("web"), stable("web", "yellow"), countsAgree("web"));
            return FinalState.of(on.state(), shard.instanceId());
        }
    }
}
