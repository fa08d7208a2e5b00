package tidegate.playground.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.playground.client.ResourceType.LEASES;
import static tidegate.playground.client.ResourceType.NODES;
import static tidegate.playground.client.ResourceType.PODS;

import java.util.HashSet;
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
import tidegate.playground.client.Selection;
import tidegate.playground.world.Plane;
import tidegate.playground.world.World;

@ParameterizedClass
@MethodSource("tidegate.playground.world.Plane#available")
@SuppressWarnings("NullAway.Init")
class SimulatedNodesTest {
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

    private Json pod(String name, String image) {
        return World.object(PODS, namespace, name)
                .with("spec", World.template("web", image).get("spec"));
    }

    private Json await(String what, String name, Predicate<Json> wanted) {
        return world.await(what, PODS, namespace, name, wanted);
    }

    private static boolean isReady(Json pod) {
        return condition(pod, "Ready").equals("True");
    }

    private static String condition(Json pod, String type) {
        return pod.at("status", "conditions").elements().stream()
                .filter(c -> c.get("type").stringOrEmpty().equals(type))
                .map(c -> c.get("status").stringOrEmpty())
                .findFirst()
                .orElse("absent");
    }

    private static boolean waitsFor(Json pod, String reason) {
        return pod.at("status", "containerStatuses")
                .get(0)
                .at("state", "waiting", "reason")
                .stringOrEmpty()
                .equals(reason);
    }

    @Test
    void nodesAreReadyAndRenewTheirLeases() {
        var nodes = world.api().list(NODES, Selection.EVERYTHING).items();

        assertThat(nodes).hasSize(3).allMatch(SimulatedNodesTest::isReady);
        assertThat(world.api().find(LEASES, new ObjectKey("kube-node-lease", "sim-node-1")))
                .isPresent();
    }

    @Test
    void aPodIsBoundRunsAndGetsReadyWithAnAddressOfItsOwn() {
        world.create(PODS, pod("web", "shop:blue"));

        Json pod = await("web is ready", "web", SimulatedNodesTest::isReady);

        assertThat(pod.at("spec", "nodeName").stringOrEmpty()).startsWith("sim-node-");
        assertThat(pod.at("status", "phase").stringOrEmpty()).isEqualTo("Running");
        assertThat(pod.at("status", "podIP").stringOrEmpty()).startsWith("10.");
        assertThat(condition(pod, "PodScheduled")).isEqualTo("True");
        assertThat(condition(pod, "Initialized")).isEqualTo("True");
        assertThat(world.cluster().nodes().table().at(pod.at("status", "podIP").stringOrEmpty()))
                .hasValueSatisfying(running -> assertThat(running.isReady()).isTrue());
    }

    @Test
    void aMissingImageAndACrashingOneShowAsInKubectl() {
        world.create(PODS, pod("missing", "shop:missing-1"));
        world.create(PODS, pod("crashing", "shop:crash-1"));

        await("the pull backs off", "missing", pod -> waitsFor(pod, "ImagePullBackOff"));
        Json crashing = await("the restart backs off", "crashing", pod -> waitsFor(pod, "CrashLoopBackOff"));
        Json status = crashing.at("status", "containerStatuses").get(0);
        assertThat(status.get("restartCount").integer()).hasValue(1);
        assertThat(status.at("lastState", "terminated", "exitCode").integer()).hasValue(1);
        await(
                "it is restarted",
                "crashing",
                pod -> pod.at("status", "containerStatuses")
                                .get(0)
                                .get("restartCount")
                                .integer()
                                .orElse(0)
                        >= 2);
    }

    @Test
    void aDeletedPodStopsAndGoes() {
        Json created = world.create(PODS, pod("web", "shop:blue"));
        Json ready = await("web is ready", "web", SimulatedNodesTest::isReady);

        world.api().delete(PODS, ObjectKey.of(created), Json.EMPTY_OBJECT);

        world.awaitGone(PODS, namespace, "web");
        String address = ready.at("status", "podIP").stringOrEmpty();
        World.awaitTrue(
                "nobody holds its address",
                () -> world.cluster().nodes().table().at(address).isEmpty(),
                () -> "still held");
    }

    @Test
    void aDeletedPodWithAFinalizerStaysAsStopped() {
        Json guarded = pod("web", "shop:blue");
        Json metadata = guarded.get("metadata").with("finalizers", Json.array("test.tidegate.io/guard"));
        Json created = world.create(PODS, guarded.with("metadata", metadata));
        await("web is ready", "web", SimulatedNodesTest::isReady);

        world.api().delete(PODS, ObjectKey.of(created), Json.EMPTY_OBJECT);

        Json stopped = await(
                "it has stopped",
                "web",
                pod -> pod.at("status", "phase").stringOrEmpty().equals("Succeeded"));
        assertThat(condition(stopped, "Ready")).isEqualTo("False");
        Json patch = Json.object("metadata", Json.object("finalizers", Json.NULL));
        world.api().patch(PODS, ObjectKey.of(created), "", PatchType.MERGE, patch);
        world.awaitGone(PODS, namespace, "web");
    }

