package tidegate.cli.command;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells a waiting command that there is something new to look at. Changes while nobody waits are remembered as one. */
final class Changes {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition happened = lock.newCondition();
    private boolean isPending;

    void signal() {
        lock.lock();
        try {
            isPending = true;
            happened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a change since the last call, at most this long; answers whether there was one. */
    boolean await(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (!isPending && left > 0) left = happened.awaitNanos(left);
            boolean was = isPending;
            isPending = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** Lets changes gather. */
    static void gather(Duration pause) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
}
