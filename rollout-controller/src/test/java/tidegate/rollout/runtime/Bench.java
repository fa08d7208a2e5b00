package tidegate.rollout.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tidegate.api.crd.Crds;
import tidegate.api.json.Json;
import tidegate.api.wire.ControllerNames;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.playground.controllers.Controllers;
import tidegate.playground.kubelet.NodeTimings;
import tidegate.playground.kubelet.SimulatedNodes;

/**
 * A small live cluster in this JVM, with our CRDs, and a Rollout to put into it. The training of the start-up cache uses it
 * without the controller or its libraries on the class path.
 */
final class Bench implements AutoCloseable {
    static final ResourceType ROLLOUTS = new ResourceType("argoproj.io", "v1alpha1", "rollouts", "Rollout", true);
    private static final ResourceType DEFINITIONS = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    final EmbeddedApi embedded;
    final KubeApi api;
    private final Controllers controllers;
    private final SimulatedNodes nodes;

    private Bench(EmbeddedApi embedded) throws InterruptedException {
        this.embedded = embedded;
        api = KubeApi.of(embedded.kubeconfig(), "bench");
        for (Json definition : Crds.definitions()) api.create(DEFINITIONS, "", definition);
        controllers = Controllers.start(api);
        nodes = SimulatedNodes.start(api, SimulatedNodes.Options.with(NodeTimings.quick()));
    }

    static Bench start() throws InterruptedException {
        return new Bench(EmbeddedApi.start());
    }

    /** Two pods, half of them first, then a pause of a second. */
    static Json aRollout(String name, String image) {
        return Json.parse("""
                {"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout",
                 "metadata":{"name":"%s","namespace":"default"},
                 "spec":{"replicas":2,"selector":{"matchLabels":{"app":"%s"}},
                   "strategy":{"canary":{"steps":[{"setWeight":50},{"pause":{"duration":"1s"}}]}},
                   "template":{"metadata":{"labels":{"app":"%s"}},
                     "spec":{"containers":[{"name":"web","image":"%s"}]}}}}""".formatted(name, name, name, image));
    }

    void create(Json rollout) {
        api.create(ROLLOUTS, "default", rollout);
    }

    void createNamespace(String name) {
        api.create(ResourceType.NAMESPACES, "", Json.object("metadata", Json.object("name", name)));
    }

    void setImage(String rollout, String image) {
        Json patch = Json.parse("{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\""
                + image + "\"}]}}}}");
        api.patch(ROLLOUTS, new ObjectKey("default", rollout), "", PatchType.MERGE, patch);
    }

    Json rollout(String name) {
        return api.get(ROLLOUTS, new ObjectKey("default", name));
    }

    /** Looks until it is true; how long it may take only bounds a failure. */
    static void until(String what, BooleanSupplier holds) {
        until(() -> what, holds);
    }

    private static void until(Supplier<String> what, BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) throw new AssertionError("not within " + PATIENCE + ": " + what.get());
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    /** Waits until the Rollout is as wanted, or fails with what it is. */
    Json await(String rollout, String what, Predicate<Json> wanted) {
        return await(new ObjectKey("default", rollout), what, wanted);
    }

    Json await(ObjectKey rollout, String what, Predicate<Json> wanted) {
        var seen = new AtomicReference<>(Json.MISSING);
        until(() -> rollout + " " + what + ": " + seen.get().get("status"), () -> {
            seen.set(api.get(ROLLOUTS, rollout));
            return wanted.test(seen.get());
        });
        return seen.get();
    }

    Json awaitHealthy(String rollout) {
        return await(rollout, "Healthy", seen -> {
            Json status = seen.get("status");
            String generation = seen.at("metadata", "generation").toString();
            return status.get("phase").stringOrEmpty().equals("Healthy")
                    && status.get("observedGeneration").stringOrEmpty().equals(generation);
        });
    }

    Stream<Json> eventsOf(String rollout) {
        return api
                .exchange("GET", "/api/v1/namespaces/default/events", Map.of(), Json.MISSING)
                .get("items")
                .elements()
                .stream()
                .filter(event ->
                        event.at("involvedObject", "name").stringOrEmpty().equals(rollout))
                .filter(event ->
                        event.at("involvedObject", "kind").stringOrEmpty().equals("Rollout"));
    }

    /** What the controller wrote, besides events and its lease. */
    Stream<ApiWrite> controllerWrites() {
        return embedded.audit().orElseThrow().writes().stream()
                .filter(write -> write.userAgent().startsWith(ControllerNames.ROLLOUTS_CONTROLLER))
                .filter(write -> !write.resource().equals("events"))
                .filter(write -> !write.resource().equals("leases"))
                .filter(write -> !write.resource().equals("selfsubjectaccessreviews"));
    }

    @Override
    public void close() {
        nodes.close();
        controllers.close();
        api.close();
        embedded.close();
    }
}
