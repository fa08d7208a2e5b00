package tidegate.kube.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.informer.ObjectCache;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.write.Freshness.Unseen;

/**
 * Remembers the own writes of each key until the caches show them (law 2): while it says {@link Freshness.Behind}, a
 * snapshot of the key would miss something this process did itself.
 *
 * <p>A write is seen once its cache has the object at that version or a later one, or has everything up to that version
 * without the object: somebody else deleted it, or it is no longer selected. A deletion is seen once the cache has no
 * object of that UID. Versions that cannot be compared count as not seen until the cache shows exactly them. A write
 * whose outcome is in doubt is settled by a live read when {@link #freshness} is asked. Kinds without a registered cache
 * are not remembered: nothing reads stale copies of them.
 *
 * <p>Memory: one line per key and object, dropped when seen; a key with more than {@value #MOST_PER_KEY} waits for whole
 * collections instead of objects. {@link #forget} a key when its object is gone. Safe for use by many threads.
 */
public final class WriteLedger<K> {
    static final int MOST_PER_KEY = 256;

    private final Map<Resource, ObjectCache> caches;
    private final Function<ObjectRef, Optional<Json>> live;
    private final Map<K, Page> pages = new ConcurrentHashMap<>();

    private enum Kind {
        /** The object is at the version. */
        WRITTEN,
        /** No object of the UID is left; the version is that of the own write before, which must have been seen first. */
        REMOVED,
        /** Everything up to the version happened. */
        COLLECTION
    }

    private record Line(Kind kind, ObjectRef ref, String uid, ResourceVersion version, int rewinds) {
        /** A cache that has not seen the creation yet does not have the object either. */
        Line after(Line before) {
            return new Line(kind, ref, uid, before.version, rewinds);
        }
    }

    /** What is not seen of one key; changed only inside the map's own updates. */
    private static final class Page {
        private final Map<ObjectRef, Line> lines = new LinkedHashMap<>();
        private final Map<Resource, Line> collections = new HashMap<>();
        private final Map<ObjectRef, String> doubts = new LinkedHashMap<>();

        private boolean isEmpty() {
            return size() == 0;
        }

        private int size() {
            return lines.size() + collections.size() + doubts.size();
        }
    }

    /**
     * @param caches the informer of each kind that decisions are read from
     * @param live reads an object from the server, for writes in doubt: {@link tidegate.kube.client.KubeClient#find}
     */
    public WriteLedger(Map<Resource, ? extends ObjectCache> caches, Function<ObjectRef, Optional<Json>> live) {
        this.caches = Map.copyOf(caches);
        this.live = live;
    }

    /** The object as the server answered a create or a patch. */
    public void wrote(K key, ObjectRef ref, Json answer) {
        record(key, Kind.WRITTEN, ref, answer.at("metadata", "uid").stringOrEmpty(), ResourceVersion.of(answer));
    }

    /** The server removed the object of that UID. */
    public void removed(K key, ObjectRef ref, String uid) {
        record(key, Kind.REMOVED, ref, uid, ResourceVersion.UNKNOWN);
    }

    /**
     * Nobody knows whether the write happened.
     *
     * @param uid of the object before it; {@code ""} where there was none, or that is not known
     */
    public void inDoubt(K key, ObjectRef ref, String uid) {
        if (caches.containsKey(ref.resource())) update(key, page -> page.doubts.put(ref, uid));
    }

    private void record(K key, Kind kind, ObjectRef ref, String uid, ResourceVersion version) {
        ObjectCache cache = caches.get(ref.resource());
        if (cache == null) return;
        var line = new Line(kind, ref, uid, version, cache.rewinds());
        update(key, page -> {
            Line before = page.lines.get(ref);
            page.lines.put(ref, kind == Kind.REMOVED && before != null ? line.after(before) : line);
            if (page.lines.size() > MOST_PER_KEY) summarise(page);
        });
    }

    private void update(K key, Consumer<Page> change) {
        pages.compute(key, (_, known) -> {
            Page page = known == null ? new Page() : known;
            change.accept(page);
            return page;
        });
    }

