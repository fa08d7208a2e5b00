package tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tidegate.simulator.episode.Episode;

/**
 * Whole releases: random specs, users, failures, and a controller that dies. The laws are checked at every write; in the
 * end every release has settled and a second plan is empty.
 *
 * <p>{@code -Dtidegate.seed=S} runs others; {@code ./tidegate simulate --seed S --story} tells one.
 */
class ReleaseSimTest {
    private static final long SEED = Long.getLong("tidegate.seed", 1L);
    private static final int EPISODES = Integer.getInteger("tidegate.episodes", 10_000);

    @Test
    void everyReleaseKeepsTheLawsAndSettles() {
        System.out.println("releases: " + EPISODES + " from seed " + SEED);
        Simulator.Summary summary = Simulator.run(SEED, EPISODES);
        System.out.println("settled: " + summary.phases() + ", writes: " + summary.writes());
        assertThat(summary.failures())
                .as(() -> String.join(
                        "\n",
                        Episode.play(summary.failures().getFirst().seed(), true).story()))
                .isEmpty();
        assertThat(summary.phases()).containsOnlyKeys("Healthy", "Paused", "Degraded");
    }

    @Test
    void aSeedAlwaysTellsTheSameStory() {
        assertThat(Episode.play(42, true).story())
                .isNotEmpty()
                .isEqualTo(Episode.play(42, true).story());
    }
}
