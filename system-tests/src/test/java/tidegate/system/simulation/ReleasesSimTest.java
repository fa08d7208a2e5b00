package tidegate.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.simulator.Simulator;
import tidegate.simulator.episode.Episode;
import tidegate.simulator.episode.Scenario;

/**
 * Whole releases by the real controller: random specs, users, other people, failures of everything around it, and a
 * process that dies. The laws are judged at every write; in the end every release has settled as its spec demands and the
 * controller is silent.
 *
 * <p>{@code -Dtidegate.seed=S} and {@code -Dtidegate.episodes=N} run others; {@code ./tidegate simulate --seed S} tells
 * one.
 */
@Isolated // it keeps all cores busy by itself
class ReleasesSimTest {
    private static final long SEED = Long.getLong("tidegate.seed", 1L);
    private static final int EPISODES = Integer.getInteger("tidegate.episodes", 20_000);

    private final Simulator simulator = new Simulator(new RealController());

    @Test
    void everyReleaseKeepsTheLawsAndSettles() {
        Instant began = Instant.now();
        Simulator.Summary summary = simulator.run(SEED, EPISODES);
        System.out.printf(
                "%d releases from seed %d in %.1f s: %s, writes %s%n",
                EPISODES,
                SEED,
                Duration.between(began, Instant.now()).toMillis() / 1000.0,
                summary.phases(),
                summary.writes());
        assertThat(summary.failures()).as(() -> story(summary)).isEmpty();
    }

    private String story(Simulator.Summary summary) {
        Episode.Result first = summary.failures().getFirst();
        return "./tidegate simulate --seed " + first.scenario().seed() + "\n"
                + String.join("\n", simulator.tell(first.scenario().seed()).story());
    }

    @Test
    void aSeedAlwaysTellsTheSameStory() {
        var scenario = Scenario.ofSeed(42);
        assertThat(Episode.play(scenario, new RealController(), true).story())
                .isNotEmpty()
                .isEqualTo(Episode.play(scenario, new RealController(), true).story());
    }
}
