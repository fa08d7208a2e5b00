package tidegate.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.cluster.SimCluster;

/** What releases cost in writes besides events, with pods and controllers that take their time. */
class WriteBudgetSimTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final class Run {
        private final VirtualTime time = new VirtualTime(START);
        private final SimCluster cluster;
        private final Controller controller;

        Run(long seed, Json spec) {
            var random = new SplittableRandom(seed);
            Json manifest = Json.object(
                    "apiVersion",
                    "argoproj.io/v1alpha1",
                    "kind",
                    "Rollout",
                    "metadata",
                    Json.object("name", "demo", "namespace", "ns"),
                    "spec",
                    spec.with("selector", Json.parse("{\"matchLabels\":{\"app\":\"demo\"}}"))
                            .with("template", RandomRollout.template("demo:1")));
            cluster = new SimCluster(time, random, manifest);
            controller = new Controller(cluster, time, random, new Story(false, START));
            controller.wake(java.time.Duration.ZERO);
            quiet();
        }

        void quiet() {
            while (time.step()) assertThat(controller.broken()).isEmpty();
            assertThat(cluster.rollout().status().phase()).isEqualTo("Healthy");
        }

        int writes() {
            return controller.writes().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }

        void update() {
            cluster.edit(json -> json.withAt(List.of("spec", "template"), RandomRollout.template("demo:2")));
            quiet();
        }
    }

    @Test
    void aTwoStepUpdateOfTwoPodsCostsAtMostTwelveWrites() {
        Json spec = Json.parse(
                "{\"replicas\":2,\"strategy\":{\"canary\":{\"steps\":[{\"setWeight\":50},{\"pause\":{\"duration\":\"1s\"}}]}}}");
        int most = 0;
        int all = 0;
        for (int seed = 0; seed < 300; seed++) {
            Run run = new Run(seed, spec);
            int before = run.writes();
            run.update();
            int cost = run.writes() - before;
            most = Math.max(most, cost);
            all += cost;
        }
        System.out.println("two-step update: " + all / 300.0 + " writes on average, " + most + " at most");
        assertThat(most).isLessThanOrEqualTo(12);
    }

    @Test
    void aFirstDeploymentOfOnePodCostsAtMostFiveWrites() {
        for (int seed = 0; seed < 300; seed++)
            assertThat(new Run(seed, Json.parse("{\"replicas\":1,\"strategy\":{\"canary\":{}}}")).writes())
                    .isLessThanOrEqualTo(5);
    }
}
