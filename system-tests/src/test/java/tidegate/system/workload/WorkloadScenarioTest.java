package tidegate.system.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.deployment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

@ExtendWith(ScenarioExtension.class)
class WorkloadScenarioTest {
    private static final String LEGACY = deployment("legacy", 3, "shop", "blue");

    private static String rollout(String scaleDown) {
        return """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata:
                  name: shop
                spec:
                  replicas: 3
                  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: legacy, scaleDown: %s}
                  strategy:
                    canary:
                      steps:
                        - setWeight: 34
                        - pause: {}
                """.formatted(scaleDown);
    }

    private static Expect ownPods(String tag, int count) {
        return that(
                count + " pods of the Rollout run " + tag,
                state -> state.podsOf(tag).stream()
                                .filter(WorkloadScenarioTest::isOwn)
                                .count()
                        == count);
    }

    private static Expect foreignPods(String tag, int count) {
        return that(
                count + " ready pods of the Deployment run " + tag,
                state -> state.podsOf(tag).stream()
                                .filter(pod -> !isOwn(pod) && ClusterState.isReady(pod))
                                .count()
                        == count);
    }

    private static boolean isOwn(Json pod) {
        return pod.at("metadata", "labels", ClusterState.HASH).isString();
    }

    @Test
    void aDeploymentsPodsGoAsTheRolloutsComeAndComeBackWhenItIsDeleted(Scenario on) {
        on.given(LEGACY);
        on.then(pods("blue", 3));
        on.throughout(readyPodsAtLeast(3));
        on.given(rollout("progressively"));
        on.then(healthy("shop"), ownPods("blue", 3), pods("blue", 3));
        assertThat(on.rollout("shop").at("spec", "template").isMissing()).isTrue();
        assertThat(on.rollout("shop").at("spec", "selector").isMissing()).isTrue();

        on.when("kubectl set image deployment/legacy shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), ownPods("yellow", 1));
        on.then(generationIsObserved());
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), ownPods("yellow", 3), pods("blue", 0));
    }

    @Test
    void whatARolloutTookIsGivenBackWhenItIsDeleted(Scenario on) {
        on.given(LEGACY, rollout("onsuccess"));
        on.then(healthy("shop"), ownPods("blue", 3), pods("blue", 3));
        on.when("kubectl delete rollout shop");
        on.then(foreignPods("blue", 3));
        // the rest is kube-controller-manager's: its garbage collector learns of kinds like ours every 30 s only
        on.then(ownPods("blue", 0), pods("blue", 3));
    }

    @Test
    void aWorkloadThatIsNotThereIsSaidAndWaitedFor(Scenario on) {
        on.given(rollout("never"));
        on.then(degraded("shop", "deployments.apps \"legacy\" not found"));
        on.given(LEGACY);
        on.then(healthy("shop"), ownPods("blue", 3));
        on.then(pods("blue", 6));
    }

    @Test
    void undoOfAReferencedTemplateIsNoNewRevisionOfItsOwn(Scenario on) {
        on.given(LEGACY, rollout("never"));
        on.then(healthy("shop"));
        on.when("kubectl set image deployment/legacy shop=demo:yellow");
        on.then(pausedAtStep("shop", 1));
        on.when("kubectl argo rollouts undo shop");
        on.then(healthy("shop"), ownPods("blue", 3), ownPods("yellow", 0));
    }

    private static Expect generationIsObserved() {
        return that(
                "the generation of the workload is observed",
                state -> state.rollout("shop")
                        .filter(found -> {
                            Json annotated =
                                    found.at("metadata", "annotations").get("rollout.argoproj.io/workload-generation");
                            return annotated.isString()
                                    && annotated.equals(found.at("status", "workloadObservedGeneration"));
                        })
                        .isPresent());
    }
}
