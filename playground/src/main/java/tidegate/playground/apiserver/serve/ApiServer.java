package tidegate.playground.apiserver.serve;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tidegate.controlplane.Audit;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.playground.apiserver.cluster.Definitions;
import tidegate.playground.apiserver.cluster.Endings;
import tidegate.playground.apiserver.cluster.GarbageCollector;
import tidegate.playground.apiserver.resource.BuiltIns;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.store.Store;
import tidegate.playground.apiserver.tree.Documents.Document;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.WriteOptions;
import tidegate.playground.apiserver.write.Writer;
import tools.jackson.databind.node.ObjectNode;

/** A Kubernetes API on a port of 127.0.0.1, everything in memory. */
public final class ApiServer implements AutoCloseable {
    private static final List<String> NAMESPACES = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private final Store store = new Store();
    private final Traffic traffic = new Traffic();
    private final GarbageCollector garbageCollector;
    private final Endings endings;
    private final Front front;

    /**
     * Starts it.
     *
     * @param port 0 for any free one
     */
    public ApiServer(int port, InstantSource clock) {
        Catalog catalog = new Catalog(BuiltIns.all());
        Writer writer = new Writer(store, clock);
        var definitions = new Definitions(store, catalog, writer, clock);
        garbageCollector = new GarbageCollector(store, catalog, writer);
        endings = new Endings(store, catalog, writer, definitions);
        furnish(catalog, writer);
        front = new Front(new Router(catalog, new Resources(store, writer, definitions, catalog)), traffic, port);
    }

    /** What every cluster has from its first second. */
    private static void furnish(Catalog catalog, Writer writer) {
        ResourceType namespaces = catalog.find("", "v1", "namespaces").orElseThrow();
        for (String name : NAMESPACES) create(writer, namespaces, "", named(name));
        ObjectNode service = named("kubernetes");
        ObjectNode spec = Tree.make(service, "spec");
        spec.put("clusterIP", "10.96.0.1");
        ObjectNode port = spec.putArray("ports").addObject();
        port.put("name", "https").put("port", 443).put("protocol", "TCP").put("targetPort", 6443);
        Tree.make(service, "metadata", "labels").put("component", "apiserver").put("provider", "kubernetes");
        create(writer, catalog.find("", "v1", "services").orElseThrow(), "default", service);
    }

    private static ObjectNode named(String name) {
        ObjectNode object = Tree.object();
        Tree.make(object, "metadata").put("name", name);
        return object;
    }

    private static void create(Writer writer, ResourceType type, String namespace, ObjectNode object) {
        var options = new WriteOptions(
                false, "kube-apiserver", WriteOptions.FieldValidation.IGNORE, false, new ArrayList<>());
        writer.create(type, namespace, new Document(object, List.of()), options);
    }

    public URI uri() {
        return front.uri();
    }

    /** Every write answered so far. */
    public Audit audit() {
        return traffic;
    }

    /** Forgets the log: resourceVersions up to now are too old for a watch or a page. */
    public void compact() {
        store.compact();
    }

    /**
     * What a test does with writes on their way. Each call runs on the request's own thread: while it waits, the client
     * waits.
     */
    public interface WriteHook {
        /**
         * A write has arrived and nothing is done about it; its code is 0.
         *
         * @return whether to go on; if not, nothing is done and the connection ends without an answer
         */
        default boolean arrived(ApiWrite write) throws InterruptedException {
            return true;
        }

        /** A write is done, or refused, and the client does not know yet. */
        default void answering(ApiWrite write) throws InterruptedException {}
    }

    /** From now on the hook meets every write, until it is {@linkplain #remove removed}. */
    public void add(WriteHook hook) {
        traffic.add(hook);
    }

    public void remove(WriteHook hook) {
        traffic.remove(hook);
    }

    @Override
    public void close() {
        front.close();
        garbageCollector.close();
        endings.close();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "ApiServer[%s]", uri());
    }
}
