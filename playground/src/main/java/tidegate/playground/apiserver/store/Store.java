package tidegate.playground.apiserver.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Meta;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects, under one resourceVersion that grows by one with each write.
 *
 * <p>Writers prepare the new tree outside and hand it over with the version they saw; if that is no longer the current
 * one they are told so and begin again. The one lock is held for the swap and the log entry only. A tree belongs to the
 * store once it was handed over.
 */
public final class Store {
    /** Versions begin above 1, so that no client takes the first for "unset". */
    private static final long FIRST_VERSION = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private volatile long version = FIRST_VERSION;
    private volatile long compacted = 0;

    private static final class Shelf {
        final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
        final Journal journal = new Journal();
    }

    /** What came of a write. */
    public sealed interface Outcome {
        record Done(Stored object) implements Outcome {}

        /** Somebody was faster; {@code current} is what is there now, empty for nothing. */
        record Clash(Optional<Stored> current) implements Outcome {}
    }

    /** The objects of one resource at one version, sorted by namespace and name. */
    public record Snapshot(long version, List<Stored> objects) {}

    private Shelf shelf(String resource) {
        return shelves.computeIfAbsent(resource, _ -> new Shelf());
    }

    public long version() {
        return version;
    }

    /** Called for each event, in order, while the write lock is held: only note it. */
    public void onEvent(Consumer<Event> listener) {
        listeners.add(listener);
    }

    public Optional<Stored> get(Key key) {
        return Optional.ofNullable(shelf(key.resource()).objects.get(key.place()));
    }

    public Outcome create(Key key, ObjectNode tree) {
        return write(key, null, Event.Type.ADDED, tree);
    }

    public Outcome replace(Stored seen, ObjectNode tree) {
        return write(seen.key(), seen, Event.Type.MODIFIED, tree);
    }

    /** @param last the object's last state, as watchers shall see it */
    public Outcome remove(Stored seen, ObjectNode last) {
        return write(seen.key(), seen, Event.Type.DELETED, last);
    }

    private Outcome write(Key key, @Nullable Stored seen, Event.Type type, ObjectNode tree) {
        Shelf shelf = shelf(key.resource());
        lock.lock();
        try {
            Stored current = shelf.objects.get(key.place());
            if (current != seen) return new Outcome.Clash(Optional.ofNullable(current));
            long next = version + 1;
            Meta.of(tree).put("resourceVersion", Long.toString(next));
            Stored made = new Stored(key, next, tree);
            if (type == Event.Type.DELETED) shelf.objects.remove(key.place());
            else shelf.objects.put(key.place(), made);
            Event event = new Event(type, made, current);
            shelf.journal.append(event);
            version = next; // after the log entry: whoever reads this version finds everything up to it
            listeners.forEach(listener -> listener.accept(event));
            return new Outcome.Done(made);
        } finally {
            lock.unlock();
        }
    }

    /** Everything of a resource now, in one namespace unless that is {@code ""}. */
    public Snapshot list(String resource, String namespace) {
        Shelf shelf = shelf(resource);
        lock.lock();
        try {
            var range = namespace.isEmpty()
                    ? shelf.objects
                    : shelf.objects.subMap(namespace + '/', true, namespace + '0', false);
            return new Snapshot(version, List.copyOf(range.values()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Everything of a resource as it was at a version, by undoing what the log has since then.
     *
     * @return empty when the log no longer reaches back that far
     */
    public Optional<Snapshot> listAt(String resource, String namespace, long wanted) {
        Snapshot now = list(resource, namespace);
        if (wanted >= now.version()) return Optional.of(now);
        Journal.Place place = shelf(resource).journal.after(wanted);
        if (place == null || wanted < compacted) return Optional.empty();
        var then = new TreeMap<String, Stored>();
        now.objects().forEach(stored -> then.put(stored.key().place(), stored));
        undo(place, now.version(), namespace, then);
        return Optional.of(new Snapshot(wanted, new ArrayList<>(then.values())));
    }

    private static void undo(Journal.Place from, long until, String namespace, Map<String, Stored> objects) {
        Set<String> undone = new HashSet<>();
        for (Journal.Place place = from.next; place != null && place.version <= until; place = place.next) {
            Event event = place.event;
            if (event == null) continue;
            Key key = event.object().key();
            if (!namespace.isEmpty() && !key.namespace().equals(namespace)) continue;
            if (!undone.add(key.place())) continue;
            Stored previous = event.previous();
            if (previous == null) objects.remove(key.place());
            else objects.put(key.place(), previous);
        }
    }

    /** A reader of everything after a version; empty when a part of it was compacted away. */
    public Optional<Reader> readAfter(String resource, long version) {
        Journal journal = shelf(resource).journal;
        if (version < compacted) return Optional.empty();
        Journal.Place place = journal.after(version);
        return place == null ? Optional.empty() : Optional.of(new Reader(journal, place));
    }

    /** Forgets all events so far: older resourceVersions are expired from now on. */
    public void compact() {
        lock.lock();
        try {
            compacted = version;
            shelves.values().forEach(shelf -> shelf.journal.forget(compacted));
        } finally {
            lock.unlock();
        }
    }

    /** The resources that hold at least one object. */
    public Set<String> resources() {
        var all = new HashSet<String>();
        shelves.forEach((name, shelf) -> {
            if (!shelf.objects.isEmpty()) all.add(name);
        });
        return all;
    }
}
