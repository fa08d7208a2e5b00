package tidegate.playground.kubelet;

import java.time.Duration;

/**
 * How long things take on simulated nodes where a pod does not say otherwise.
 *
 * @param pull an image
 * @param start from pulled to running
 * @param ready from running to ready, on top of what probes ask
 * @param slowReady the same for tags that begin with {@code slow-}
 * @param crash from running to the exit, for tags that begin with {@code crash-}
 * @param job from running to the exit, for pods that are to end and do not say when
 * @param stop from the end of preStop to the exit
 * @param firstBackoff before the second restart or pull in a row; it doubles
 * @param longestBackoff where the doubling ends
 */
public record NodeTimings(
        Duration pull,
        Duration start,
        Duration ready,
        Duration slowReady,
        Duration crash,
        Duration job,
        Duration stop,
        Duration firstBackoff,
        Duration longestBackoff) {

    public NodeTimings {
        if (!firstBackoff.isPositive())
            throw new IllegalArgumentException("firstBackoff: " + firstBackoff + " (expected: more than nothing)");
    }

    /** Slow enough to watch, fast enough not to wait. */
    public static NodeTimings demo() {
        return new NodeTimings(
                Duration.ofMillis(300),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                Duration.ofSeconds(20),
                Duration.ofMillis(500),
                Duration.ofSeconds(2),
                Duration.ofMillis(400),
                Duration.ofSeconds(2),
                Duration.ofSeconds(60));
    }

    /** As fast as states can still be told apart. */
    public static NodeTimings quick() {
        return new NodeTimings(
                Duration.ofMillis(10),
                Duration.ofMillis(10),
                Duration.ofMillis(20),
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofMillis(100),
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(5));
    }

    /** How long to wait after so many failures in a row (1 or more). */
    Duration backoffAfter(int failures) {
        Duration grown = firstBackoff.multipliedBy(1L << Math.min(failures - 1, 20));
        return grown.compareTo(longestBackoff) > 0 ? longestBackoff : grown;
    }
}
