package tidegate.system.canary;

import static tidegate.system.bench.Expect.condition;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.desiredPodsAtMost;
import static tidegate.system.bench.Expect.event;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.phase;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.replicaSets;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.status;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.canaryWith;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/** A canary without traffic routing: pods are the weight. */
@ExtendWith(ScenarioExtension.class)
class CanaryScenarioTest {

    @Test
    void theFirstDeploymentGoesToHealthyWithoutSteps(Scenario on) {
        on.given(canary("shop", 3, "blue", "setWeight: 20", "pause: {}"));
        on.then(
                healthy("shop"),
                stable("shop", "blue"),
                pods("blue", 3),
                status("shop", "currentStepIndex", "2"),
                condition("shop", "Progressing", "True", "NewReplicaSetAvailable"),
                event(
                        "RolloutCompleted",
                        "Rollout completed update to revision 1 (" + hashOf(on, "shop") + "): Initial deploy",
                        1));
    }

    @Test
    void anUpdateStopsAtItsPauseWithItsShareOfPodsAndGoesOnWhenPromoted(Scenario on) {
        on.given(canary("shop", 5, "blue", "setWeight: 20", "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(4), desiredPodsAtMost(7));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 1), pods("blue", 4), stable("shop", "blue"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 5), pods("blue", 0), replicaSets(2));
    }

    @Test
    void timedPausesPassByThemselves(Scenario on) {
        on.given(canary(
                "shop", 4, "blue", "setWeight: 25", "pause: {duration: 1s}", "setWeight: 50", "pause: {duration: 1}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(3), desiredPodsAtMost(5));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(
                healthy("shop"),
                stable("shop", "yellow"),
                pods("yellow", 4),
                event("RolloutStepCompleted", "Rollout step 2/4 completed (pause: 1s)", 1),
                event("RolloutStepCompleted", "Rollout step 4/4 completed (pause: 1)", 1));
    }

    @Test
    void anAbortGoesBackToTheStableVersionAndARetryBeginsAgain(Scenario on) {
        on.given(canary("shop", 5, "blue", "setWeight: 40", "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(4), desiredPodsAtMost(7));
        on.when("kubectl argo rollouts set image shop shop=demo:red");
        on.then(pausedAtStep("shop", 1), pods("red", 2));
        on.when("kubectl argo rollouts abort shop");
        on.then(
                degraded("shop", "RolloutAborted: Rollout aborted update to revision 2"),
                pods("red", 0),
                pods("blue", 5),
                stable("shop", "blue"));
        on.when("kubectl argo rollouts retry rollout shop");
        on.then(pausedAtStep("shop", 1), pods("red", 2), pods("blue", 3));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "red"), pods("red", 5));
    }

    @Test
    void goingBackToTheStableTemplateTakesNoStep(Scenario on) {
        on.given(canary("shop", 5, "blue", "setWeight: 40", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:red");
        on.then(pausedAtStep("shop", 1));
        on.when("kubectl argo rollouts set image shop shop=demo:blue");
        on.then(
                healthy("shop"),
                stable("shop", "blue"),
                pods("blue", 5),
                pods("red", 0),
                event("SkipSteps", "Rollback to stable ReplicaSets", 1));
    }

    @Test
    void aFullPromotionSkipsEveryStep(Scenario on) {
        on.given(canary("shop", 4, "blue", "setWeight: 25", "pause: {}", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(3), desiredPodsAtMost(5));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedAtStep("shop", 1));
        on.when("kubectl argo rollouts promote shop --full");
        on.then(healthy("shop"), stable("shop", "green"), pods("green", 4), status("shop", "promoteFull", ""));
    }

    @Test
    void aBrokenImageExceedsTheDeadlineWhichIsShownAndUndoRecovers(Scenario on) {
        on.given(canary("shop", 3, "blue", "setWeight: 40", "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(3));
        on.whenImage("shop", "missing-1", "progressDeadlineSeconds: 2");
        on.then(
                degraded("shop", "ProgressDeadlineExceeded: ReplicaSet"),
                condition("shop", "Progressing", "False", "ProgressDeadlineExceeded"));
        on.when("kubectl argo rollouts undo shop");
        on.then(healthy("shop"), stable("shop", "blue"), pods("blue", 3), replicas("missing-1", 0));
    }

    @Test
    void theDeadlineMayAbort(Scenario on) {
        on.given(canary("shop", 3, "blue", "setWeight: 40", "pause: {}"));
        on.then(healthy("shop"));
        on.whenImage("shop", "crash-1", "progressDeadlineSeconds: 2", "progressDeadlineAbort: true");
        on.then(
                degraded("shop", "RolloutAborted: Rollout aborted update to revision 2: ReplicaSet"),
                status("shop", "abort", "true"),
                pods("blue", 3),
                replicas("crash-1", 0));
    }

    @Test
    void aThirdVersionInMidFlightReplacesTheSecond(Scenario on) {
        on.given(canary("shop", 5, "blue", "setWeight: 40", "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(4), desiredPodsAtMost(7));
        on.when("kubectl argo rollouts set image shop shop=demo:red");
        on.then(pausedAtStep("shop", 1), pods("red", 2));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedAtStep("shop", 1), pods("green", 2), pods("red", 0), pods("blue", 3), stable("shop", "blue"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "green"), pods("green", 5));
    }

    @Test
    void aCanaryThatCrashesTakesNoCapacityAway(Scenario on) {
        on.given(canary("shop", 4, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(3));
        on.when("kubectl argo rollouts set image shop shop=demo:crash-1");
        on.then(phase("shop", "Progressing"), replicas("crash-1", 2));
        on.when("kubectl argo rollouts abort shop");
        on.then(degraded("shop", "RolloutAborted"), pods("blue", 4), replicas("crash-1", 0));
    }

    @Test
    void withoutStepsItIsARollingUpdate(Scenario on) {
        on.given(canaryWith("shop", 6, "blue", "", "      maxSurge: 1\n      maxUnavailable: 0\n"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(6), desiredPodsAtMost(7));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 6), pods("blue", 0));
    }

    @Test
    void aClientMayPromoteWithItsOwnPatch(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1));
        on.whenPatched("shop", "status", "{\"status\":{\"pauseConditions\":null}}");
        on.then(
                healthy("shop"),
                stable("shop", "yellow"),
                status("shop", "controllerPause", ""),
                status("shop", "pauseConditions", ""));
    }

    private static String hashOf(Scenario on, String rollout) {
        on.then(healthy(rollout));
        return on.rollout(rollout).at("status", "stableRS").stringOrEmpty();
    }
}
