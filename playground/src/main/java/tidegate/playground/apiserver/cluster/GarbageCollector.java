package tidegate.playground.apiserver.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.store.Event;
import tidegate.playground.apiserver.store.Key;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.BuiltInFinalizers;
import tidegate.playground.apiserver.write.Deletion;
import tidegate.playground.apiserver.write.Deletion.Propagation;
import tidegate.playground.apiserver.write.Writer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes what nobody owns any more, in whichever order owner and dependent come and go.
 *
 * <p>A dependent goes when all its owners are gone, or only such are left as wait for it (foreground deletion). An owner
 * that is deleted in the foreground goes when no dependent blocks it; one that is deleted as an orphaner goes when no
 * dependent names it.
 */
public final class GarbageCollector implements AutoCloseable {
    private sealed interface Chore {
        /** Look whether a dependent still has an owner. */
        record Dependent(Key key) implements Chore {}

        /** Look whether an owner on its way out may go. */
        record Owner(Key key) implements Chore {}
    }

    private final Store store;
    private final Catalog catalog;
    private final Writer writer;
    private final Ownership ownership = new Ownership();
    private final Chores<Chore> chores;

    public GarbageCollector(Store store, Catalog catalog, Writer writer) {
        this.store = store;
        this.catalog = catalog;
        this.writer = writer;
        this.chores = new Chores<>("garbage-collector", this::work);
        store.onEvent(this::note);
    }

    private void note(Event event) {
        ownership.note(event);
        Stored object = event.object();
        if (event.type() == Event.Type.DELETED) {
            for (Key dependent : ownership.dependentsOf(Meta.uid(object.tree())))
                chores.add(new Chore.Dependent(dependent));
            for (String owner : Ownership.owners(object)) recheckOwner(owner, object.key());
            return;
        }
        if (!Ownership.owners(object).isEmpty()) chores.add(new Chore.Dependent(object.key()));
        for (String owner : Ownership.owners(event.previous())) recheckOwner(owner, object.key());
        if (waits(object)) chores.add(new Chore.Owner(object.key()));
    }

    private void recheckOwner(String owner, Key dependent) {
        ownership.owner(owner, dependent.namespace()).ifPresent(key -> chores.add(new Chore.Owner(key)));
    }

    private static boolean waits(Stored object) {
        if (!Meta.isBeingDeleted(object.tree())) return false;
        List<String> finalizers = Meta.finalizers(object.tree());
        return finalizers.contains(BuiltInFinalizers.FOREGROUND) || finalizers.contains(BuiltInFinalizers.ORPHAN);
    }

    private static boolean waitsForDependents(Stored object) {
        return Meta.isBeingDeleted(object.tree())
                && Meta.finalizers(object.tree()).contains(BuiltInFinalizers.FOREGROUND);
    }

    private void work(Chore chore) {
        switch (chore) {
            case Chore.Dependent(var key) -> store.get(key).ifPresent(this::dependent);
            case Chore.Owner(var key) ->
                store.get(key).filter(GarbageCollector::waits).ifPresent(this::owner);
        }
    }

    // ---- dependents

    private enum OwnerState {
        SOLID,
        WAITING,
        GONE
    }

    private OwnerState stateOf(ObjectNode reference, Stored dependent) {
        Optional<Stored> owner = ownership
                .owner(Tree.textAt(reference, "uid"), dependent.key().namespace())
                .flatMap(store::get);
        return owner.map(found -> waitsForDependents(found) ? OwnerState.WAITING : OwnerState.SOLID)
                .orElse(OwnerState.GONE);
    }

    private void dependent(Stored dependent) {
        List<ObjectNode> references = Meta.owners(dependent.tree());
        List<OwnerState> states = references.stream()
                .map(reference -> stateOf(reference, dependent))
                .toList();
        boolean solid = states.contains(OwnerState.SOLID);
        boolean departed = states.stream().anyMatch(state -> state != OwnerState.SOLID);
        if (references.isEmpty() || !departed) return;
        if (solid) dropReferences(dependent, reference -> stateOf(reference, dependent) != OwnerState.SOLID);
        else delete(dependent, states.contains(OwnerState.WAITING));
    }

    private void delete(Stored dependent, boolean ownerWaits) {
        if (Meta.isBeingDeleted(dependent.tree())) return;
        boolean ownsItself = !ownership.dependentsOf(Meta.uid(dependent.tree())).isEmpty();
        Propagation propagation = ownerWaits && ownsItself ? Propagation.FOREGROUND : Propagation.BACKGROUND;
        type(dependent)
                .ifPresent(type -> writer.tryDelete(
                        type, dependent.key().namespace(), dependent.key().name(), ofThis(dependent, propagation)));
    }

    private static Deletion ofThis(Stored object, Propagation propagation) {
        return new Deletion(
                OptionalLong.empty(), Meta.uid(object.tree()), Meta.resourceVersion(object.tree()), propagation, false);
    }

    private Optional<ResourceType> type(Stored object) {
        return catalog.stored(object.key().resource());
    }

    private void dropReferences(Stored dependent, Predicate<ObjectNode> dropped) {
        type(dependent)
                .ifPresent(type -> writer.internally(
                        type, dependent.key().namespace(), dependent.key().name(), object -> without(object, dropped)));
    }

    private static ObjectNode without(ObjectNode object, Predicate<ObjectNode> dropped) {
        ArrayNode kept = Tree.array();
        for (ObjectNode reference : Meta.owners(object)) if (!dropped.test(reference)) kept.add(reference);
        if (kept.isEmpty()) Meta.of(object).remove("ownerReferences");
        else Meta.of(object).set("ownerReferences", kept);
        return object;
    }

    // ---- owners

    private void owner(Stored owner) {
        String uid = Meta.uid(owner.tree());
        List<Stored> dependents = ownership.dependentsOf(uid).stream()
                .flatMap(key -> store.get(key).stream())
                .toList();
        List<String> finalizers = new ArrayList<>(Meta.finalizers(owner.tree()));
        if (finalizers.contains(BuiltInFinalizers.ORPHAN)) {
            for (Stored dependent : dependents)
                dropReferences(
                        dependent, reference -> Tree.textAt(reference, "uid").equals(uid));
            release(owner, BuiltInFinalizers.ORPHAN);
            return;
        }
        dependents.forEach(this::dependent);
        boolean blocked = ownership.dependentsOf(uid).stream()
                .flatMap(key -> store.get(key).stream())
                .anyMatch(dependent -> blocks(dependent, uid));
        if (!blocked) release(owner, BuiltInFinalizers.FOREGROUND);
    }

    private static boolean blocks(Stored dependent, String ownerUid) {
        return Meta.owners(dependent.tree()).stream()
                .anyMatch(reference ->
                        Tree.textAt(reference, "uid").equals(ownerUid) && Tree.trueAt(reference, "blockOwnerDeletion"));
    }

    private void release(Stored owner, String finalizer) {
        type(owner)
                .ifPresent(type -> writer.internally(
                        type, owner.key().namespace(), owner.key().name(), object -> {
                            var left = new ArrayList<>(Meta.finalizers(object));
                            left.remove(finalizer);
                            Meta.setFinalizers(object, left);
                            return object;
                        }));
    }

    @Override
    public void close() {
        chores.close();
    }
}
