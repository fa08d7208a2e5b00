package tidegate.simulator.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;

/** What pods of an image do, by the beginning of its tag. */
public enum PodBehaviour {
    /** Ready soon, and stays so. */
    GOOD(0),
    /** Ready late. */
    SLOW(0),
    /** Cannot be pulled: never ready. */
    MISSING(0),
    /** Ready for a moment, then not, a few times over, then never again. */
    CRASHING(3),
    /** Ready, then not for a moment, several times, then ready for good. */
    OSCILLATING(4);

    static final Duration LIFE_OF_A_CRASHER = Duration.ofSeconds(1);
    static final Duration PAUSE_OF_A_CRASHER = Duration.ofSeconds(4);

    private final int failures;

    PodBehaviour(int failures) {
        this.failures = failures;
    }

    /** By the first container's image of a pod template. */
    public static PodBehaviour of(Json template) {
        String image = imageOf(template);
        if (image.contains(":slow-")) return SLOW;
        if (image.contains(":missing-")) return MISSING;
        if (image.contains(":oscillating-")) return OSCILLATING;
        return image.contains(":crash-") ? CRASHING : GOOD;
    }

    public static String imageOf(Json template) {
        return template.at("spec", "containers").get(0).get("image").stringOrEmpty();
    }

    /** Whether its pods stay ready in the end. */
    public boolean isGoodInTheEnd() {
        return this == GOOD || this == SLOW || this == OSCILLATING;
    }

    /** How often each of its pods fails by itself. */
    int failures() {
        return failures;
    }

    /** From creation to ready; empty if that never comes. */
    Optional<Duration> start(RandomGenerator random) {
        return switch (this) {
            case GOOD, CRASHING, OSCILLATING -> Optional.of(Duration.ofMillis(random.nextInt(20, 3000)));
            case SLOW -> Optional.of(Duration.ofMillis(random.nextInt(8000, 25_000)));
            case MISSING -> Optional.empty();
        };
    }
}
