package tidegate.system.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.events;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pausedBeforePromotion;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.replicaSets;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.servesWith;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.status;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/**
 * The other controller is a label: ours does not see Rollouts of another instance. Taking the label away hands one over.
 */
@ExtendWith(ScenarioExtension.class)
class TakeoverScenarioTest {
    private static final String INSTANCE = "argo-rollouts.argoproj.io/controller-instance-id";
    private static final String PAUSED_AT = "2026-01-01T00:00:00Z";

    @Test
    void aCanaryInItsPauseGoesOnWithLabelsAndStepsNobodyCanCompute(Scenario on) {
        leave(on, canary("shop", 5, "yellow", "setWeight: 20", "pause: {}", "setWeight: 60", "pause: {}"));
        replicaSet(on, "blue", "0ther1", 1, 4, 5);
        replicaSet(on, "yellow", "0ther2", 2, 1, 5);
        on.then(pods("blue", 4), pods("yellow", 1));
        statusOf(on, """
                {"observedGeneration":"1","phase":"Paused","message":"CanaryPauseStep","currentPodHash":"0ther2",
                 "stableRS":"0ther1","currentStepHash":"foreign","currentStepIndex":1,"replicas":5,"updatedReplicas":1,
                 "readyReplicas":5,"availableReplicas":5,"HPAReplicas":5,"selector":"app=shop","controllerPause":true,
                 "canary":{},"blueGreen":{},"pauseConditions":[{"reason":"CanaryPauseStep","startTime":"%1$s"}]}""");
        Set<String> before = uids(on);
        handOver(on);
        on.then(pausedAtStep("shop", 1), stepsAreOurs(), pods("blue", 4), pods("yellow", 1), stable("shop", "blue"));
        assertThat(uids(on)).as("no pod was restarted").isEqualTo(before);
        on.then(status("shop", "currentPodHash", "0ther2"), replicaSets(2), events("NewReplicaSetCreated", 0));
        on.when("kubectl argo rollouts promote shop");
        on.then(pausedAtStep("shop", 3), pods("yellow", 3), events("RolloutStepCompleted", 2));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 5), pods("blue", 0), replicaSets(2));
    }

    @Test
    void anAbortThatTheOtherBeganIsBroughtToItsEnd(Scenario on) {
        leave(on, canary("shop", 3, "red", "setWeight: 40", "pause: {}"));
        replicaSet(on, "blue", "0ther1", 1, 2, 3);
        replicaSet(on, "red", "0ther2", 2, 1, 3);
        on.then(pods("blue", 2), pods("red", 1));
        statusOf(on, """
                {"observedGeneration":"1","phase":"Degraded","currentPodHash":"0ther2","stableRS":"0ther1",
                 "currentStepHash":"foreign","currentStepIndex":0,"replicas":3,"updatedReplicas":1,"readyReplicas":3,
                 "availableReplicas":3,"HPAReplicas":3,"selector":"app=shop","abort":true,"abortedAt":"%1$s",
                 "conditions":[{"type":"Progressing","status":"False","reason":"RolloutAborted",
                  "message":"Rollout aborted update to revision 2","lastUpdateTime":"%1$s","lastTransitionTime":"%1$s"}]}""");
        handOver(on);
        on.then(
                degraded("shop", "RolloutAborted: Rollout aborted update to revision 2"),
                pods("blue", 3),
                pods("red", 0),
                status("shop", "abortedAt", PAUSED_AT),
                replicaSets(2));
        on.when("kubectl argo rollouts retry rollout shop");
        on.then(pausedAtStep("shop", 1), replicaSets(2));
    }

    @Test
    void aBlueGreenPauseKeepsItsServicesUntilSomebodyPromotes(Scenario on) {
        leave(on, blueGreen("shop", 2, "green", "autoPromotionEnabled: false"));
        replicaSet(on, "blue", "0ther1", 1, 2, 2);
        replicaSet(on, "green", "0ther2", 2, 2, 2);
        select(on, "shop-active", "0ther1");
        select(on, "shop-preview", "0ther2");
        on.then(pods("blue", 2), pods("green", 2));
        on.throughout(servesWith("shop-active", 2));
        statusOf(on, """
                {"observedGeneration":"1","phase":"Paused","message":"BlueGreenPause","currentPodHash":"0ther2",
                 "stableRS":"0ther1","replicas":4,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2,
                 "HPAReplicas":2,"controllerPause":true,"canary":{},
                 "blueGreen":{"activeSelector":"0ther1","previewSelector":"0ther2"},
                 "pauseConditions":[{"reason":"BlueGreenPause","startTime":"%1$s"}]}""");
        Set<String> before = uids(on);
        handOver(on);
        on.then(
                pausedBeforePromotion("shop"),
                status("shop", "selector", "app=shop,rollouts-pod-template-hash=0ther1"),
                selects("shop-active", "blue"),
                selects("shop-preview", "green"),
                stable("shop", "blue"));
        assertThat(uids(on)).isEqualTo(before);
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), selects("shop-active", "green"), stable("shop", "green"), replicaSets(2));
    }

    private static tidegate.system.bench.Expect stepsAreOurs() {
        return tidegate.system.bench.Expect.that(
                "the hash of the steps was made anew",
                state -> state.rollout("shop")
                        .filter(found -> !found.at("status", "currentStepHash").equals(Json.of("foreign")))
                        .isPresent());
    }

    private static void leave(Scenario on, String manifest) {
        String rollout = "kind: Rollout\nmetadata:\n  name: shop\n";
        String annotation = "  annotations: {rollout.argoproj.io/revision: \"2\"}\n";
        on.given(manifest.replace(rollout, rollout + "  labels: {" + INSTANCE + ": other}\n" + annotation));
    }

    private static void handOver(Scenario on) {
        on.whenPatched("shop", "", "{\"metadata\":{\"labels\":{\"" + INSTANCE + "\":null}}}");
    }

    private static void statusOf(Scenario on, String status) {
        on.whenPatched("shop", "status", "{\"status\":" + status.formatted(PAUSED_AT) + "}");
    }

    /** As the other made it from the template that has this tag. */
    private static void replicaSet(Scenario on, String tag, String hash, int revision, int replicas, int desired) {
        Json rollout = on.rollout("shop");
        Json labels = Json.object("app", "shop", ClusterState.HASH, hash);
        Json template = Json.parse(rollout.at("spec", "template").toString().replaceAll("demo:\\w+", "demo:" + tag))
                .withAt(List.of("metadata", "labels"), labels);
        Json owner = Json.parse("""
                {"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"shop","controller":true,
                 "blockOwnerDeletion":true}""").with("uid", rollout.at("metadata", "uid"));
        Json annotations = Json.object(
                "rollout.argoproj.io/revision",
                Integer.toString(revision),
                "rollout.argoproj.io/desired-replicas",
                Integer.toString(desired));
        on.api()
                .create(
                        ResourceType.REPLICA_SETS,
                        on.namespace(),
                        Json.object(
                                "apiVersion",
                                "apps/v1",
                                "kind",
                                "ReplicaSet",
                                "metadata",
                                Json.object(
                                        "name",
                                        "shop-" + hash,
                                        "labels",
                                        labels,
                                        "annotations",
                                        annotations,
                                        "ownerReferences",
                                        List.of(owner)),
                                "spec",
                                Json.object(
                                        "replicas",
                                        replicas,
                                        "selector",
                                        Json.object("matchLabels", labels),
                                        "template",
                                        template)));
    }

    private static void select(Scenario on, String service, String hash) {
        on.api()
                .patch(
                        ResourceType.SERVICES,
                        new ObjectKey(on.namespace(), service),
                        "",
                        PatchType.MERGE,
                        Json.object(
                                "metadata",
                                Json.object(
                                        "annotations",
                                        Json.object("argo-rollouts.argoproj.io/managed-by-rollouts", "shop")),
                                "spec",
                                Json.object("selector", Json.object(ClusterState.HASH, hash))));
    }

    private static Set<String> uids(Scenario on) {
        return on.state().pods().stream()
                .map(pod -> pod.at("metadata", "uid").stringOrEmpty())
                .collect(Collectors.toSet());
    }
}
