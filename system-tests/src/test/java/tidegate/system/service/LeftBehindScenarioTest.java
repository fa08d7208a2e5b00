package tidegate.system.service;

import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.bareBlueGreen;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.deployment;
import static tidegate.system.bench.Manifests.service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.Await;
import tidegate.system.bench.Bench;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/** What is left of a Rollout when it is gone. */
@ExtendWith(ScenarioExtension.class)
class LeftBehindScenarioTest {
    private static final String MANAGER = "argo-rollouts.argoproj.io/managed-by-rollouts";

    private static Expect isFree(String service) {
        return that(
                service + " selects pods of all versions and is nobody's",
                state -> state.service(service)
                        .filter(found ->
                                found.at("spec", "selector", ClusterState.HASH).isMissing())
                        .filter(found ->
                                found.at("metadata", "annotations", MANAGER).isMissing())
                        .filter(found -> found.at("spec", "selector", "app").isPresent())
                        .isPresent());
    }

    @Test
    void servicesOfADeletedRolloutAreFree(Scenario on) {
        on.given(blueGreen("shop", 1, "blue"));
        on.then(healthy("shop"), selects("shop-active", "blue"), selects("shop-preview", "blue"));
        on.when("kubectl delete rollout shop");
        on.then(isFree("shop-active"), isFree("shop-preview"));
    }

    @Test
    void whatWasDeletedWhileNobodyWatchedIsPutRightAtTheStart(Scenario on, Bench bench) {
        try (Shard shard = Shard.start(bench, "absent")) {
            on.given(owned(shard, "gone", "blue"), owned(shard, "stays", "green"));
            on.then(healthy("gone"), healthy("stays"), selects("stays-active", "green"));
            on.whenApplied(deployment("old", 2, "old", "purple"));
            on.given(shard.own(MIGRATED));
            on.then(healthy("migrated"));
            Await.until("the Deployment at zero", () -> sizeOfDeployment(on) == 0);
            shard.kill();
            on.when("kubectl delete rollout gone migrated");
            shard.start();
            on.then(isFree("gone-active"), isFree("gone-preview"), selects("stays-active", "green"));
            Await.until("the Deployment with its pods again", () -> sizeOfDeployment(on) == 2);
        }
    }

    /** With its Services, which belong to no shard. */
    private static String owned(Shard shard, String name, String tag) {
        return service(name + "-active", name) + "---\n" + service(name + "-preview", name) + "---\n"
                + shard.own(bareBlueGreen(name, 1, tag, ""));
    }

    private static int sizeOfDeployment(Scenario on) {
        return on.api()
                .get(ResourceType.DEPLOYMENTS, new ObjectKey(on.namespace(), "old"))
                .at("spec", "replicas")
                .integer()
                .orElse(1);
    }

    private static final String MIGRATED = """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata:
              name: migrated
            spec:
              replicas: 2
              workloadRef: {apiVersion: apps/v1, kind: Deployment, name: old, scaleDown: onsuccess}
              strategy: {canary: {}}
            """;
}
