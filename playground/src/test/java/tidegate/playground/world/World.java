package tidegate.playground.world;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tidegate.api.json.Json;
import tidegate.controlplane.ControlPlane;
import tidegate.playground.SimulatedCluster;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;

/** One running API with simulated nodes and a gateway; each test works in a namespace of its own. */
public final class World implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private final ControlPlane plane;
    private final SimulatedCluster cluster;
    private final KubeApi api;

    private World(ControlPlane plane, SimulatedCluster cluster, KubeApi api) {
        this.plane = plane;
        this.cluster = cluster;
        this.api = api;
    }

    public static World start(Plane kind, SimulatedCluster.Options options) throws InterruptedException {
        ControlPlane plane = kind.start();
        return new World(
                plane,
                SimulatedCluster.start(plane.kubeconfig(), options),
                KubeApi.of(plane.kubeconfig(), "playground-test"));
    }

    public SimulatedCluster cluster() {
        return cluster;
    }

    public KubeApi api() {
        return api;
    }

    /** A namespace that nobody else uses. */
    public String namespace() {
        String name = "test-" + NAMESPACES.incrementAndGet();
        api.create(ResourceType.NAMESPACES, "", object(ResourceType.NAMESPACES, "", name));
        return name;
    }

    public static Json object(ResourceType type, String namespace, String name) {
        return Json.object(
                "apiVersion", type.apiVersion(),
                "kind", type.kind(),
                "metadata",
                        Json.object(
                                "name", name, "namespace", namespace.isEmpty() ? Json.MISSING : Json.of(namespace)));
    }

    /** A pod template of one container. */
    public static Json template(String app, String image) {
        return Json.object(
                "metadata",
                Json.object("labels", Json.of(Map.of("app", app))),
                "spec",
                Json.object(
                        "terminationGracePeriodSeconds",
                        5,
                        "containers",
                        Json.array(Json.object(
                                "name",
                                "app",
                                "image",
                                image,
                                "ports",
                                Json.array(Json.object("name", "http", "containerPort", 8080))))));
    }

    public static Json replicaSet(String namespace, String name, int replicas, Json template) {
        return workload(ResourceType.REPLICA_SETS, namespace, name, replicas, template);
    }

    public static Json deployment(String namespace, String name, int replicas, Json template) {
        return workload(ResourceType.DEPLOYMENTS, namespace, name, replicas, template);
    }

    private static Json workload(ResourceType type, String namespace, String name, int replicas, Json template) {
        Json selector = Json.object("matchLabels", template.at("metadata", "labels"));
        return object(type, namespace, name)
                .with("spec", Json.object("replicas", replicas, "selector", selector, "template", template));
    }

    public static Json service(String namespace, String name, String app, Object targetPort) {
        Json port = Json.object("name", "web", "port", 80, "targetPort", targetPort);
        return object(ResourceType.SERVICES, namespace, name)
                .with("spec", Json.object("selector", Json.of(Map.of("app", app)), "ports", Json.array(port)));
    }

    public Json create(ResourceType type, Json object) {
        return api.create(type, ObjectKey.of(object).namespace(), object);
    }

    public List<Json> list(ResourceType type, String namespace) {
        return api.list(type, Selection.inNamespace(namespace)).items();
    }

    /** The object as soon as it is as wanted. */
    public Json await(String what, ResourceType type, String namespace, String name, Predicate<Json> wanted) {
        var key = new ObjectKey(namespace, name);
        Supplier<String> seen = () -> String.valueOf(api.find(type, key).orElse(Json.MISSING));
        awaitTrue(what, () -> api.find(type, key).filter(wanted).isPresent(), seen);
        return api.get(type, key);
    }

    /** The list as soon as it is as wanted. */
    public List<Json> awaitList(String what, ResourceType type, String namespace, Predicate<List<Json>> wanted) {
        awaitTrue(
                what,
                () -> wanted.test(list(type, namespace)),
                () -> list(type, namespace).toString());
        return list(type, namespace);
    }

    public void awaitGone(ResourceType type, String namespace, String name) {
        var key = new ObjectKey(namespace, name);
        awaitTrue(name + " is gone", () -> api.find(type, key).isEmpty(), () -> "it is still there");
    }

    public static void awaitTrue(String what, BooleanSupplier condition, Supplier<String> seen) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end)
                throw new AssertionError("not within " + PATIENCE + ": " + what + "; seen: " + seen.get());
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        cluster.close();
        api.close();
        plane.close();
    }
}
