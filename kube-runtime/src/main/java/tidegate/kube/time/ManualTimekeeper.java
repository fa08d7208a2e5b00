package tidegate.kube.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Time that stands still until somebody {@linkplain #advance moves} it: for tests and simulations. */
public final class ManualTimekeeper implements Timekeeper {
    private final Instant start;
    private final PriorityQueue<Pending> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Pending::nanos).thenComparingLong(Pending::order));
    private long nanos;
    private long ordered;

    public ManualTimekeeper(Instant start) {
        this.start = start;
    }

    private record Pending(long nanos, long order, Runnable task) {}

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return start.plusNanos(nanos);
    }

    @Override
    public Alarm at(long due, Runnable task) {
        synchronized (this) {
            var pending = new Pending(due, ordered++, task);
            alarms.add(pending);
            notifyAll();
            return () -> cancel(pending);
        }
    }

    private synchronized void cancel(Pending pending) {
        alarms.remove(pending);
    }

    /** Rings every alarm that is due within the duration, in order, each at its own time, on the calling thread. */
    public void advance(Duration by) {
        long until = nanos() + by.toNanos();
        for (Pending due = next(until); due != null; due = next(until))
            due.task().run();
        synchronized (this) {
            nanos = Math.max(nanos, until);
        }
    }

    private synchronized @Nullable Pending next(long until) {
        Pending first = alarms.peek();
        if (first == null || first.nanos() > until) return null;
        alarms.remove();
        nanos = Math.max(nanos, first.nanos());
        return first;
    }

    /** How many alarms are pending. */
    public synchronized int pending() {
        return alarms.size();
    }

    /** Waits (in real time) until at least so many alarms are pending, so that moving time meets them. */
    public synchronized void awaitPending(int atLeast) throws InterruptedException {
        while (alarms.size() < atLeast) wait();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        var rung = new CountDownLatch(1);
        Alarm alarm = after(duration, rung::countDown);
        try {
            rung.await();
        } finally {
            alarm.cancel();
        }
    }
}
