package tidegate.kube.informer;

import java.time.Duration;
import java.util.function.Consumer;
import tidegate.kube.client.Resource;

/** A local copy of one collection, and news of its changes. */
public interface Watched<T> extends ObjectCache, AutoCloseable {
    Resource resource();

    /** What it has. */
    Store<T> store();

    void start();

    /**
     * Tells the handler of everything that is here as added, then of every change, one call at a time, until closed.
     * Changes of one object may be told as one, never in the wrong order.
     */
    void subscribe(Consumer<? super Change<T>> handler);

    /** The first list is in the store. */
    boolean hasSynced();

    /** Waits for the first list; false if the time was up before. */
    boolean awaitSync(Duration atMost) throws InterruptedException;

    InformerHealth health();

    @Override
    void close();
}
