package tidegate.playground.apiserver.cluster;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.store.Event;
import tidegate.playground.apiserver.store.Key;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;

/** Who owns whom, by uid. Kept up to date by the store's events. */
final class Ownership {
    private final Map<String, Key> living = new HashMap<>();
    private final Map<String, Set<Key>> dependents = new HashMap<>();

    synchronized void note(Event event) {
        Stored previous = event.previous();
        if (previous != null) for (String owner : owners(previous)) forget(owner, previous.key());
        String uid = Meta.uid(event.object().tree());
        if (event.type() == Event.Type.DELETED) living.remove(uid);
        else {
            living.put(uid, event.object().key());
            for (String owner : owners(event.object()))
                dependents
                        .computeIfAbsent(owner, _ -> new HashSet<>())
                        .add(event.object().key());
        }
    }

    private void forget(String owner, Key dependent) {
        Set<Key> known = dependents.get(owner);
        if (known == null) return;
        known.remove(dependent);
        if (known.isEmpty()) dependents.remove(owner);
    }

    static List<String> owners(@Nullable Stored stored) {
        if (stored == null) return List.of();
        return Meta.owners(stored.tree()).stream()
                .map(owner -> Tree.textAt(owner, "uid"))
                .toList();
    }

    synchronized Set<Key> dependentsOf(String uid) {
        return Set.copyOf(dependents.getOrDefault(uid, Set.of()));
    }

    /** Where the owner is, if it lives and may own something in this namespace. */
    synchronized Optional<Key> owner(String uid, String namespaceOfDependent) {
        return Optional.ofNullable(living.get(uid))
                .filter(key -> key.namespace().isEmpty() || key.namespace().equals(namespaceOfDependent));
    }
}
