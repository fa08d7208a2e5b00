package tidegate.kube.election;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.WatchEvent;
import tidegate.kube.client.WatchRequest;
import tidegate.kube.client.WatchStream;

/**
 * Tells a candidate at once that nobody holds the lease any more, so that it need not wait for its next attempt.
 *
 * <p>Only a hint: without it (no right to watch, a broken connection) the candidate still finds out by asking. Never
 * opens a watch by itself: each attempt of the candidate does if there is none.
 */
final class LeaseWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
    private static final Duration LASTING = Duration.ofMinutes(5);

    private final KubeClient client;
    private final ObjectRef lease;
    private final Runnable freed;
    private @Nullable Thread reader;
    private @Nullable WatchStream stream;
    private boolean closed;

    /** @param freed runs on a thread of the watch; must be short */
    LeaseWatch(KubeClient client, ObjectRef lease, Runnable freed) {
        this.client = client;
        this.lease = lease;
        this.freed = freed;
    }

    /** Follows the lease after this version unless it follows already; returns at once. */
    synchronized void follow(ResourceVersion seen) {
        boolean follows = reader != null && reader.isAlive();
        if (closed || follows) return;
        reader = Thread.ofVirtual().name("lease-watch").start(() -> read(seen));
    }

    private void read(ResourceVersion seen) {
        var request = new WatchRequest(lease.namespace(), "", "metadata.name=" + lease.name(), seen, LASTING);
        try (WatchStream events = client.watch(LeaseElection.LEASES, request)) {
            if (!opened(events)) return;
            for (var event = events.next(); event.isPresent(); event = events.next()) if (isFree(event)) freed.run();
        } catch (KubeException e) {
            LOG.atDebug()
                    .addKeyValue("lease", lease)
                    .addKeyValue("why", e.error().message())
                    .log("the lease cannot be watched; it is asked for instead");
        }
    }

    private synchronized boolean opened(WatchStream events) {
        stream = events;
        return !closed;
    }

    private boolean isFree(Optional<WatchEvent> event) {
        return switch (event.orElseThrow()) {
            case WatchEvent.Added(var found) -> LeaseElection.holderOf(found).isEmpty();
            case WatchEvent.Modified(var found) -> LeaseElection.holderOf(found).isEmpty();
            case WatchEvent.Deleted _ -> true;
            case WatchEvent.Bookmark _, WatchEvent.Failed _, WatchEvent.Unreadable _ -> false;
        };
    }

    @Override
    public void close() {
        WatchStream open;
        synchronized (this) {
            closed = true;
            open = stream;
        }
        if (open != null) open.close();
    }
}
