package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.time.Timekeeper;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.rollout.plan.RolloutPlanner;

/** What Rollouts that are gone leave behind, on a live cluster in this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CleanUpTest {
    private Bench bench;

    @BeforeAll
    void start() throws InterruptedException {
        bench = Bench.start();
    }

    @AfterAll
    void stop() {
        bench.close();
    }

    private interface Check {
        void run() throws InterruptedException;
    }

    private void whileControlled(UnaryOperator<KubeClient> client, Check check) throws InterruptedException {
        var settings = Map.of(
                "tidegate.kubeconfig.path",
                bench.embedded.kubeconfig().toString(),
                "tidegate.leader-election.enabled",
                "false");
        Settings read =
                new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("tidegate", Settings.class);
        try (var connection = new Connection(read, "test")) {
            var assembly = new Assembly(
                    read,
                    client.apply(connection.work()),
                    connection.lease(),
                    new RolloutPlanner()::plan,
                    "",
                    "default",
                    Timekeeper.system(),
                    () -> {});
            assembly.work().start();
            try {
                check.run();
            } finally {
                assembly.work().stop();
            }
        }
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        Instant until = Instant.now().plus(Duration.ofSeconds(30));
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(until)) throw new AssertionError("not " + what);
            Thread.sleep(20);
        }
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

    private static boolean readsRollout(Object[] arguments, String name) {
        return arguments[0] instanceof ObjectRef ref
                && ref.resource().plural().equals("rollouts")
                && ref.name().equals(name);
    }

    private static UnaryOperator<KubeClient> failingToRead(String rollout) {
        return client -> Failing.on(
                client,
                (method, arguments) -> method.equals("get") && readsRollout(arguments, rollout),
                _ -> new KubeError.Forbidden("not you"));
    }

    @Test
    void aServiceIsReleasedOnlyIfItsRolloutIsGoneForSure() throws InterruptedException {
        bench.create(Bench.aRollout("elsewhere", "demo:blue")
                .withAt(List.of("metadata", "labels"), Map.of(Labels.INSTANCE_ID, "another")));
        service("of-the-gone", "gone");
        service("of-the-unreadable", "unreadable");
        service("of-another-shard", "elsewhere");
        whileControlled(failingToRead("unreadable"), () -> {
            await("released", () -> isReleased("of-the-gone"));
            service("later", "gone");
            await("released", () -> isReleased("later"));
            assertThat(isReleased("of-the-unreadable")).isFalse();
            assertThat(isReleased("of-another-shard")).isFalse();
        });
        whileControlled(client -> client, () -> await("released", () -> isReleased("of-the-unreadable")));
    }

    @Test
    void aServiceIsReleasedWhenItsRolloutIsDeleted() throws InterruptedException {
        bench.create(Bench.aRollout("leaving", "demo:blue"));
        whileControlled(client -> client, () -> {
            bench.awaitHealthy("leaving");
            service("stays", "leaving");
            bench.api.delete(Bench.ROLLOUTS, new ObjectKey("default", "leaving"), Json.EMPTY_OBJECT);
            await("released", () -> isReleased("stays"));
        });
    }

    @Test
    void aDeploymentGetsItsPodsBackAtTheStartIfItsRolloutIsGoneForSure() throws InterruptedException {
        bench.create(Bench.aRollout("migrated", "demo:blue"));
        String uid = bench.rollout("migrated").at("metadata", "uid").stringOrEmpty();
        deployment("of-migrated", "migrated", uid);
        deployment("of-one-before", "migrated", "of-one-before");
        deployment("of-nobody", "nobody", "nothing");
        deployment("of-hidden", "hidden", "nothing");
        whileControlled(failingToRead("hidden"), () -> {
            await("given back", () -> sizeOf("of-one-before") == 3 && sizeOf("of-nobody") == 3);
            assertThat(sizeOf("of-migrated")).isZero();
            assertThat(sizeOf("of-hidden")).isZero();
        });
    }
}
