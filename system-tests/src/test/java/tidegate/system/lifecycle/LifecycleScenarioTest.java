package tidegate.system.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.phase;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.replicaSets;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.status;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.canaryWith;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.playground.client.ObjectKey;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/** Pausing, scaling, going back, keeping history, and objects with more in them than we know. */
@ExtendWith(ScenarioExtension.class)
class LifecycleScenarioTest {

    @Test
    void aManualPauseHoldsTheUpdateAndLettingGoContinuesIt(Scenario on) {
        on.given(canary("shop", 3, "blue"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts pause shop");
        on.then(phase("shop", "Paused"), status("shop", "message", "manually paused"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(phase("shop", "Paused"), pods("blue", 3), pods("yellow", 0));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 3));
    }

    @Test
    void scalingWorksInThePauseOfACanary(Scenario on) {
        on.given(canary("shop", 4, "blue", "setWeight: 25", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 1), pods("blue", 3));
        on.when("kubectl scale rollout shop --replicas=8");
        on.then(pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 6));
        on.when("kubectl scale rollout shop --replicas=4");
        on.then(pausedAtStep("shop", 1), pods("yellow", 1), pods("blue", 3));
    }

    @Test
    void scalingWorksWhileSomebodyHasPausedTheRollout(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts pause shop");
        on.then(phase("shop", "Paused"));
        on.when("kubectl scale rollout shop --replicas=5");
        on.then(phase("shop", "Paused"), pods("blue", 5));
    }

    @Test
    void replicasAndTemplateChangedTogetherStartAtTheFirstStep(Scenario on) {
        on.given(canary("shop", 5, "blue", "setWeight: 20", "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(that(
                "at most 4 yellow pods before the first step is over",
                state -> state.replicaSetOf("yellow")
                                .map(set -> set.at("spec", "replicas").integer().orElse(0))
                                .orElse(0)
                        <= 4));
        on.whenApplied(canary("shop", 10, "yellow", "setWeight: 20", "pause: {}"));
        on.then(pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 8));
    }

    @Test
    void scaleToZeroAndBack(Scenario on) {
        on.given(canary("shop", 3, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl scale rollout shop --replicas=0");
        on.then(healthy("shop"), pods("blue", 0), replicas("blue", 0));
        on.when("kubectl scale rollout shop --replicas=3");
        on.then(healthy("shop"), pods("blue", 3));
    }

    @Test
    void undoGoesToTheRevisionAskedFor(Scenario on) {
        on.given(canary("shop", 2, "blue"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(healthy("shop"), stable("shop", "yellow"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(healthy("shop"), stable("shop", "green"));
        on.when("kubectl argo rollouts undo shop --to-revision 1");
        on.then(healthy("shop"), stable("shop", "blue"), pods("blue", 2), replicaSets(3));
        assertThat(on.rollout("shop")
                        .at("metadata", "annotations", "rollout.argoproj.io/revision")
                        .string())
                .contains("4");
    }

    @Test
    void onlyAsMuchHistoryIsKeptAsAskedFor(Scenario on) {
        on.given(canaryWith("shop", 1, "v1", "  revisionHistoryLimit: 1\n", ""));
        on.then(healthy("shop"));
        for (String tag : new String[] {"v2", "v3", "v4"}) {
            on.when("kubectl argo rollouts set image shop shop=demo:" + tag);
            on.then(healthy("shop"), stable("shop", tag));
        }
        on.then(healthy("shop"), replicaSets(2));
        assertThat(on.state().replicaSetOf("v3")).isPresent();
    }

    @Test
    void podsCountOnlyOnceTheyHaveBeenReadyLongEnough(Scenario on) {
        on.given(canaryWith(
                "shop",
                2,
                "blue",
                "  minReadySeconds: 2\n",
                "      maxUnavailable: 0\n",
                "setWeight: 50",
                "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(2));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 1));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 2));
    }

    @Test
    void deletingARolloutTakesItsPodsAlong(Scenario on) {
        on.given(canary("shop", 2, "blue"));
        on.then(healthy("shop"));
        on.when("kubectl delete rollout shop");
        on.then(
                replicaSets(0),
                that("no pods", state -> state.pods().isEmpty()),
                that("no rollout", state -> state.rollouts().isEmpty()));
    }

    @Test
    void whatWeDoNotKnowSurvivesARelease(Scenario on) {
        on.given(canary("shop", 1, "blue")
                .replace("    spec:\n", "    spec:\n      hostnameOverride: kept\n      setHostnameAsFQDN: false\n")
                .replace("metadata:\n  name: shop", "metadata:\n  annotations: {team: tide}\n  name: shop"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(healthy("shop"), stable("shop", "yellow"));
        Json rollout = on.rollout("shop");
        assertThat(rollout.at("spec", "template", "spec", "hostnameOverride").string())
                .contains("kept");
        assertThat(rollout.at("metadata", "annotations", "team").string()).contains("tide");
        assertThat(on.state()
                        .replicaSetOf("yellow")
                        .orElseThrow()
                        .at("spec", "template", "spec", "hostnameOverride")
                        .string())
                .contains("kept");
    }

    @Test
    void aReplicaSetThatSomebodyDeletedComesBackAsTheSameRevision(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        Json before = on.state().replicaSetOf("blue").orElseThrow();
        on.api().delete(tidegate.playground.client.ResourceType.REPLICA_SETS, ObjectKey.of(before), Json.EMPTY_OBJECT);
        on.then(
                healthy("shop"),
                pods("blue", 2),
                stable("shop", "blue"),
                that(
                        "a new ReplicaSet",
                        state -> state.replicaSetOf("blue")
                                .filter(set -> !set.at("metadata", "uid").equals(before.at("metadata", "uid")))
                                .isPresent()));
    }
}
