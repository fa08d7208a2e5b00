package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.ObjectRef;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.rollout.act.KubeCluster;
import tidegate.rollout.plan.RolloutPlanner;

/** What Rollouts that are gone leave behind, on a live cluster in this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CleanUpTest {
    private final Queue<String> reads = new ConcurrentLinkedQueue<>();
    private Bench bench;

    @BeforeAll
    void start() throws InterruptedException {
        bench = Bench.start();
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    private RunningController controlled(UnaryOperator<KubeClient> client) {
        return RunningController.on(bench, client, new RolloutPlanner()::plan, "leader-election.enabled", "false");
    }

    private void service(String name, String manager) {
        Json metadata = Json.object("name", name, "annotations", Map.of(Annotations.MANAGED_BY_ROLLOUT, manager));
        Json selector = Json.object("app", manager, Labels.POD_TEMPLATE_HASH, "abc");
        bench.api.create(
                ResourceType.SERVICES,
                "default",
                Json.object(
                        "metadata",
                        metadata,
                        "spec",
                        Json.object("selector", selector, "ports", Json.parse("[{\"port\":80}]"))));
    }

    private boolean isReleased(String service) {
        Json found = bench.api.get(ResourceType.SERVICES, new ObjectKey("default", service));
        boolean selects = found.at("spec", "selector", Labels.POD_TEMPLATE_HASH).isPresent();
        boolean managed = found.at("metadata", "annotations", Annotations.MANAGED_BY_ROLLOUT)
                .isPresent();
        assertThat(selects).as("both or none: %s", found).isEqualTo(managed);
        assertThat(found.at("spec", "selector", "app").isPresent()).isTrue();
        return !selects;
    }

    private void deployment(String name, String rollout, String uid) {
        bench.api.create(
                ResourceType.DEPLOYMENTS, "default", Json.parse("""
                {"metadata":{"name":"%s","annotations":{"migration.tidegate.io/replicas":"3",
                   "migration.tidegate.io/rollout":"%s","migration.tidegate.io/rollout-uid":"%s"}},
                 "spec":{"replicas":0,"selector":{"matchLabels":{"app":"%s"}},
                   "template":{"metadata":{"labels":{"app":"%s"}},
                     "spec":{"containers":[{"name":"web","image":"demo:blue"}]}}}}""".formatted(name, rollout, uid, name, name)));
    }

    private int sizeOf(String deployment) {
        return bench.api
                .get(ResourceType.DEPLOYMENTS, new ObjectKey("default", deployment))
                .at("spec", "replicas")
                .integer()
                .orElse(1);
    }

    /** Whose reads of Rollouts are noted, and refused for that one. */
    private UnaryOperator<KubeClient> failingToRead(String rollout) {
        return client -> Failing.on(
                client,
                (method, arguments) -> {
                    boolean isOfRollout = method.equals("get")
                            && arguments[0] instanceof ObjectRef ref
                            && ref.resource().equals(KubeCluster.ROLLOUTS);
                    if (!isOfRollout) return false;
                    String name = ((ObjectRef) arguments[0]).name();
                    reads.add(name);
                    return name.equals(rollout);
                },
                _ -> new KubeError.Forbidden("not you"));
    }

    private boolean areRead(String rollout, int times) {
        return Collections.frequency(reads, rollout) >= times;
    }

    @Test
    void aServiceIsReleasedOnlyIfItsRolloutIsGoneForSure() {
        bench.create(Bench.aRollout("elsewhere", "demo:blue")
                .withAt(List.of("metadata", "labels"), Map.of(Labels.INSTANCE_ID, "another")));
        service("of-the-gone", "gone");
        service("of-the-unreadable", "unreadable");
        service("of-another-shard", "elsewhere");
        try (var _ = controlled(failingToRead("unreadable"))) {
            Bench.until("released", () -> isReleased("of-the-gone"));
            service("later", "gone");
            Bench.until("released", () -> isReleased("later"));
            Bench.until("the others were looked at", () -> areRead("unreadable", 1) && areRead("elsewhere", 1));
        }
        assertThat(isReleased("of-the-unreadable")).isFalse();
        assertThat(isReleased("of-another-shard")).isFalse();
        try (var _ = controlled(client -> client)) {
            Bench.until("released", () -> isReleased("of-the-unreadable"));
        }
    }

    @Test
    void aServiceIsReleasedWhenItsRolloutIsDeleted() {
        bench.create(Bench.aRollout("leaving", "demo:blue"));
        try (var _ = controlled(client -> client)) {
            bench.awaitHealthy("leaving");
            service("stays", "leaving");
            bench.api.delete(Bench.ROLLOUTS, new ObjectKey("default", "leaving"), Json.EMPTY_OBJECT);
            Bench.until("released", () -> isReleased("stays"));
        }
    }

    @Test
    void aDeploymentGetsItsPodsBackAtTheStartIfItsRolloutIsGoneForSure() {
        bench.create(Bench.aRollout("migrated", "demo:blue"));
        String uid = bench.rollout("migrated").at("metadata", "uid").stringOrEmpty();
        deployment("of-migrated", "migrated", uid);
        deployment("of-one-before", "migrated", "of-one-before");
        deployment("of-nobody", "nobody", "nothing");
        deployment("of-hidden", "hidden", "nothing");
        try (var _ = controlled(failingToRead("hidden"))) {
            Bench.until("given back", () -> sizeOf("of-one-before") == 3 && sizeOf("of-nobody") == 3);
            Bench.until("the others were looked at", () -> areRead("migrated", 2) && areRead("hidden", 1));
        }
        assertThat(sizeOf("of-migrated")).isZero();
        assertThat(sizeOf("of-hidden")).isZero();
    }

    @Test
    void aDeploymentThatTheRolloutNamedBeforeGetsThemBackWhenItIsDeleted() {
        bench.create(Bench.aRollout("moved-on", "demo:blue"));
        String uid = bench.rollout("moved-on").at("metadata", "uid").stringOrEmpty();
        try (var _ = controlled(client -> client)) {
            bench.awaitHealthy("moved-on");
            deployment("named-before", "moved-on", uid);
            bench.api.delete(Bench.ROLLOUTS, new ObjectKey("default", "moved-on"), Json.EMPTY_OBJECT);
            Bench.until("given back", () -> sizeOf("named-before") == 3);
        }
    }
}
