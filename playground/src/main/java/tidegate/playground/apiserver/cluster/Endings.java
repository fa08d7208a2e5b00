package tidegate.playground.apiserver.cluster;

import java.util.Optional;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.store.Event;
import tidegate.playground.apiserver.store.Key;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.Deletion;
import tidegate.playground.apiserver.write.Writer;

/** Ends what contains objects: a namespace, and the definition of a kind, go when the last of them is gone. */
public final class Endings implements AutoCloseable {
    private sealed interface Chore {
        record OfNamespace(String name) implements Chore {}

        record OfDefinition(String name) implements Chore {}
    }

    private static final String NAMESPACES = "namespaces";

    private final Store store;
    private final Catalog catalog;
    private final Writer writer;
    private final Definitions definitions;
    private final Chores<Chore> chores;

    public Endings(Store store, Catalog catalog, Writer writer, Definitions definitions) {
        this.store = store;
        this.catalog = catalog;
        this.writer = writer;
        this.definitions = definitions;
        this.chores = new Chores<>("endings", this::work);
        store.onEvent(this::note);
    }

    private void note(Event event) {
        Key key = event.object().key();
        boolean ending = Meta.isBeingDeleted(event.object().tree());
        if (key.resource().equals(NAMESPACES)) {
            if (ending && event.type() != Event.Type.DELETED) chores.add(new Chore.OfNamespace(key.name()));
        } else if (key.resource().equals(Definitions.STORAGE)) {
            if (ending || event.type() == Event.Type.DELETED) chores.add(new Chore.OfDefinition(key.name()));
        } else if (event.type() == Event.Type.ADDED) {
            // slipped in between the look at its namespace and the end of that
            if (!key.namespace().isEmpty() && !isLiving(key.namespace()))
                chores.add(new Chore.OfNamespace(key.namespace()));
        } else if (event.type() == Event.Type.DELETED) {
            if (isEnding(NAMESPACES, key.namespace())) chores.add(new Chore.OfNamespace(key.namespace()));
            if (isEnding(Definitions.STORAGE, key.resource())) chores.add(new Chore.OfDefinition(key.resource()));
        }
    }

    private boolean isLiving(String namespace) {
        return store.get(new Key(NAMESPACES, "", namespace))
                .filter(found -> !Meta.isBeingDeleted(found.tree()))
                .isPresent();
    }

    private boolean isEnding(String resource, String name) {
        return !name.isEmpty()
                && store.get(new Key(resource, "", name))
                        .filter(found -> Meta.isBeingDeleted(found.tree()))
                        .isPresent();
    }

    private void work(Chore chore) {
        switch (chore) {
            case Chore.OfNamespace(var name) -> empty(name);
            case Chore.OfDefinition(var name) -> definitions.reconcile(name);
        }
    }

    private void empty(String namespace) {
        boolean left = false;
        for (String resource : store.resources()) {
            Optional<ResourceType> type = catalog.stored(resource).filter(ResourceType::namespaced);
            if (type.isEmpty()) continue;
            for (Stored object : store.list(resource, namespace).objects())
                if (!Meta.isBeingDeleted(object.tree()))
                    writer.tryDelete(type.get(), namespace, object.key().name(), Deletion.plain());
            left |= !store.list(resource, namespace).objects().isEmpty();
        }
        if (left) return;
        ResourceType namespaces = catalog.find("", "v1", NAMESPACES).orElseThrow();
        writer.internally(namespaces, "", namespace, object -> {
            Tree.make(object, "spec").remove("finalizers");
            return object;
        });
    }

    @Override
    public void close() {
        chores.close();
    }
}
