package tidegate.playground.apiserver.store;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of one resource, oldest first, as a chain: a reader holds its place in it and follows it without a lock.
 * Forgetting cuts the start of the chain off; a reader further back still has what it holds, and misses nothing.
 */
final class Journal {
    private static final int MOST_EVENTS = 5_000;

    /** A place in the chain: behind {@code event}. */
    static final class Place {
        final @Nullable Event event;
        final long version;
        volatile @Nullable Place next;

        Place(@Nullable Event event, long version) {
            this.event = event;
            this.version = version;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private volatile Place oldest = new Place(null, 0);
    private volatile Place newest = oldest;
    private volatile long forgotten;
    private int length;

    /** Appends; versions only grow. Called by one thread at a time. */
    void append(Event event) {
        Place place = new Place(event, event.version());
        lock.lock();
        try {
            newest.next = place;
            newest = place;
            if (++length > MOST_EVENTS) forgetOldest();
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void forgetOldest() {
        Place next = oldest.next;
        if (next == null) return;
        oldest = next;
        forgotten = next.version;
        length--;
    }

    /** Forgets every event up to a version. */
    void forget(long version) {
        lock.lock();
        try {
            for (Place next = oldest.next; next != null && next.version <= version; next = oldest.next) forgetOldest();
        } finally {
            lock.unlock();
        }
    }

    /** The place from which everything after a version follows; null when a part of that is forgotten. */
    @Nullable
    Place after(long version) {
        if (version < forgotten) return null;
        Place place = newest;
        if (place.version <= version) return place;
        place = oldest;
        while (true) {
            Place next = place.next;
            if (next == null || next.version > version) return place;
            place = next;
        }
    }

    /** The next place, waiting for it; null when the time is over. */
    @Nullable
    Place await(Place from, long nanos) throws InterruptedException {
        Place next = from.next;
        if (next != null) return next;
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while ((next = from.next) == null) {
                if (left <= 0) return null;
                left = grown.awaitNanos(left);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
