package tidegate.playground.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeApi.Listing;
import tidegate.playground.client.KubeApi.WatchEvent;

/**
 * A local copy of the objects a {@link Selection} names, kept by one list and then its watch.
 *
 * <p>Guarantees: the listener hears of every object once for each state that the mirror passes through, on one thread
 * and in order, and the copy already holds that state when it does. After a 410 or a lost connection the mirror lists or
 * watches again, and tells of what changed or went meanwhile; unchanged objects are not told again. States in between
 * may be skipped, as with any watch. The copy is read-only: a write shows when the API says so.
 */
public final class Mirror implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final KubeApi api;
    private final ResourceType type;
    private final Selection selection;
    private final Listener listener;
    private final Map<ObjectKey, Json> objects = new ConcurrentHashMap<>();
    private final CountDownLatch synced = new CountDownLatch(1);
    private final Thread thread;
    /** Of the last event seen; empty when the next thing to do is to list. Used on the mirror's thread only. */
    private String version = "";

    /** The highest version passed so far; it never falls, so that what has been seen stays seen. */
    private volatile long reached;

    private volatile boolean closed;

    private Mirror(KubeApi api, ResourceType type, Selection selection, Listener listener) {
        this.api = api;
        this.type = type;
        this.selection = selection;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("mirror-" + type).unstarted(this::run);
    }

    /** Told of every change. It runs on the mirror's thread: what it does delays the next event; what it throws is logged. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param before null if the object is new here
         * @param now null if the object is gone; {@code before} is then its last state
         */
        void changed(@Nullable Json before, @Nullable Json now);
    }

    /** {@link #of} and {@link #begin} in one, for listeners that do not need the mirror itself. */
    public static Mirror start(KubeApi api, ResourceType type, Selection selection, Listener listener) {
        return of(api, type, selection, listener).begin();
    }

    /** A mirror that is empty until {@link #begin}, so that its listener may use whatever holds the mirror. */
    public static Mirror of(KubeApi api, ResourceType type, Selection selection, Listener listener) {
        return new Mirror(api, type, selection, listener);
    }

    /** Starts following; returns at once. Use {@link #awaitSynced} before trusting an absence. May be called once. */
    public Mirror begin() {
        thread.start();
        return this;
    }

    /** Whether the first list came in within the time given. */
    public boolean awaitSynced(Duration atMost) throws InterruptedException {
        return synced.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Optional<Json> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** All objects at this moment, in no particular order. */
    public List<Json> all() {
        return List.copyOf(objects.values());
    }

    /**
     * Whether the copy is at least as new as a version that the API gave for an object of this mirror's selection. With
     * it a writer can tell whether its own write already shows here.
     */
    public boolean hasReached(String resourceVersion) {
        return number(resourceVersion) <= reached;
    }

    private static long number(String version) {
        return version.matches("\\d{1,18}") ? Long.parseLong(version) : 0;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!closed) {
            try {
                if (version.isEmpty()) relist();
                // each watch ends by itself after minutes, which is no failure
                api.watch(type, selection, version, this::take);
                pause = FIRST_PAUSE;
            } catch (RuntimeException e) {
                if (closed) return;
                note(e, pause);
                if (!sleep(pause)) return;
                pause = longer(pause);
            }
        }
    }

    /** Whatever broke: a mirror that ended without a word would show the past for ever. */
    private void note(RuntimeException broken, Duration pause) {
        if (broken instanceof ApiFailure failure) {
            if (failure.isGone()) version = "";
            LOG.debug(
                    "watch interrupted resource={} retryInMs={} cause={}",
                    type,
                    pause.toMillis(),
                    failure.getMessage());
        } else {
            version = "";
            LOG.error("watch broke resource={}", type, broken);
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void relist() {
        Listing listing = api.list(type, selection);
        var gone = new HashMap<>(objects);
        var changes = new ArrayList<Change>();
        for (Json item : listing.items()) {
            gone.remove(ObjectKey.of(item));
            changes.add(put(item));
        }
        gone.values().forEach(before -> changes.add(remove(before)));
        version = listing.resourceVersion();
        reach(version);
        changes.forEach(this::tell);
        synced.countDown();
    }

    private boolean take(WatchEvent event) {
        Change change = switch (event.type()) {
            case "ADDED", "MODIFIED" -> put(event.object());
            case "DELETED" -> remove(event.object());
            default -> Change.NONE; // BOOKMARK: only its version matters
        };
        version = event.object().at("metadata", "resourceVersion").string().orElse(version);
        reach(version);
        tell(change);
        return !closed;
    }

    private record Change(@Nullable Json before, @Nullable Json now) {
        static final Change NONE = new Change(null, null);
    }

    private Change put(Json object) {
        Json trimmed = object.with("metadata", object.get("metadata").without("managedFields"));
        Json before = objects.put(ObjectKey.of(trimmed), trimmed);
        boolean known = before != null && versionOf(before).equals(versionOf(trimmed));
        return known ? Change.NONE : new Change(before, trimmed);
    }

    private Change remove(Json object) {
        return objects.remove(ObjectKey.of(object)) == null ? Change.NONE : new Change(object, null);
    }

    private void reach(String newVersion) {
        reached = Math.max(reached, number(newVersion));
    }

    private void tell(Change change) {
        if (change.before() == null && change.now() == null) return;
        try {
            listener.changed(change.before(), change.now());
        } catch (RuntimeException e) {
            LOG.error("listener failed resource={}", type, e);
        }
    }

    private static String versionOf(Json object) {
        return object.at("metadata", "resourceVersion").stringOrEmpty();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
