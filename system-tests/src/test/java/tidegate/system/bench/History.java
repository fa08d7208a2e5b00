package tidegate.system.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeApi.Listing;
import tidegate.playground.client.ObjectKey;

/**
 * What a namespace held at every moment, in the order in which the API made it so.
 *
 * <p>Watches of different kinds are not in step: that a Service was switched may arrive before the news that its pods are
 * ready, though the API had it the other way round. Resource versions are in step: they count the writes of all kinds.
 */
final class History {
    /** Kinds that a state is made of; Events tell what was, and are no part of it. */
    enum Of {
        ROLLOUTS,
        REPLICA_SETS,
        PODS,
        SERVICES
    }

    /** @param now null if it is gone */
    private record Change(
            Of kind, ObjectKey key, long version, @Nullable Json now) {}

    private record Which(Of kind, ObjectKey key) {}

    private final TreeMap<Long, List<Change>> changes = new TreeMap<>();
    private final Map<Which, Change> last = new HashMap<>();

    /**
     * Notes what a watch told.
     *
     * @param before the object as it was, or as it was last
     * @param now null if it is gone
     */
    synchronized void add(Of kind, @Nullable Json before, @Nullable Json now) {
        Json told = now != null ? now : before;
        if (told == null) return;
        var change = new Change(kind, ObjectKey.of(told), version(told), now);
        Change known = last.put(new Which(kind, change.key()), change);
        // of an object that a list no longer had nobody knows when it went: it is as if it had gone last
        boolean isListed = known != null && known.version() == change.version();
        changes.computeIfAbsent(isListed ? latest() : change.version(), _ -> new ArrayList<>())
                .add(change);
    }

    /** Whether all was told that led to this list of a kind. */
    synchronized boolean hasReached(Of kind, Listing listing) {
        long version = Long.parseLong(listing.resourceVersion());
        Set<ObjectKey> there = listing.items().stream().map(ObjectKey::of).collect(Collectors.toSet());
        return listing.items().stream().allMatch(one -> wasTold(kind, one))
                && last.values().stream()
                        .filter(one -> one.kind() == kind && one.now() != null)
                        .allMatch(one -> one.version() > version || there.contains(one.key()));
    }

    private boolean wasTold(Of kind, Json object) {
        Change known = last.get(new Which(kind, ObjectKey.of(object)));
        return known != null && known.version() >= version(object);
    }

    /** The version of the last write that was told of; 0 before the first. */
    synchronized long latest() {
        return changes.isEmpty() ? 0 : changes.lastKey();
    }

    /** All that an object was, in order, without the end of it. */
    synchronized List<Json> statesOf(Of kind, ObjectKey key) {
        return changes.values().stream()
                .flatMap(List::stream)
                .filter(change -> change.kind() == kind && change.key().equals(key))
                .map(Change::now)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The first state that fits, of those that came about after one version and up to another. */
    synchronized Optional<ClusterState> first(long after, long upTo, Predicate<ClusterState> fits) {
        var objects = new HashMap<Of, Map<ObjectKey, Json>>();
        for (Of kind : Of.values()) objects.put(kind, new HashMap<>());
        for (var moment : changes.headMap(upTo, true).entrySet()) {
            for (Change change : moment.getValue()) apply(change, objects.getOrDefault(change.kind(), Map.of()));
            if (moment.getKey() <= after) continue;
            ClusterState state = state(objects);
            if (fits.test(state)) return Optional.of(state);
        }
        return Optional.empty();
    }

    private static void apply(Change change, Map<ObjectKey, Json> objects) {
        if (change.now() == null) objects.remove(change.key());
        else objects.put(change.key(), change.now());
    }

    private static ClusterState state(Map<Of, Map<ObjectKey, Json>> objects) {
        return new ClusterState(
                all(objects, Of.ROLLOUTS),
                all(objects, Of.REPLICA_SETS),
                all(objects, Of.PODS),
                all(objects, Of.SERVICES),
                List.of());
    }

    private static List<Json> all(Map<Of, Map<ObjectKey, Json>> objects, Of kind) {
        return List.copyOf(objects.getOrDefault(kind, Map.of()).values());
    }

    private static long version(Json object) {
        return Long.parseLong(object.at("metadata", "resourceVersion").stringOrEmpty());
    }
}
