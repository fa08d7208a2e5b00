package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tidegate.api.json.Json;
import tidegate.api.wire.Labels;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.RolloutPlanner;
import tidegate.rollout.plan.RolloutSnapshot;

/** The controller without the service around it, on a live cluster in this JVM; each test has Rollouts of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssemblyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Bench bench;
    private final List<RunningController> running = new ArrayList<>();

    @BeforeAll
    void start() throws InterruptedException {
        bench = Bench.start();
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    @AfterEach
    void stopControllers() {
        for (RunningController controller : running.reversed()) controller.close();
        running.clear();
    }

    private Assembly controller(String... settings) {
        return controller(client -> client, new RolloutPlanner()::plan, settings);
    }

    private Assembly controller(
            UnaryOperator<KubeClient> client, BiFunction<RolloutSnapshot, Instant, Plan> planner, String... settings) {
        RunningController started = RunningController.on(bench, client, planner, settings);
        running.add(started);
        return started.assembly();
    }

    private Assembly alone(String... more) {
        var settings = new ArrayList<>(List.of("leader-election.enabled", "false"));
        settings.addAll(List.of(more));
        return controller(settings.toArray(String[]::new));
    }

    private List<String> reasonsOf(String rollout) {
        return bench.eventsOf(rollout)
                .map(event -> event.get("reason").stringOrEmpty())
                .sorted()
                .toList();
    }

    private static double metric(Assembly assembly, String series) {
        return assembly.metricsText()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .sum();
    }

    @Test
    void eachEventOfAReleaseIsWrittenOnce() {
        alone();
        bench.create(Bench.aRollout("events", "demo:blue"));
        bench.awaitHealthy("events");
        List<String> first = List.of(
                "NewReplicaSetCreated",
                "RolloutAddedToInformer",
                "RolloutCompleted",
                "RolloutNotCompleted",
                "RolloutUpdated",
                "ScalingReplicaSet");
        Bench.until("events of the first deployment", () -> reasonsOf("events").size() >= first.size());
        assertThat(reasonsOf("events")).isEqualTo(first);
        bench.setImage("events", "demo:yellow");
        bench.awaitHealthy("events");
        Bench.until("events of the update", () -> reasonsOf("events").size() >= 17);
        assertThat(reasonsOf("events").stream().filter(reason -> !reason.equals("ScalingReplicaSet")))
                .containsExactly(
                        "NewReplicaSetCreated",
                        "NewReplicaSetCreated",
                        "RolloutAddedToInformer",
                        "RolloutCompleted",
                        "RolloutCompleted",
                        "RolloutNotCompleted",
                        "RolloutNotCompleted",
                        "RolloutPaused",
                        "RolloutResumed",
                        "RolloutStepCompleted",
                        "RolloutStepCompleted",
                        "RolloutUpdated",
                        "RolloutUpdated");
        assertThat(bench.eventsOf("events").map(event -> event.get("message")).toList())
                .contains(Json.of("Rollout step 1/2 completed (setWeight: 50)"));
    }

    @Test
    void aSettledRolloutCostsNoWrite() {
        var assembly = alone("pace.resync", "1s");
        bench.create(Bench.aRollout("settled", "demo:blue"));
        bench.awaitHealthy("settled");
        String passes = "rollout_reconcile_count{namespace=\"default\",name=\"settled\"}";
        double then = metric(assembly, passes);
        Bench.until("the passes that write what is left", () -> metric(assembly, passes) > then + 1);
        long writes = bench.controllerWrites()
                .filter(w -> w.name().startsWith("settled"))
                .count();
        double now = metric(assembly, passes);
        Bench.until("two more passes", () -> metric(assembly, passes) >= now + 2);
        assertThat(bench.controllerWrites().filter(w -> w.name().startsWith("settled")))
                .hasSize((int) writes);
    }

    @Test
    void aDeletedRolloutIsSaidToBeDeletedOnceAndIsForgotten() {
        alone();
        bench.create(Bench.aRollout("deleted", "demo:blue"));
        bench.awaitHealthy("deleted");
        bench.api.delete(Bench.ROLLOUTS, new ObjectKey("default", "deleted"), Json.EMPTY_OBJECT);
        Bench.until("the event", () -> reasonsOf("deleted").contains("RolloutDeleted"));
        assertThat(reasonsOf("deleted")).containsOnlyOnce("RolloutDeleted").containsOnlyOnce("RolloutAddedToInformer");
    }

    @Test
    void aStandbyTakesOverAtOnceWhenTheLeaderStops() throws InterruptedException {
        var first = controller("scope.instance-id", "handover");
        Bench.until("the first to lead", () -> metric(first, "tidegate_leader") == 1);
        var second = controller("scope.instance-id", "handover", "leader-election.retry-period", "100ms");
        bench.create(labelled(Bench.aRollout("handover", "demo:blue"), "handover"));
        bench.awaitHealthy("handover");
        assertThat(metric(second, "tidegate_leader")).isZero();
        assertThat(second.caches().awaitSync(PATIENCE)).isTrue();

        first.work().stop();
        bench.setImage("handover", "demo:yellow");
        Bench.until("the second to lead", () -> metric(second, "tidegate_leader") == 1);
        bench.awaitHealthy("handover");
        assertThat(metric(first, "tidegate_leader")).isZero();
    }

    /** What was done under the lease is a fact, and nobody else knows of it. */
    @Test
    void whatWasDoneIsToldAlsoOnceTheLeaseIsLost() {
        var mayTell = new AtomicBoolean();
        Assembly leader = controller(
                client -> Failing.on(
                        client,
                        (method, arguments) -> isOfEvents(method, arguments) && !mayTell.get(),
                        _ -> new KubeError.Transient("not yet", Optional.empty())),
                new RolloutPlanner()::plan,
                "scope.instance-id",
                "lost",
                "leader-election.retry-period",
                "100ms");
        bench.create(labelled(Bench.aRollout("lost", "demo:blue"), "lost"));
        bench.awaitHealthy("lost");
        bench.api.patch(
                ResourceType.LEASES,
                new ObjectKey("default", "argo-rollouts-controller-lock-lost"),
                "",
                PatchType.MERGE,
                Json.parse("{\"spec\":{\"holderIdentity\":\"somebody_1\"}}"));
        Bench.until("the lease to be lost", () -> metric(leader, "tidegate_leader") == 0);
        mayTell.set(true);
        Bench.until("its events", () -> reasonsOf("lost").contains("RolloutCompleted"));
        assertThat(reasonsOf("lost"))
                .contains("RolloutAddedToInformer", "RolloutUpdated", "NewReplicaSetCreated", "ScalingReplicaSet");
    }

    private static boolean isOfEvents(String method, Object[] arguments) {
        return method.equals("create")
                && arguments[0] instanceof Resource resource
                && resource.plural().equals("events");
    }

    private static Json labelled(Json rollout, String instanceId) {
        return rollout.withAt(List.of("metadata", "labels"), Map.of(Labels.INSTANCE_ID, instanceId));
    }

    @Test
    void eachInstanceHasItsOwnRollouts() {
        var assembly = alone("scope.instance-id", "a");
        bench.create(labelled(Bench.aRollout("mine", "demo:blue"), "a"));
        bench.create(labelled(Bench.aRollout("theirs", "demo:blue"), "b"));
        bench.create(Bench.aRollout("nobodys", "demo:blue"));
        bench.awaitHealthy("mine");
        assertThat(assembly.caches().rollouts())
                .extracting(rollout -> rollout.name())
                .containsExactly("mine");
        assertThat(bench.rollout("theirs").get("status").isEmpty()).isTrue();
    }

    @Test
    void aNamespacedControllerSeesItsNamespaceOnly() throws InterruptedException {
        var assembly = alone("scope.namespaced", "true", "scope.namespace", "elsewhere");
        assertThat(assembly.caches().awaitSync(PATIENCE)).isTrue();
        bench.create(Bench.aRollout("outside", "demo:blue"));
        assertThat(assembly.caches().rollouts()).isEmpty();
        assertThat(assembly.metricsText()).doesNotContain("namespace=\"default\"");
    }

    @Test
    void aReplicaSetThatCannotBeCreatedIsAConditionAndIsTriedAgain() {
        alone();
        Json rollout = Bench.aRollout("refused", "demo:blue");
        String name = "refused";
        bench.create(rollout.withAt(
                List.of("spec", "template", "spec", "containers"),
                Json.parse("[{\"name\":\"Not A Name\",\"image\":\"demo:blue\"}]")));
        Json status = bench.await(
                        name,
                        "Degraded",
                        seen -> seen.at("status", "phase").stringOrEmpty().equals("Degraded"))
                .get("status");
        assertThat(status.get("message").stringOrEmpty()).isNotEmpty();
    }

    private static boolean isOfService(Object[] arguments) {
        return arguments[0] instanceof ObjectRef ref && ref.resource().plural().equals("services");
    }

    private static String troubleOf(Json rollout) {
        return rollout.at("status", "conditions").elements().stream()
                .filter(condition -> condition.get("type").stringOrEmpty().equals("ReconciliationError"))
                .map(condition -> condition.get("message").stringOrEmpty())
                .findFirst()
                .orElse("");
    }

    @Test
    void aServiceThatCannotBePatchedIsToldAndTheDeadlineStillPasses() {
        String[] alone = {"leader-election.enabled", "false"};
        Assembly first = controller(
                client -> Failing.on(
                        client,
                        (method, arguments) -> method.equals("patch") && isOfService(arguments),
                        times -> new KubeError.Forbidden("denied " + times)),
                new RolloutPlanner()::plan,
                alone);
        for (String service : List.of("denied-stable", "denied-canary"))
            bench.api.create(
                    ResourceType.SERVICES,
                    "default",
                    Json.object(
                            "metadata", Json.object("name", service),
                            "spec", Json.parse("{\"selector\":{\"app\":\"denied\"},\"ports\":[{\"port\":80}]}")));
        bench.create(Bench.aRollout("denied", "demo:blue")
                .withAt(List.of("spec", "strategy", "canary", "stableService"), "denied-stable")
                .withAt(List.of("spec", "strategy", "canary", "canaryService"), "denied-canary")
                .withAt(List.of("spec", "progressDeadlineSeconds"), 2));
        Json told = bench.await("denied", "told", seen -> troubleOf(seen).contains("denied-stable"));
        assertThat(troubleOf(told)).contains("Service \"denied-stable\": denied ");
        bench.setImage("denied", "demo:missing-1");
        bench.await(
                "denied",
                "the deadline",
                seen -> seen.at("status", "message").stringOrEmpty().startsWith("ProgressDeadlineExceeded"));
        assertThat(reasonsOf("denied").stream().filter("ReconciliationError"::equals))
                .hasSizeLessThanOrEqualTo(2);
        first.work().stop();
        alone();
        bench.await("denied", "over", seen -> troubleOf(seen).isEmpty());
    }

    @Test
    void aRolloutThatNobodyCanDecideAboutSaysSoAndHoldsUpNoOther() {
        BiFunction<RolloutSnapshot, Instant, Plan> planner = (seen, now) -> {
            if (seen.rollout().name().equals("broken")) throw new IllegalStateException("a case nobody thought of");
            return new RolloutPlanner().plan(seen, now);
        };
        controller(client -> client, planner, "leader-election.enabled", "false");
        bench.create(Bench.aRollout("broken", "demo:blue"));
        bench.create(Bench.aRollout("unbroken", "demo:blue"));
        bench.awaitHealthy("unbroken");
        Json told = bench.await("broken", "told", seen -> !troubleOf(seen).isEmpty());
        assertThat(troubleOf(told))
                .startsWith("decision about this Rollout: java.lang.IllegalStateException: a case nobody thought of.");
        Bench.until("its event", () -> reasonsOf("broken").contains("ReconciliationError"));
    }

    @Test
    void aRestartIsSilent() {
        Assembly first = alone();
        bench.create(Bench.aRollout("known", "demo:blue"));
        bench.awaitHealthy("known");
        Bench.until("its event", () -> reasonsOf("known").contains("RolloutCompleted"));
        first.work().stop();
        List<String> before = reasonsOf("known");
        var second = alone("pace.resync", "1s");
        String passes = "rollout_reconcile_count{namespace=\"default\",name=\"known\"}";
        Bench.until("two passes", () -> metric(second, passes) >= 2);
        assertThat(reasonsOf("known")).isEqualTo(before).containsOnlyOnce("RolloutAddedToInformer");
    }
}
