package tidegate.kube.informer;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer has: many threads read, the informer alone writes.
 *
 * <p>Reads never wait. An object that {@link #get} shows, every index shows too.
 */
public final class Store<T> {
    private static final String NAMESPACE = "namespace";
    private static final String OWNER = "owner";

    private final Map<ObjectKey, Entry<T>> entries = new ConcurrentHashMap<>();
    private final Map<ObjectKey, UnreadableObject> unreadable = new ConcurrentHashMap<>();
    private final Map<String, Index<T>> indices;

    private record Index<T>(
            Function<Entry<T>, ? extends Collection<String>> valuesOf, Map<String, Set<ObjectKey>> keys) {
        Index(Function<Entry<T>, ? extends Collection<String>> valuesOf) {
            this(valuesOf, new ConcurrentHashMap<>());
        }

        void add(Entry<T> entry) {
            for (String value : valuesOf.apply(entry))
                keys.compute(value, (_, all) -> with(all == null ? ConcurrentHashMap.newKeySet() : all, entry.key()));
        }

        private static Set<ObjectKey> with(Set<ObjectKey> all, ObjectKey key) {
            all.add(key);
            return all;
        }

        void remove(Entry<T> gone, @Nullable Entry<T> instead) {
            Collection<String> kept = instead == null ? List.of() : valuesOf.apply(instead);
            for (String value : valuesOf.apply(gone))
                if (!kept.contains(value)) keys.computeIfPresent(value, (_, all) -> without(all, gone.key()));
        }

        private static @Nullable Set<ObjectKey> without(Set<ObjectKey> all, ObjectKey key) {
            all.remove(key);
            return all.isEmpty() ? null : all;
        }

        Stream<ObjectKey> keysOf(String value) {
            return keys.getOrDefault(value, Set.of()).stream();
        }
    }

    Store(Map<String, Function<Entry<T>, ? extends Collection<String>>> custom) {
        var all = new ConcurrentHashMap<String, Index<T>>();
        custom.forEach((name, valuesOf) -> all.put(name, new Index<>(valuesOf)));
        all.put(NAMESPACE, new Index<>(entry -> List.of(entry.key().namespace())));
        all.put(OWNER, new Index<>(Entry::ownerUids));
        indices = Map.copyOf(all);
    }

    /** Empty if it is not here, which does not mean that it does not exist. */
    public Optional<Entry<T>> get(ObjectKey key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** {@link #get(ObjectKey)}, the parsed value only. */
    public Optional<T> value(String namespace, String name) {
        return get(new ObjectKey(namespace, name)).map(Entry::value);
    }

    /** Everything, in no order; each object as it is when the iteration comes to it. */
    public List<Entry<T>> all() {
        return List.copyOf(entries.values());
    }

    public List<Entry<T>> inNamespace(String namespace) {
        return indexed(NAMESPACE, namespace);
    }

    /** Objects with an owner reference to the UID, controlling or not. */
    public List<Entry<T>> ownedBy(String uid) {
        return indexed(OWNER, uid);
    }

    /**
     * Objects for which the named index yields the value.
     *
     * @throws IllegalArgumentException if the informer was built without such an index
     */
    public List<Entry<T>> indexed(String index, String value) {
        Index<T> found = indices.get(index);
        if (found == null)
            throw new IllegalArgumentException("index: " + index + " (expected: one of " + indices.keySet() + ")");
        return found.keysOf(value)
                .flatMap(key -> Optional.ofNullable(entries.get(key)).stream())
                .filter(entry -> found.valuesOf().apply(entry).contains(value))
                .toList();
    }

    public int size() {
        return entries.size();
    }

    /** Objects that exist and that the parser refused. */
    public Collection<UnreadableObject> unreadable() {
        return List.copyOf(unreadable.values());
    }

    Optional<ObjectCache.Cached> cached(ObjectKey key) {
        Entry<T> entry = entries.get(key);
        if (entry != null) return Optional.of(new ObjectCache.Cached(entry.uid(), entry.version()));
        return Optional.ofNullable(unreadable.get(key))
                .map(broken -> new ObjectCache.Cached(broken.uid(), broken.version()));
    }

    Set<ObjectKey> keys() {
        var all = new java.util.HashSet<>(entries.keySet());
        all.addAll(unreadable.keySet());
        return all;
    }

    /** Indices first, so that nobody finds the object without finding it in them. */
    @Nullable
    Entry<T> put(Entry<T> entry) {
        indices.values().forEach(index -> index.add(entry));
        Entry<T> before = entries.put(entry.key(), entry);
        if (before != null) indices.values().forEach(index -> index.remove(before, entry));
        unreadable.remove(entry.key());
        return before;
    }

    @Nullable
    Entry<T> putUnreadable(UnreadableObject broken) {
        unreadable.put(broken.key(), broken);
        return removeEntry(broken.key());
    }

    @Nullable
    Entry<T> remove(ObjectKey key) {
        unreadable.remove(key);
        return removeEntry(key);
    }

    private @Nullable Entry<T> removeEntry(ObjectKey key) {
        Entry<T> before = entries.remove(key);
        if (before != null) indices.values().forEach(index -> index.remove(before, null));
        return before;
    }
}
