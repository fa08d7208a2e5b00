package tidegate.playground.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A fault that is in force for some calls, until it is taken away or has struck as often as it may. */
public final class Rule implements AutoCloseable {
    private final FaultLayer layer;
    private final Calls calls;
    private final Fault fault;
    private final int times;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final List<ApiCall> struck = new ArrayList<>();

    Rule(FaultLayer layer, Calls calls, Fault fault, int times) {
        this.layer = layer;
        this.calls = calls;
        this.fault = fault;
        this.times = times;
    }

    Fault fault() {
        return fault;
    }

    boolean isAbout(ApiCall call) {
        return gone.getCount() > 0 && calls.include(call);
    }

    /** Whether it may strike this call, which then counts. */
    synchronized boolean strikes(ApiCall call) {
        if (struck.size() >= times || !isAbout(call)) return false;
        struck.add(call);
        notifyAll();
        return true;
    }

    /** Waits until the rule is taken away, but no longer than this. */
    void awaitGone(Duration atMost) throws InterruptedException {
        gone.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    void awaitGone() throws InterruptedException {
        gone.await();
    }

    /** What it has struck so far, in order; events held back count as the watch that they belong to. */
    public synchronized List<ApiCall> hits() {
        return List.copyOf(struck);
    }

    /**
     * Waits until it has struck so often.
     *
     * @throws AssertionError if it has not within the time given
     */
    public synchronized Rule awaitHits(int count, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (struck.size() < count) {
            long left = end - System.nanoTime();
            if (left <= 0)
                throw new AssertionError(this + " struck " + struck.size() + " times (expected: " + count + ")");
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
        return this;
    }

    /** Takes it away: what it holds goes on, nothing more is struck. May be called twice. */
    @Override
    public void close() {
        layer.remove(this);
        gone.countDown();
    }

    @Override
    public String toString() {
        return fault + " for " + calls;
    }
}
