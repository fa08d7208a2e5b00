package tidegate.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.playground.client.ResourceType.DEPLOYMENTS;
import static tidegate.playground.client.ResourceType.ENDPOINTS;
import static tidegate.playground.client.ResourceType.ENDPOINT_SLICES;
import static tidegate.playground.client.ResourceType.PODS;
import static tidegate.playground.client.ResourceType.REPLICA_SETS;
import static tidegate.playground.client.ResourceType.SERVICES;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tidegate.playground.SimulatedCluster;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.playground.world.Plane;
import tidegate.playground.world.World;

/** The same on our controllers and, on the binaries, on kube-controller-manager's. */
@ParameterizedClass
@MethodSource("tidegate.playground.world.Plane#available")
@SuppressWarnings("NullAway.Init")
class ControllersTest {
    private static World world;

    @Parameter
    Plane plane;

    private String namespace;

    @BeforeParameterizedClassInvocation
    static void start(Plane plane) throws InterruptedException {
        world = World.start(plane, SimulatedCluster.Options.quick());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        world.close();
    }

    @BeforeEach
    void useANamespace() {
        namespace = world.namespace();
    }

    private Json awaitSet(String what, String name, Predicate<Json> wanted) {
        return world.await(what, REPLICA_SETS, namespace, name, wanted);
    }

    private static int status(Json object, String field) {
        return object.at("status", field).integer().orElse(0);
    }

    private void scale(String name, int replicas) {
        patch(REPLICA_SETS, name, Json.object("spec", Json.object("replicas", replicas)));
    }

    private void patch(ResourceType type, String name, Json patch) {
        world.api().patch(type, new ObjectKey(namespace, name), "", PatchType.MERGE, patch);
    }

    // --- ReplicaSets -------------------------------------------------------------------------------------------------

