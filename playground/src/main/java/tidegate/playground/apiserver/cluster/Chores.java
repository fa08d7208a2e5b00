package tidegate.playground.apiserver.cluster;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that follows from writes, done one at a time on a thread of its own. The same piece of work waits at most once;
 * asked for while it is being done, it is done again.
 *
 * @param <T> a value that says what to do; equal values are the same work
 */
final class Chores<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Set<T> waiting = new LinkedHashSet<>();
    private final Thread thread;

    Chores(String name, Consumer<T> worker) {
        thread = Thread.ofVirtual().name(name).start(() -> run(worker));
    }

    void add(T chore) {
        lock.lock();
        try {
            if (waiting.add(chore)) added.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run(Consumer<T> worker) {
        try {
            while (true) {
                T next = take();
                try {
                    worker.accept(next);
                } catch (RuntimeException e) {
                    LOG.error("chore failed: {}", next, e);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private T take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty()) added.await();
            var first = waiting.iterator();
            T next = first.next();
            first.remove();
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
