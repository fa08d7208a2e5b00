package tidegate.kube.http;

import java.time.Duration;

/**
 * Lets a burst through at once and then so many per second. Whoever reserves gets the next free place, in order; the wait
 * is theirs to keep.
 */
final class TokenBucket {
    private final double perSecond;
    private final int burst;
    private double tokens;
    private long asOfNanos;

    TokenBucket(double perSecond, int burst, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        tokens = burst;
        asOfNanos = nowNanos;
    }

    /** @return how long to wait from now */
    synchronized Duration reserve(long nowNanos) {
        if (perSecond <= 0) return Duration.ZERO;
        tokens = Math.min(burst, tokens + (nowNanos - asOfNanos) / 1e9 * perSecond);
        asOfNanos = nowNanos;
        tokens--;
        return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(-tokens / perSecond * 1e9));
    }
}
