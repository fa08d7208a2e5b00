package tidegate.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps to whatever is due next. What is due at the same instant happens in the order it was asked for. */
public final class VirtualTime {
    private final Instant start;
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::order));
    private long nanos;
    private long order;

    /** Something that is due; may be called off. */
    public static final class Due {
        private final long nanos;
        private final long order;
        private final Runnable what;
        private boolean off;

        private Due(long nanos, long order, Runnable what) {
            this.nanos = nanos;
            this.order = order;
            this.what = what;
        }

        private long nanos() {
            return nanos;
        }

        private long order() {
            return order;
        }

        /** Without effect once it has happened. */
        public void callOff() {
            off = true;
        }
    }

    public VirtualTime(Instant start) {
        this.start = start;
    }

    /** Since the start. */
    public long nanos() {
        return nanos;
    }

    public Instant now() {
        return start.plusNanos(nanos);
    }

    public Due after(Duration delay, Runnable what) {
        return at(nanos + Math.max(0, delay.toNanos()), what);
    }

    /** By {@link #nanos}; something that should have happened already happens next. */
    public Due at(long due, Runnable what) {
        var pending = new Due(Math.max(due, nanos), order++, what);
        queue.add(pending);
        return pending;
    }

    /** Lets the next thing happen if it is due by then; false if there is none. */
    public boolean step(long until) {
        Due due = queue.peek();
        if (due == null || due.nanos > until) return false;
        queue.poll();
        if (due.off) return true;
        nanos = Math.max(nanos, due.nanos);
        due.what.run();
        return true;
    }

    /** Lets time pass, with everything that happens in it; may be asked for from inside something that happens. */
    public void advance(Duration by) {
        long until = nanos + by.toNanos();
        while (step(until)) {}
        nanos = Math.max(nanos, until);
    }
}
