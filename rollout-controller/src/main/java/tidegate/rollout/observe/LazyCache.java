package tidegate.rollout.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tidegate.kube.informer.Change;
import tidegate.kube.informer.Entry;
import tidegate.kube.informer.ObjectCache;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.informer.Watched;

/** A cache of a kind that few clusters need: it begins to fill when somebody first asks it. */
final class LazyCache<T> {
    private final Watched<T> cache;
    private final AtomicReference<@Nullable Instant> askedAt = new AtomicReference<>();

    LazyCache(Watched<T> cache) {
        this.cache = cache;
    }

    void subscribe(Consumer<? super Change<T>> handler) {
        cache.subscribe(handler);
    }

    /** Starts it if it was never asked before. */
    void ask(Instant now) {
        if (askedAt.compareAndSet(null, now)) cache.start();
    }

    boolean hasSynced() {
        return cache.hasSynced();
    }

    /** Whether its first list has been awaited for at most so long. */
    boolean isYoungerThan(Duration age, Instant now) {
        Instant asked = askedAt.get();
        return asked == null || now.isBefore(asked.plus(age));
    }

    Optional<T> find(ObjectKey key) {
        return cache.store().get(key).map(Entry::value);
    }

    ObjectCache cache() {
        return cache;
    }

    void close() {
        cache.close();
    }
}
