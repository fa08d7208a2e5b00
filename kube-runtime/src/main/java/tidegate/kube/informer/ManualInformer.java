package tidegate.kube.informer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;

/**
 * An informer without a connection and without threads: somebody {@linkplain #list tells} it what a list or a watch would
 * have shown, as late and as wrongly as wanted. For models of a cluster and for tests.
 *
 * <p>Handlers run on the thread that tells. Not safe for use by many threads.
 */
public final class ManualInformer<T> implements Watched<T> {
    private final Resource resource;
    private final Function<Json, ? extends T> parser;
    private final ListRequest selection;
    private final Store<T> store;
    private final List<Consumer<? super Change<T>>> handlers = new ArrayList<>();
    private ResourceVersion version = ResourceVersion.UNKNOWN;
    private boolean synced;
    private boolean closed;

    ManualInformer(Resource resource, Function<Json, ? extends T> parser, ListRequest selection, Store<T> store) {
        this.resource = resource;
        this.parser = parser;
        this.selection = selection;
        this.store = store;
    }

    /** What it asks for: whoever tells it things keeps the rest back. */
    public ListRequest selection() {
        return selection;
    }

    /** A whole list: what is not in it is gone. */
    public void list(List<Json> objects, ResourceVersion at) {
        var listed = new HashSet<ObjectKey>();
        for (Json object : objects) {
            listed.add(Entry.keyOf(object));
            happened(object);
        }
        for (ObjectKey key : store.keys()) if (!listed.contains(key)) remove(key);
        version = at;
        synced = true;
    }

    /** An object is there, or at another version. */
    public void happened(Json object) {
        ObjectKey key = Entry.keyOf(object);
        var have = store.cached(key);
        ResourceVersion at = ResourceVersion.of(object);
        if (have.isPresent() && have.get().version().equals(at)) return;
        Entry<T> now = Entry.of(object, parser.apply(Trim.of(object)));
        Entry<T> before = store.put(now);
        tell(before, now);
        moveTo(at);
    }

    /** An object is gone. */
    public void removed(Json object) {
        remove(Entry.keyOf(object));
        moveTo(ResourceVersion.of(object));
    }

    /** Nothing else happened up to this version. */
    public void moveTo(ResourceVersion at) {
        version = version.orLater(at);
    }

    private void remove(ObjectKey key) {
        tell(store.remove(key), null);
    }

    private void tell(@Nullable Entry<T> before, @Nullable Entry<T> now) {
        if (closed) return;
        if (before != null && now != null && before.uid().equals(now.uid())) {
            tell(new Change.Updated<>(before, now));
            return;
        }
        if (before != null) tell(new Change.Removed<>(before));
        if (now != null) tell(new Change.Added<>(now));
    }

    private void tell(Change<T> change) {
        for (var handler : List.copyOf(handlers)) handler.accept(change);
    }

    @Override
    public Resource resource() {
        return resource;
    }

    @Override
    public Store<T> store() {
        return store;
    }

    @Override
    public void start() {}

    @Override
    public void subscribe(Consumer<? super Change<T>> handler) {
        store.all().forEach(entry -> handler.accept(new Change.Added<>(entry)));
        handlers.add(handler);
    }

    @Override
    public boolean hasSynced() {
        return synced;
    }

    @Override
    public boolean awaitSync(Duration atMost) {
        return synced;
    }

    @Override
    public InformerHealth health() {
        return new InformerHealth(synced, store.size(), 0, Optional.empty());
    }

    @Override
    public Optional<Cached> cached(ObjectKey key) {
        return store.cached(key);
    }

    @Override
    public ResourceVersion collectionVersion() {
        return version;
    }

    @Override
    public int rewinds() {
        return 0;
    }

    @Override
    public void close() {
        closed = true;
    }
}
