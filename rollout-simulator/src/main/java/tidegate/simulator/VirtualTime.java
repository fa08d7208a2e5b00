package tidegate.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that jumps to whatever is due next. What is due at the same instant happens in the order it was asked for. */
public final class VirtualTime {
    private record Due(Instant at, long order, Runnable what) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private Instant now;
    private long order;

    public VirtualTime(Instant start) {
        this.now = start;
    }

    public Instant now() {
        return now;
    }

    public void after(Duration delay, Runnable what) {
        at(now.plus(delay), what);
    }

    /** Something that should have happened already happens next. */
    public void at(Instant time, Runnable what) {
        queue.add(new Due(time.isBefore(now) ? now : time, order++, what));
    }

    /** Lets the next thing happen; false when nothing is due any more. */
    public boolean step() {
        Due due = queue.poll();
        if (due == null) return false;
        now = due.at();
        due.what().run();
        return true;
    }
}
