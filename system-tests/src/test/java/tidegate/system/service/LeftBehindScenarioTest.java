package tidegate.system.service;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.bareBlueGreen;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.service;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.Await;
import tidegate.system.bench.Bench;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/** What is left of a Rollout when it is gone, and Rollouts at the edge of what the API allows. */
@ExtendWith(ScenarioExtension.class)
class LeftBehindScenarioTest {
    private static final String HASH = "rollouts-pod-template-hash";
    private static final String MANAGER = "argo-rollouts.argoproj.io/managed-by-rollouts";

    private static Expect isFree(String service) {
        return that(
                service + " selects pods of all versions and is nobody's",
                state -> state.service(service)
                        .filter(found -> found.at("spec", "selector", HASH).isMissing())
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
            on.whenApplied(DEPLOYMENT);
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

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: old}
            spec:
              replicas: 2
              selector: {matchLabels: {app: old}}
              template:
                metadata: {labels: {app: old}}
                spec: {containers: [{name: web, image: "demo:purple"}]}
            """;

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

    @Test
    void namesMayBeAsLongAsTheirReplicaSetsAllow(Scenario on) {
        String longest = "a".repeat(242);
        String tooLong = "b".repeat(250);
        on.given(named("shop", longest), named("shop", tooLong));
        on.then(healthy(longest));
        on.then(that(
                "the other one tells why it cannot go on",
                state -> state.rollouts().stream()
                        .filter(rollout ->
                                rollout.at("metadata", "name").stringOrEmpty().equals(tooLong))
                        .flatMap(rollout -> rollout.at("status", "conditions").elements().stream())
                        .anyMatch(condition ->
                                condition.get("reason").stringOrEmpty().equals("ReplicaSetCreateError"))));
    }

    private static String named(String app, String name) {
        return canary(app, 1, "blue").replaceFirst("name: " + app, "name: " + name);
    }

    @Test
    void aNamespaceThatIsDeletedInMidFlightHoldsUpNobody(Scenario on, Bench bench) {
        try (Scenario doomed = bench.newScenario("doomed");
                Shard shard = Shard.start(bench, "doomed")) {
            doomed.given(owned(shard, "lost", "missing-1"), shard.own(canary("half", 3, "blue")));
            doomed.then(that("it has begun", state -> state.replicaSets().size() >= 2));
            bench.api()
                    .delete(
                            new ResourceType("", "v1", "namespaces", "Namespace", false),
                            new ObjectKey("", doomed.namespace()),
                            Json.EMPTY_OBJECT);
            on.given(shard.own(canary("shop", 1, "blue")));
            on.then(healthy("shop"));
            doomed.then(that(
                    "nothing is left",
                    state -> state.rollouts().isEmpty() && state.replicaSets().isEmpty()));
            on.when("kubectl argo rollouts set image shop shop=demo:yellow");
            on.then(healthy("shop"), Expect.stable("shop", "yellow"));
            assertThat(shard.process().process().lastLines(500)).doesNotContain("\tat ");
        }
    }

    @Test
    void aServiceThatComesLateIsTakenUpAtOnce(Scenario on) {
        List<String> documents = List.of(blueGreen("shop", 1, "blue").split("---\n"));
        on.given(documents.get(2));
        on.then(degraded("shop", "service \"shop-active\" not found"));
        on.given(documents.get(0), documents.get(1));
        on.then(healthy("shop"), selects("shop-active", "blue"));
    }
}
