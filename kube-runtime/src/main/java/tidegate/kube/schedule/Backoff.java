package tidegate.kube.schedule;

import java.time.Duration;

/** Waiting times that double from the first to the cap. */
public record Backoff(Duration first, Duration cap) {
    public Backoff {
        if (!first.isPositive() || cap.compareTo(first) < 0)
            throw new IllegalArgumentException(
                    "backoff: " + first + " to " + cap + " (expected: a positive first, a cap of at least that)");
    }

    /** @param failure 1 for the first; never more than the cap, whatever the count */
    public Duration afterFailure(int failure) {
        int doublings = Math.max(0, failure - 1);
        long firstNanos = first.toNanos();
        if (doublings >= Long.numberOfLeadingZeros(firstNanos) - 1) return cap;
        Duration wait = Duration.ofNanos(firstNanos << doublings);
        return wait.compareTo(cap) < 0 ? wait : cap;
    }
}