    @Test
    void aPodThatHasStoppedByItselfCanBeDeleted() {
        Json job = pod("job", "busybox");
        Json spec = job.get("spec")
                .with("restartPolicy", "Never")
                .with(
                        "containers",
                        Json.array(Json.object(
                                "name", "app", "image", "busybox", "command", List.of("sh", "-c", "exit 3"))));
        Json created = world.create(PODS, job.with("spec", spec));

        Json failed = await(
                "it has failed",
                "job",
                pod -> pod.at("status", "phase").stringOrEmpty().equals("Failed"));
        assertThat(failed.at("status", "containerStatuses")
                        .get(0)
                        .at("state", "terminated", "exitCode")
                        .integer())
                .hasValue(3);
        world.api().delete(PODS, ObjectKey.of(created), Json.EMPTY_OBJECT);
        world.awaitGone(PODS, namespace, "job");
    }

    @Test
    void aReadinessGateHoldsThePodBackAndForeignConditionsStay() {
        Json gated = pod("web", "shop:blue");
        Json spec = gated.get("spec").with("readinessGates", Json.array(Json.object("conditionType", "lb/attached")));
        world.create(PODS, gated.with("spec", spec));
        Json waiting = await(
                "its containers are ready",
                "web",
                pod -> condition(pod, "ContainersReady").equals("True"));
        assertThat(condition(waiting, "Ready")).isEqualTo("False");

        attach(waiting);

        Json ready = await("it is ready", "web", SimulatedNodesTest::isReady);
        assertThat(condition(ready, "lb/attached")).isEqualTo("True");
    }

    private void attach(Json pod) {
        Json condition = Json.object("type", "lb/attached", "status", "True");
        Json patch = Json.object("status", Json.object("conditions", Json.array(condition)));
        world.api().patch(PODS, ObjectKey.of(pod), "status", PatchType.STRATEGIC, patch);
    }

    @Test
    void aPodThatFitsNoNodeSaysSoUntilOneFits() {
        Json picky = pod("web", "shop:blue");
        String label = "zone-of-" + namespace;
        world.create(PODS, picky.with("spec", picky.get("spec").with("nodeSelector", Json.of(Map.of(label, "a")))));
        Json waiting = await(
                "it is unschedulable",
                "web",
                pod -> condition(pod, "PodScheduled").equals("False"));
        assertThat(waiting.at("status", "phase").stringOrEmpty()).isEqualTo("Pending");

        Json patch = Json.object("metadata", Json.object("labels", Json.of(Map.of(label, "a"))));
        world.api().patch(NODES, ObjectKey.clusterWide("sim-node-2"), "", PatchType.MERGE, patch);

        Json ready = await("it is ready", "web", SimulatedNodesTest::isReady);
        assertThat(ready.at("spec", "nodeName").stringOrEmpty()).isEqualTo("sim-node-2");
    }

    @Test
    void podsFollowOrders() {
        Json created = world.create(PODS, pod("web", "shop:blue"));
        ObjectKey key = ObjectKey.of(created);
        await("web is ready", "web", SimulatedNodesTest::isReady);

        world.cluster().nodes().forceReadiness(key, Optional.of(false));
        await("web is not ready", "web", pod -> !isReady(pod));
        world.cluster().nodes().forceReadiness(key, Optional.empty());
        await("web is ready again", "web", SimulatedNodesTest::isReady);
        world.cluster().nodes().failPod(key, 2);
        await(
                "web was restarted",
                "web",
                pod -> isReady(pod)
                        && pod.at("status", "containerStatuses")
                                        .get(0)
                                        .get("restartCount")
                                        .integer()
                                        .orElse(0)
                                == 1);
        world.cluster().nodes().evictPod(key);
        Json evicted = await(
                "web is evicted",
                "web",
                pod -> pod.at("status", "phase").stringOrEmpty().equals("Failed"));
        assertThat(evicted.at("status", "reason").stringOrEmpty()).isEqualTo("Evicted");
    }

    @Test
    void twoHundredPodsGetAddressesOfTheirOwn() {
        for (int i = 0; i < 200; i++) world.create(PODS, pod("web-" + i, "shop:blue"));

        var pods = world.awaitList(
                "all are ready", PODS, namespace, all -> all.stream().allMatch(SimulatedNodesTest::isReady));

        var addresses = new HashSet<String>();
        pods.forEach(pod -> addresses.add(pod.at("status", "podIP").stringOrEmpty()));
        assertThat(addresses).hasSize(200);
    }
}
