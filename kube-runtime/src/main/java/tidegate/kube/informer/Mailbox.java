package tidegate.kube.informer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one handler has not been told yet: per key the latest state and what the handler knows, so a slow handler holds up
 * nobody and costs at most one letter per object.
 */
final class Mailbox<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Consumer<? super Change<T>> handler;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<ObjectKey, Letter<T>> letters = new LinkedHashMap<>();
    private final Thread reader;
    private boolean closed;

    /** Both null: the object came and went unseen. */
    private record Letter<T>(
            @Nullable Entry<T> known,
            @Nullable Entry<T> now,
            @Nullable UnreadableObject broken) {}

    Mailbox(String name, Consumer<? super Change<T>> handler) {
        this.handler = handler;
        reader = Thread.ofVirtual().name(name).unstarted(this::read);
    }

    void open() {
        reader.start();
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            letters.clear();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @param before what the store had, which the handler knows unless a letter is on its way */
    void post(ObjectKey key, @Nullable Entry<T> before, @Nullable Entry<T> now, @Nullable UnreadableObject broken) {
        lock.lock();
        try {
            if (closed) return;
            Letter<T> waiting = letters.get(key);
            letters.put(key, new Letter<>(waiting == null ? before : waiting.known, now, broken));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        for (var next = take(); next != null; next = take()) deliver(next.getKey(), next.getValue());
    }

    private Map.@Nullable Entry<ObjectKey, Letter<T>> take() {
        lock.lock();
        try {
            while (letters.isEmpty() && !closed) arrived.awaitUninterruptibly();
            if (closed) return null;
            var first = Map.entry(
                    letters.keySet().iterator().next(),
                    letters.values().iterator().next());
            letters.remove(first.getKey());
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void deliver(ObjectKey key, Letter<T> letter) {
        Entry<T> known = letter.known;
        Entry<T> now = letter.now;
        if (letter.broken != null) {
            tell(new Change.Unreadable<>(letter.broken));
        } else if (known != null && now != null && known.uid().equals(now.uid())) {
            if (!known.version().equals(now.version())) tell(new Change.Updated<>(known, now));
        } else {
            if (known != null) tell(new Change.Removed<>(known));
            if (now != null) tell(new Change.Added<>(now));
        }
    }

    private void tell(Change<T> change) {
        try {
            handler.accept(change);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("key", Objects.toString(change.key()))
                    .setCause(e)
                    .log("a handler threw; it is told of the next change");
        }
    }
}
