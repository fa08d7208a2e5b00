package tidegate.playground.loop;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.playground.client.ApiFailure;

/**
 * Runs one pass per key that asks for it, on virtual threads, all timers on one.
 *
 * <p>A pass may ask to be repeated after a while; the soonest request wins, and an {@link #enqueue} comes before any
 * timer. A pass that throws is repeated with a growing delay ({@link Retry}); that is logged unless it is a conflict,
 * which only says that the pass saw an older state.
 *
 * @param <K> has a useful {@code equals}
 */
public final class KeyedLoop<K> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedLoop.class);

    private final String name;
    private final Retry retry;
    private final Pass<K> pass;
    private final Semaphore workers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timers;
    private final Map<K, Slot> slots = new HashMap<>();
    private boolean closed;

    /**
     * @param name of what is done, for logs and thread names
     * @param workers passes at once, over all keys
     */
    public KeyedLoop(String name, int workers, Retry retry, Pass<K> pass) {
        this.name = name;
        this.retry = retry;
        this.pass = pass;
        this.workers = new Semaphore(workers);
        this.timers = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name + "-timer").factory());
        timers.setRemoveOnCancelPolicy(true);
    }

    /** What is done for a key. */
    @FunctionalInterface
    public interface Pass<K> {
        /** @return after which time to do it again; empty if only a new request should */
        Optional<Duration> run(K key);
    }

    /** How long to wait after the first failure in a row, doubling up to a longest delay. */
    public record Retry(Duration first, Duration longest) {
        public static final Retry USUAL = new Retry(Duration.ofMillis(50), Duration.ofSeconds(5));

        Duration after(int failures) {
            Duration grown = first.multipliedBy(1L << Math.min(failures - 1, 20));
            return grown.compareTo(longest) > 0 ? longest : grown;
        }
    }

    /** Asks for a pass as soon as possible. */
    public synchronized void enqueue(K key) {
        if (closed) return;
        Slot slot = slots.computeIfAbsent(key, _ -> new Slot());
        slot.cancelTimer();
        switch (slot.state) {
            case IDLE -> start(key, slot);
            case RUNNING -> slot.state = State.RUNNING_ASKED_AGAIN;
            case RUNNING_ASKED_AGAIN -> {}
        }
    }

    private void start(K key, Slot slot) {
        slot.state = State.RUNNING;
        threads.submit(() -> runOnce(key, slot));
    }

    private void runOnce(K key, Slot slot) {
        try {
            workers.acquire();
        } catch (InterruptedException e) {
            return; // closed
        }
        Outcome outcome;
        try {
            outcome = outcomeOf(key, slot);
        } finally {
            workers.release();
        }
        settle(key, slot, outcome);
    }

    private Outcome outcomeOf(K key, Slot slot) {
        // what was asked before this point is served by this pass
        synchronized (this) {
            slot.state = State.RUNNING;
        }
        try {
            return new Outcome(pass.run(key), false);
        } catch (RuntimeException e) {
            Duration delay = retry.after(slot.failures + 1);
            boolean expected = Thread.currentThread().isInterrupted() || e instanceof ApiFailure f && f.isConflict();
            if (expected) LOG.debug("pass to be repeated loop={} key={} cause={}", name, key, e.getMessage());
            else if (e instanceof ApiFailure)
                LOG.warn(
                        "pass failed loop={} key={} retryInMs={} cause={}",
                        name,
                        key,
                        delay.toMillis(),
                        e.getMessage());
            else LOG.error("pass failed loop={} key={} retryInMs={}", name, key, delay.toMillis(), e);
            return new Outcome(Optional.of(delay), true);
        }
    }

    private synchronized void settle(K key, Slot slot, Outcome outcome) {
        slot.failures = outcome.failed() ? slot.failures + 1 : 0;
        boolean askedAgain = slot.state == State.RUNNING_ASKED_AGAIN;
        slot.state = State.IDLE;
        if (closed) return;
        if (askedAgain && !outcome.failed()) start(key, slot);
        else if (outcome.again().isPresent())
            slot.timer = timer(key, outcome.again().get());
        else slots.remove(key);
    }

    private Future<?> timer(K key, Duration delay) {
        return timers.schedule(() -> enqueue(key), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    }

    @Override
    public synchronized void close() {
        closed = true;
        timers.shutdownNow();
        threads.shutdownNow();
    }

    private enum State {
        IDLE,
        RUNNING,
        RUNNING_ASKED_AGAIN
    }

    private record Outcome(Optional<Duration> again, boolean failed) {}

    /** Guarded by the loop's lock, but for {@code failures}, which only the one running pass reads. */
    private static final class Slot {
        State state = State.IDLE;
        int failures;

        @Nullable
        Future<?> timer;

        void cancelTimer() {
            if (timer != null) timer.cancel(false);
            timer = null;
        }
    }
}
