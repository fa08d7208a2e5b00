package tidegate.rollout.act;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Does one thing with each of many, several at once, and waits for all that were begun. */
final class SideBySide<T> {
    private final List<T> all;
    private final Predicate<T> step;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();

    private SideBySide(List<T> all, Predicate<T> step) {
        this.all = all;
        this.step = step;
    }

    /**
     * Returns when nothing runs any more. With one at once all runs in the calling thread, in order.
     *
     * @param step false begins no further one; what it throws does the same and is thrown here
     */
    static <T> void run(List<T> all, int atOnce, Predicate<T> step) {
        var work = new SideBySide<>(all, step);
        var others = new ArrayList<Thread>();
        for (int i = 1; i < Math.min(atOnce, all.size()); i++)
            others.add(Thread.ofVirtual().name("side-by-side-", i).start(work::go));
        work.go();
        others.forEach(work::await);
        RuntimeException thrown = work.broken.get();
        if (thrown != null) throw thrown;
    }

    private void go() {
        while (!stopped.get()) {
            int mine = next.getAndIncrement();
            if (mine >= all.size()) return;
            try {
                if (!step.test(all.get(mine))) stopped.set(true);
            } catch (RuntimeException e) {
                broken.compareAndSet(null, e);
                stopped.set(true);
            }
        }
    }

    private void await(Thread other) {
        boolean interrupted = false;
        while (other.isAlive()) {
            try {
                other.join();
            } catch (InterruptedException _) {
                // every call ends by its own timeout; leaving now would let writes outlive the pass
                stopped.set(true);
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
