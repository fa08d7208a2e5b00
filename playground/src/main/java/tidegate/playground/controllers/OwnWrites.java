package tidegate.playground.controllers;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tidegate.api.json.Json;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;

/**
 * What a controller has written and its mirror may not show yet. Who decides while {@link #areSeen} is false decides on
 * the past: creates twice, deletes too many.
 *
 * <p>Exact where resourceVersions are numbers that grow over the whole API, as with etcd and the embedded one.
 */
final class OwnWrites {
    private final Mirror mirror;
    private final Map<ObjectKey, Pending> byKey = new ConcurrentHashMap<>();

    private record Pending(Set<String> versions, Map<ObjectKey, String> deletedUids) {}

    OwnWrites(Mirror mirror) {
        this.mirror = mirror;
    }

    /** @param answer the object as the API answered the write */
    void wrote(ObjectKey controlled, Json answer) {
        pending(
                controlled,
                p -> p.versions().add(answer.at("metadata", "resourceVersion").stringOrEmpty()));
    }

    void deleted(ObjectKey controlled, Json object) {
        pending(controlled, p -> p.deletedUids().put(ObjectKey.of(object), Owner.uidOf(object)));
    }

    /** The API refused what {@link #deleted} announced. */
    void notDeleted(ObjectKey controlled, Json object) {
        pending(controlled, p -> p.deletedUids().remove(ObjectKey.of(object)));
    }

    private void pending(ObjectKey controlled, Consumer<Pending> change) {
        byKey.compute(controlled, (_, known) -> {
            Pending pending = known != null ? known : new Pending(new HashSet<>(), new HashMap<>());
            change.accept(pending);
            return pending;
        });
    }

    /** Whether everything written for a controlled object shows in the mirror. */
    boolean areSeen(ObjectKey controlled) {
        Pending left = byKey.computeIfPresent(controlled, (_, pending) -> {
            pending.versions().removeIf(mirror::hasReached);
            pending.deletedUids().entrySet().removeIf(deletion -> isSeenGone(deletion.getKey(), deletion.getValue()));
            return pending.versions().isEmpty() && pending.deletedUids().isEmpty() ? null : pending;
        });
        return left == null;
    }

    private boolean isSeenGone(ObjectKey key, String uid) {
        return mirror.find(key)
                .filter(found -> Owner.uidOf(found).equals(uid) && !Pods.isTerminating(found))
                .isEmpty();
    }

    void forget(ObjectKey controlled) {
        byKey.remove(controlled);
    }
}
