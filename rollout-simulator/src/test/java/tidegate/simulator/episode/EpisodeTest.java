package tidegate.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.cluster.ApiServer.Part;
import tidegate.simulator.cluster.ApiServer.PatchType;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.episode.Scenario.Blow;
import tidegate.simulator.port.Controllers;
import tidegate.simulator.port.Host;

/** Controllers that must not get away with it. */
class EpisodeTest {
    private static final Scenario SCENARIO = new Scenario(
            1,
            Json.object(
                    "metadata",
                    Json.object("name", RandomRollout.NAME),
                    "spec",
                    Json.object("replicas", 1, "template", Scenario.template("demo:1"), "strategy", Json.object())),
            Scenario.services(),
            List.of(),
            Weather.FAIR,
            Blow.NONE,
            10_000);

    private static String failureOf(Controllers controllers) {
        return Episode.play(SCENARIO, controllers, false).failure().orElse("");
    }

    private static void everyMinute(Host host, Runnable task) {
        host.after(Duration.ofMinutes(1), () -> {
            task.run();
            everyMinute(host, task);
        });
    }

    @Test
    void oneThatDoesNothing() {
        assertThat(failureOf(_ -> {})).isEqualTo("generation 1 was not observed");
    }

    @Test
    void oneThatNeverStopsWriting() {
        var count = new AtomicInteger();
        assertThat(failureOf(host -> everyMinute(
                        host,
                        () -> host.api()
                                .patch(
                                        Kind.ROLLOUT,
                                        RandomRollout.NAME,
                                        Part.STATUS,
                                        PatchType.MERGE,
                                        Json.object("status", Json.object("replicas", count.incrementAndGet()))))))
                .isEqualTo("never falls silent");
    }

    @Test
    void oneThatLooksInALoop() {
        assertThat(failureOf(host -> host.soon(() -> {
                    Rollout seen = Rollout.of(
                            host.api().find(Kind.ROLLOUT, RandomRollout.NAME).orElseThrow());
                    for (int i = 0; i < 100; i++) host.decides(seen, List.of());
                })))
                .startsWith("a busy loop");
    }

    @Test
    void oneThatThrows() {
        assertThat(failureOf(host -> host.soon(() -> host.broke(new IllegalStateException("what now?")))))
                .startsWith("a pass threw java.lang.IllegalStateException: what now? at ");
    }
}