    /** Replaces lines by one per collection, which waits for at least as much; deletions stay. */
    private static void summarise(Page page) {
        for (Iterator<Line> all = page.lines.values().iterator(); all.hasNext(); ) {
            Line line = all.next();
            if (line.kind == Kind.REMOVED) continue;
            Resource resource = line.ref.resource();
            var whole = new Line(Kind.COLLECTION, new ObjectRef(resource, "", ""), "", line.version, line.rewinds);
            page.collections.merge(resource, whole, WriteLedger::later);
            all.remove();
        }
    }

    private static Line later(Line had, Line now) {
        return had.rewinds == now.rewinds && had.version.isAtLeast(now.version) ? had : now;
    }

    /**
     * Whether the caches show all that was recorded for the key; what they show is dropped. Reads from the server only
     * what is in doubt; a failure of that read leaves it so, and keeps nothing else from being told. Of a kind that it
     * does not answer for, it is asked once.
     */
    public Freshness freshness(K key) {
        var unseen = new ArrayList<Unseen>(settleDoubts(key));
        pages.computeIfPresent(key, (_, page) -> {
            page.lines.values().removeIf(this::isSeen);
            page.collections.values().removeIf(this::isSeen);
            Stream.concat(page.lines.values().stream(), page.collections.values().stream())
                    .map(line -> new Unseen.Written(line.ref, line.version))
                    .forEach(unseen::add);
            return page.isEmpty() ? null : page;
        });
        return unseen.isEmpty() ? new Freshness.CaughtUp() : new Freshness.Behind(unseen);
    }

    /** @return those that could not be settled */
    private List<Unseen> settleDoubts(K key) {
        var doubts = new AtomicReference<Map<ObjectRef, String>>(Map.of());
        pages.computeIfPresent(key, (_, found) -> {
            doubts.set(new LinkedHashMap<>(found.doubts));
            return found;
        });
        var unsettled = new ArrayList<Unseen>();
        var silent = new HashMap<Resource, KubeError>();
        doubts.get().forEach((ref, uid) -> {
            KubeError error = silent.get(ref.resource());
            if (error == null) {
                try {
                    // before the question: what came after the answer is not what is gone
                    Optional<String> before = uidBefore(ref, uid);
                    settle(key, ref, before, live.apply(ref));
                    return;
                } catch (KubeException e) {
                    error = e.error();
                    if (error.retry() == KubeError.Retry.SAME_CALL) silent.put(ref.resource(), error);
                }
            }
            unsettled.add(new Unseen.InDoubt(ref, error));
        });
        return unsettled;
    }

    private void settle(K key, ObjectRef ref, Optional<String> before, Optional<Json> found) {
        if (found.isPresent()) wrote(key, ref, found.get());
        else before.ifPresent(gone -> removed(key, ref, gone));
        update(key, page -> page.doubts.remove(ref));
    }

    /** Of the object that was written to, if there was one: what the cache shows of it may be from before the write. */
    private Optional<String> uidBefore(ObjectRef ref, String uid) {
        if (!uid.isEmpty()) return Optional.of(uid);
        return Optional.ofNullable(caches.get(ref.resource()))
                .flatMap(cache -> cache.cached(new ObjectKey(ref.namespace(), ref.name())))
                .map(ObjectCache.Cached::uid);
    }

    /** Drops what is known of a key that will not be planned again. */
    public void forget(K key) {
        pages.remove(key);
    }

    /** Lines over all keys: for a metric, and to see that nothing leaks. */
    public int size() {
        return pages.values().stream().mapToInt(Page::size).sum();
    }

    private boolean isSeen(Line line) {
        ObjectCache cache = Objects.requireNonNull(caches.get(line.ref.resource()));
        if (cache.rewinds() != line.rewinds) return true;
        boolean passed = cache.collectionVersion().isAtLeast(line.version);
        var cached = cache.cached(new ObjectKey(line.ref.namespace(), line.ref.name()));
        return switch (line.kind) {
            case WRITTEN ->
                passed || (cached.isPresent() && cached.get().version().isAtLeast(line.version));
            case REMOVED ->
                (passed || !line.version.isKnown())
                        && (cached.isEmpty() || !cached.get().uid().equals(line.uid));
            case COLLECTION -> passed;
        };
    }
}
