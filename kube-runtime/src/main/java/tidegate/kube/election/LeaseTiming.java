package tidegate.kube.election;

import java.time.Duration;

/**
 * How fast a lease changes hands.
 *
 * @param lease how long others wait after the last renewal they saw
 * @param renewDeadline how long the holder acts after the last renewal that it sent and that succeeded; what is left to
 *     the lease is the safety margin for writes on their way
 * @param retry between two attempts
 */
public record LeaseTiming(Duration lease, Duration renewDeadline, Duration retry) {
    /** Candidates wait for retry times 1 to 2.2, at random. */
    static final double JITTER = 1.2;

    public static final LeaseTiming DEFAULT =
            new LeaseTiming(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    public LeaseTiming {
        if (!retry.isPositive())
            throw new IllegalArgumentException("lease retry period: " + retry + " (expected: more than zero)");
        if (lease.compareTo(Duration.ofSeconds(1)) < 0)
            throw new IllegalArgumentException("lease duration: " + lease + " (expected: 1 second or more)");
        if (renewDeadline.compareTo(lease) >= 0)
            throw new IllegalArgumentException("lease renew deadline: " + renewDeadline
                    + " (expected: less than the lease duration, " + lease + ")");
        if (renewDeadline.toNanos() <= JITTER * retry.toNanos())
            throw new IllegalArgumentException("lease renew deadline: " + renewDeadline
                    + " (expected: more than 1.2 times the retry period, " + retry + ")");
    }

    /** Silence after which a call about the lease is given up, so that another attempt fits into the deadline. */
    public Duration callTimeout() {
        return renewDeadline.dividedBy(2);
    }
}
