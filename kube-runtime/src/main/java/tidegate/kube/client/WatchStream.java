package tidegate.kube.client;

import java.util.Optional;

/** An open watch. One thread reads; any thread may close it, which ends a read that waits. */
public interface WatchStream extends AutoCloseable {
    /**
     * Waits for the next event.
     *
     * @return empty once the stream has ended: its time was up, the connection broke or somebody closed it
     */
    Optional<WatchEvent> next();

    @Override
    void close();
}
