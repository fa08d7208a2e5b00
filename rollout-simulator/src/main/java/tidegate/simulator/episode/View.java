package tidegate.simulator.episode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.cluster.ApiServer;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;
import tidegate.simulator.port.Cache;

/**
 * What one process is told of one kind: everything, in its order, each thing late, and for a while nothing at all. Other
 * kinds are told in their own time.
 */
final class View {
    /** A process that has never seen an object cannot know that it is missing. */
    private static final long SETTLED_NANOS = Duration.ofSeconds(10).toNanos();

    private final Kind kind;
    private final Cache cache;
    private final ApiServer api;
    private final VirtualTime time;
    private final RandomGenerator random;
    private final ArrayDeque<Late> queue = new ArrayDeque<>();
    private final Map<String, Json> told = new TreeMap<>();
    private final Set<String> hidden = new HashSet<>();
    private int slowestMillis;
    private long lastDue;
    private long silentUntil;
    private long listed;
    private boolean synced;
    private long syncedAt;
    private boolean dead;

    private record Late(Change change, long due) {}

    View(Kind kind, Cache cache, ApiServer api, VirtualTime time, RandomGenerator random, int slowestMillis) {
        this.kind = kind;
        this.cache = cache;
        this.api = api;
        this.time = time;
        this.random = random;
        this.slowestMillis = slowestMillis;
        time.after(delay(), this::list);
    }

    Kind kind() {
        return kind;
    }

    boolean isSynced() {
        return synced;
    }

    boolean isSilent() {
        return time.nanos() < silentUntil;
    }

    void die() {
        dead = true;
    }

    void calm(int slowest) {
        slowestMillis = slowest;
        silentUntil = 0;
        pump();
    }

    private Duration delay() {
        return Duration.ofMillis(random.nextInt(1, slowestMillis));
    }

    void happened(Change change) {
        if (change.kind() != kind || dead) return;
        long due = Math.max(lastDue, time.nanos() + delay().toNanos());
        lastDue = due;
        queue.add(new Late(change, due));
        time.at(due, this::pump);
    }

    private void pump() {
        if (dead || !synced) return;
        if (isSilent()) return;
        while (!queue.isEmpty() && queue.peek().due <= time.nanos()) tell(queue.remove().change);
    }

    private void tell(Change change) {
        if (change.version() <= listed) return;
        String name = change.name();
        if (!change.isDeletion() && cache.selects(change.after())) {
            told.put(name, change.after());
            if (!hidden.contains(name)) cache.happened(change.after());
        } else if (told.remove(name) != null && !hidden.contains(name)) {
            cache.removed(
                    change.last().withAt(java.util.List.of("metadata", "resourceVersion"), "" + change.version()));
        }
    }

    /** A fresh list, which overtakes what is still on its way. */
    void list() {
        if (dead) return;
        told.clear();
        for (Json object : api.list(kind))
            if (cache.selects(object)) told.put(object.at("metadata", "name").stringOrEmpty(), object);
        listed = api.version();
        if (!synced) syncedAt = time.nanos();
        synced = true;
        show();
    }

    private void show() {
        var shown = new ArrayList<Json>();
        told.forEach((name, object) -> {
            if (!hidden.contains(name)) shown.add(object);
        });
        cache.list(shown, listed);
    }

    /** Nothing is told for so long. */
    void beSilentFor(Duration wait) {
        silentUntil = time.nanos() + wait.toNanos();
        time.at(silentUntil, this::pump);
    }

    /** An object is missing for a moment although nobody deleted it. */
    void hide(String name, Duration wait) {
        if (!synced || time.nanos() - syncedAt < SETTLED_NANOS || !told.containsKey(name)) return;
        hidden.add(name);
        listed = Math.max(listed, versionTold());
        show();
        time.after(wait, () -> {
            hidden.remove(name);
            if (!dead) show();
        });
    }

    private long versionTold() {
        return told.values().stream()
                .mapToLong(object ->
                        Long.parseLong(object.at("metadata", "resourceVersion").stringOrEmpty()))
                .max()
                .orElse(0);
    }
}
