package tidegate.kube.time;

import java.time.Duration;
import java.time.Instant;

/** A monotonic clock with alarms, and the wall clock. */
public interface Timekeeper {
    /** Monotonic nanoseconds since an arbitrary start: compare differences only. */
    long nanos();

    /** The wall clock: for what other people read, and for instants they wrote. */
    Instant now();

    /**
     * Runs a short task once, at that monotonic time or as soon as it has passed. The task must not block.
     *
     * @return ends the alarm; without effect once it rang
     */
    Alarm at(long nanos, Runnable task);

    /** {@link #at} in some time from now; zero or less rings at once. */
    default Alarm after(Duration delay, Runnable task) {
        return at(nanos() + Math.max(0, delay.toNanos()), task);
    }

    /** Waits. Returns early only by interruption. */
    void sleep(Duration duration) throws InterruptedException;

    /** A pending task. */
    interface Alarm {
        void cancel();
    }

    /** The computer's clocks; one thread rings all alarms. */
    static Timekeeper system() {
        return SystemTimekeeper.INSTANCE;
    }
}
