package tidegate.simulator.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What pods of an image do, by the beginning of its tag. */
enum PodBehaviour {
    /** Ready soon, and stays so. */
    GOOD,
    /** Ready late. */
    SLOW,
    /** Cannot be pulled: never ready. */
    MISSING,
    /** Ready for a moment, then not, a few times over, then never again. */
    CRASHING;

    static final int CRASHES = 3;
    static final Duration LIFE_OF_A_CRASHER = Duration.ofSeconds(1);
    static final Duration PAUSE_OF_A_CRASHER = Duration.ofSeconds(4);

    static PodBehaviour of(String image) {
        if (image.contains(":slow-")) return SLOW;
        if (image.contains(":missing-")) return MISSING;
        return image.contains(":crash-") ? CRASHING : GOOD;
    }

    /** From creation to ready; empty if that never comes. */
    Optional<Duration> start(RandomGenerator random) {
        return switch (this) {
            case GOOD, CRASHING -> Optional.of(Duration.ofMillis(random.nextInt(20, 3000)));
            case SLOW -> Optional.of(Duration.ofMillis(random.nextInt(8000, 25_000)));
            case MISSING -> Optional.empty();
        };
    }
}
