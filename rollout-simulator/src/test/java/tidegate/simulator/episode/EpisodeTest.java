package tidegate.simulator.episode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.cluster.ApiServer.Part;
import tidegate.simulator.cluster.ApiServer.PatchType;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.episode.Scenario.Fatal;
import tidegate.simulator.port.Cache;
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
            Fatal.NONE,
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

    /** Looks so often at once whenever it is told of the Rollout. */
    private record Curious(Host host, int times) implements Cache {
        @Override
        public boolean selects(Json object) {
            return true;
        }

        @Override
        public void list(List<Json> objects, long version) {}

        @Override
        public void happened(Json object) {
            for (int i = 0; i < times; i++) host.decides(Rollout.of(object), List.of());
        }

        @Override
        public void removed(Json object) {}
    }

    @ParameterizedTest(name = "{0} looks whenever somebody writes: {1}")
    @CsvSource({"60,generation 1 was not observed", "61,a busy loop: 61 looks within a second"})
    void oneThatLooksOftenAtWhatOthersDo(int looks, String failure) {
        var notes = IntStream.range(0, 5)
                .mapToObj(i -> new Happening(2000 + 100 * i, Deed.ANNOTATE, i))
                .toList();
        var scenario =
                new Scenario(1, SCENARIO.rollout(), Scenario.services(), notes, Weather.FAIR, Fatal.NONE, 10_000);
        Controllers curious = host -> host.attach(Kind.ROLLOUT, new Curious(host, looks));
        assertThat(Episode.play(scenario, curious, false).failure().orElse("")).startsWith(failure);
    }

    @Test
    void oneThatThrows() {
        assertThat(failureOf(host -> host.soon(() -> host.broke(new IllegalStateException("what now?")))))
                .startsWith("a pass threw java.lang.IllegalStateException: what now? at ");
    }
}