    @Test
    void aReplicaSetMakesItsPodsAndCountsThem() {
        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 3, World.template("web", "shop:blue")));

        Json set = awaitSet("3 are available", "web", s -> status(s, "availableReplicas") == 3);

        assertThat(status(set, "replicas")).isEqualTo(3);
        assertThat(status(set, "fullyLabeledReplicas")).isEqualTo(3);
        assertThat(status(set, "readyReplicas")).isEqualTo(3);
        assertThat(set.at("status", "observedGeneration")).isEqualTo(set.at("metadata", "generation"));
        var pods = world.list(PODS, namespace);
        assertThat(pods).hasSize(3).allSatisfy(pod -> {
            assertThat(ObjectKey.of(pod).name()).startsWith("web-");
            assertThat(pod.at("metadata", "ownerReferences").elements())
                    .singleElement()
                    .isEqualTo(Owner.controllerReference(REPLICA_SETS, set));
        });
    }

    @Test
    void scaledDownItGivesUpTheUnreadyAndTheCheapest() {
        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 4, World.template("web", "shop:blue")));
        awaitSet("4 are available", "web", s -> status(s, "availableReplicas") == 4);
        var names = world.list(PODS, namespace).stream()
                .map(pod -> ObjectKey.of(pod).name())
                .sorted()
                .toList();
        Json cost = Json.object("controller.kubernetes.io/pod-deletion-cost", "-5");
        patch(PODS, names.get(1), Json.object("metadata", Json.object("annotations", cost)));
        world.cluster().nodes().forceReadiness(new ObjectKey(namespace, names.get(2)), Optional.of(false));
        awaitSet("one is not ready", "web", s -> status(s, "readyReplicas") == 3);

        scale("web", 2);

        var left = world.awaitList("2 are left", PODS, namespace, pods -> pods.size() == 2);
        assertThat(left.stream().map(pod -> ObjectKey.of(pod).name()))
                .containsExactlyInAnyOrder(names.get(0), names.get(3));
        awaitSet("status follows", "web", s -> status(s, "replicas") == 2 && status(s, "terminatingReplicas") == 0);
    }

    @Test
    void aPodThatFailsForGoodIsReplaced() {
        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 2, World.template("web", "shop:blue")));
        awaitSet("2 are available", "web", s -> status(s, "availableReplicas") == 2);
        ObjectKey victim = ObjectKey.of(world.list(PODS, namespace).getFirst());

        world.cluster().nodes().evictPod(victim);

        world.awaitList("there is a third", PODS, namespace, pods -> pods.size() == 3);
        awaitSet("2 are available", "web", s -> status(s, "availableReplicas") == 2 && status(s, "replicas") == 2);
    }

    @Test
    void orphansThatMatchAreAdoptedAndPodsThatNoLongerMatchAreReleased() {
        Json orphan = World.object(PODS, namespace, "orphan");
        Json labelled = orphan.with("metadata", orphan.get("metadata").with("labels", Json.of(Map.of("app", "web"))));
        world.create(
                PODS, labelled.with("spec", World.template("web", "shop:blue").get("spec")));

        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 2, World.template("web", "shop:blue")));
        awaitSet("2 are available", "web", s -> status(s, "availableReplicas") == 2);
        assertThat(world.list(PODS, namespace)).hasSize(2);

        patch(PODS, "orphan", Json.object("metadata", Json.object("labels", Json.of(Map.of("app", "debug")))));
        world.await(
                "orphan is released",
                PODS,
                namespace,
                "orphan",
                pod -> pod.at("metadata", "ownerReferences").isEmpty());
        world.awaitList("it is replaced", PODS, namespace, pods -> pods.size() == 3);
    }

    @Test
    void availabilityWaitsForMinReadySeconds() {
        Json set = World.replicaSet(namespace, "web", 1, World.template("web", "shop:blue"));
        world.create(REPLICA_SETS, set.with("spec", set.get("spec").with("minReadySeconds", 2)));

        Json ready = awaitSet("it is ready", "web", s -> status(s, "readyReplicas") == 1);
        assertThat(status(ready, "availableReplicas")).isZero();
        awaitSet("it is available", "web", s -> status(s, "availableReplicas") == 1);
    }

    @Test
    void podsOfADeletedReplicaSetGoWithIt() {
        Json set =
                world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 2, World.template("web", "shop:blue")));
        awaitSet("2 are available", "web", s -> status(s, "availableReplicas") == 2);

        world.api().delete(REPLICA_SETS, ObjectKey.of(set), Json.object("propagationPolicy", "Background"));

        world.awaitGone(REPLICA_SETS, namespace, "web");
        world.awaitList("no pod is left", PODS, namespace, List::isEmpty);
    }

    @Test
    void sixtyPodsAreMadeOnceEach() {
        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 60, World.template("web", "shop:blue")));
        awaitSet("60 are available", "web", s -> status(s, "availableReplicas") == 60);
        scale("web", 10);
        world.awaitList("10 are left", PODS, namespace, pods -> pods.size() == 10);
        scale("web", 30);
        awaitSet("30 are available", "web", s -> status(s, "availableReplicas") == 30);

        assertThat(world.list(PODS, namespace)).hasSize(30);
    }

    // --- endpoints ---------------------------------------------------------------------------------------------------

    private List<Json> endpoints() {
        return world.list(ENDPOINT_SLICES, namespace).stream()
                .flatMap(slice -> slice.get("endpoints").elements().stream())
                .toList();
    }

    private static boolean has(Json endpoint, String condition) {
        return endpoint.at("conditions", condition).isTrue();
    }

    private void awaitEndpoints(String what, Predicate<List<Json>> wanted) {
        World.awaitTrue(what, () -> wanted.test(endpoints()), () -> endpoints().toString());
    }

    @Test
    void aServiceLeadsToItsReadyPodsByNamedPort() {
        world.create(SERVICES, World.service(namespace, "web", "web", "http"));
        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 2, World.template("web", "shop:blue")));

        awaitEndpoints(
                "2 are ready", all -> all.stream().filter(e -> has(e, "ready")).count() == 2);

        Json slice = world.list(ENDPOINT_SLICES, namespace).getFirst();
        assertThat(slice.get("ports").get(0).get("port").integer()).hasValue(8080);
        assertThat(slice.get("ports").get(0).get("name").stringOrEmpty()).isEqualTo("web");
        assertThat(slice.get("addressType").stringOrEmpty()).isEqualTo("IPv4");
        assertThat(slice.at("metadata", "labels")
                        .get("kubernetes.io/service-name")
                        .stringOrEmpty())
                .isEqualTo("web");
        assertThat(endpoints()).allSatisfy(endpoint -> {
            assertThat(has(endpoint, "serving")).isTrue();
            assertThat(has(endpoint, "terminating")).isFalse();
            assertThat(endpoint.at("targetRef", "kind").stringOrEmpty()).isEqualTo("Pod");
            assertThat(endpoint.get("nodeName").stringOrEmpty()).startsWith("sim-node-");
        });
        world.await(
                "Endpoints follow",
                ENDPOINTS,
                namespace,
                "web",
                e -> e.get("subsets").get(0).get("addresses").size() == 2);
    }

    @Test
    void anUnreadyPodIsListedAsNotReady() {
        world.create(SERVICES, World.service(namespace, "web", "web", 8080));
        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 1, World.template("web", "shop:slow-blue")));

        awaitEndpoints("one is listed", all -> all.size() == 1);

        Json endpoint = endpoints().getFirst();
        assertThat(has(endpoint, "ready")).isFalse();
        assertThat(has(endpoint, "serving")).isFalse();
        world.await(
                "Endpoints know it as not ready",
                ENDPOINTS,
                namespace,
                "web",
                e -> e.get("subsets").get(0).get("notReadyAddresses").size() == 1);
    }

    @Test
    void aServiceMayPublishWhatIsNotReady() {
        Json service = World.service(namespace, "web", "web", 8080);
        world.create(SERVICES, service.with("spec", service.get("spec").with("publishNotReadyAddresses", true)));
        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 1, World.template("web", "shop:slow-blue")));

        awaitEndpoints("one is ready", all -> all.size() == 1 && has(all.getFirst(), "ready"));
    }

    @Test
    void aPodOnItsWayOutServesButIsNotReady() {
        world.create(SERVICES, World.service(namespace, "web", "web", 8080));
        Json template = World.template("web", "shop:blue");
        Json stopsLate = template.withAt(List.of("metadata", "annotations", "playground.tidegate.io/stop-takes"), "3s");
        world.create(REPLICA_SETS, World.replicaSet(namespace, "web", 1, stopsLate));
        awaitEndpoints("one is ready", all -> all.size() == 1 && has(all.getFirst(), "ready"));

        scale("web", 0);

        awaitEndpoints("it terminates", all -> all.size() == 1 && has(all.getFirst(), "terminating"));
        assertThat(endpoints()).allMatch(e -> has(e, "serving") && !has(e, "ready"));
        awaitEndpoints("it is gone", List::isEmpty);
        assertThat(world.list(ENDPOINT_SLICES, namespace))
                .as("an empty slice stays")
                .hasSize(1);
    }

    @Test
    void aChangedSelectorMovesTheService() {
        world.create(SERVICES, World.service(namespace, "web", "one", 8080));
        world.create(REPLICA_SETS, World.replicaSet(namespace, "one", 1, World.template("one", "shop:blue")));
        world.create(REPLICA_SETS, World.replicaSet(namespace, "two", 2, World.template("two", "shop:green")));
        awaitEndpoints("it leads to one", all -> all.size() == 1);

        patch(SERVICES, "web", Json.object("spec", Json.object("selector", Json.of(Map.of("app", "two")))));

        awaitEndpoints(
                "it leads to two",
                all -> all.size() == 2
                        && all.stream()
                                .allMatch(e -> e.at("targetRef", "name")
                                        .stringOrEmpty()
                                        .startsWith("two-")));
    }

    @Test
    void endpointsOfADeletedServiceGoWithIt() {
        Json service = world.create(SERVICES, World.service(namespace, "web", "web", 8080));
        world.awaitList("a slice is there", ENDPOINT_SLICES, namespace, all -> all.size() == 1);

        world.api().delete(SERVICES, ObjectKey.of(service), Json.EMPTY_OBJECT);

        world.awaitList("no slice is left", ENDPOINT_SLICES, namespace, List::isEmpty);
        world.awaitGone(ENDPOINTS, namespace, "web");
    }

    // --- Deployments -------------------------------------------------------------------------------------------------

    private Json awaitDeployed(String name, int replicas, int revision) {
        return world.await(
                "revision " + revision + " of " + name + " is deployed",
                DEPLOYMENTS,
                namespace,
                name,
                d -> d.at("status", "observedGeneration").equals(d.at("metadata", "generation"))
                        && d.at("metadata", "annotations")
                                .get("deployment.kubernetes.io/revision")
                                .stringOrEmpty()
                                .equals(String.valueOf(revision))
                        && status(d, "replicas") == replicas
                        && status(d, "updatedReplicas") == replicas
                        && status(d, "availableReplicas") == replicas);
    }

    private void setImage(String name, String image) {
        Json template = World.template(name, image);
        patch(DEPLOYMENTS, name, Json.object("spec", Json.object("template", template)));
    }

    private List<String> images() {
        return world.list(PODS, namespace).stream()
                .filter(Pods::isActive)
                .map(pod -> pod.at("spec", "containers").get(0).get("image").stringOrEmpty())
                .distinct()
                .toList();
    }

    @Test
    void aDeploymentRollsToItsNextTemplateAndBack() {
        world.create(DEPLOYMENTS, World.deployment(namespace, "web", 4, World.template("web", "shop:blue")));
        awaitDeployed("web", 4, 1);

        setImage("web", "shop:green");
        Json deployed = awaitDeployed("web", 4, 2);
        assertThat(images()).containsExactly("shop:green");
        assertThat(deployed.at("status", "conditions").elements())
                .extracting(c -> c.get("reason").stringOrEmpty())
                .contains("MinimumReplicasAvailable", "NewReplicaSetAvailable");

        setImage("web", "shop:blue");
        awaitDeployed("web", 4, 3);
        assertThat(world.list(REPLICA_SETS, namespace))
                .as("the first set is used again")
                .hasSize(2);
    }

    @Test
    void anUpdateThatCannotWorkKeepsTheOldPodsAndMissesItsDeadline() {
        Json deployment = World.deployment(namespace, "web", 4, World.template("web", "shop:blue"));
        world.create(DEPLOYMENTS, deployment.with("spec", deployment.get("spec").with("progressDeadlineSeconds", 2)));
        awaitDeployed("web", 4, 1);

        setImage("web", "shop:missing-2");

        Json late = world.await(
                "the deadline is missed",
                DEPLOYMENTS,
                namespace,
                "web",
                d -> d.at("status", "conditions").elements().stream()
                        .anyMatch(c -> c.get("reason").stringOrEmpty().equals("ProgressDeadlineExceeded")));
        assertThat(status(late, "availableReplicas")).isEqualTo(3);
        assertThat(status(late, "updatedReplicas")).isEqualTo(2);
    }

    @Test
    void recreateNeverRunsTwoVersionsAtOnce() {
        Json deployment = World.deployment(namespace, "web", 2, World.template("web", "shop:blue"));
        Json spec = deployment.get("spec").with("strategy", Json.object("type", "Recreate"));
        world.create(DEPLOYMENTS, deployment.with("spec", spec));
        awaitDeployed("web", 2, 1);

        setImage("web", "shop:green");

        awaitDeployed("web", 2, 2);
        assertThat(images()).containsExactly("shop:green");
    }

    @Test
    void oldRevisionsAreForgottenBeyondTheLimit() {
        Json deployment = World.deployment(namespace, "web", 1, World.template("web", "shop:v1"));
        world.create(DEPLOYMENTS, deployment.with("spec", deployment.get("spec").with("revisionHistoryLimit", 1)));
        awaitDeployed("web", 1, 1);
        setImage("web", "shop:v2");
        awaitDeployed("web", 1, 2);
        setImage("web", "shop:v3");
        awaitDeployed("web", 1, 3);

        world.awaitList("one old set is left", REPLICA_SETS, namespace, sets -> sets.size() == 2);
    }
}
