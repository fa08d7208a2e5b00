package tidegate.system.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.condition;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.events;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pausedBeforePromotion;
import static tidegate.system.bench.Expect.phase;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.servesWith;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.status;
import static tidegate.system.bench.Manifests.bareBlueGreen;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

@ExtendWith(ScenarioExtension.class)
class BlueGreenScenarioTest {
    private static final String MANUAL = "autoPromotionEnabled: false";

    @Test
    void theFirstVersionGetsBothServicesOnceAllItsPodsAreThere(Scenario on) {
        on.throughout(servesWith("shop-active", 3));
        on.given(blueGreen("shop", 3, "blue", MANUAL));
        on.then(
                healthy("shop"),
                stable("shop", "blue"),
                pods("blue", 3),
                selects("shop-active", "blue"),
                selects("shop-preview", "blue"),
                condition("shop", "Available", "True", "AvailableReason"),
                condition("shop", "Progressing", "True", "NewReplicaSetAvailable"),
                events("SwitchService", 2),
                events("RolloutNotCompleted", 0));
    }

    @Test
    void anUpdateSwitchesByItselfAndTheOldPodsGoAfterTheirDelay(Scenario on) {
        on.throughout(servesWith("shop-active", 3));
        on.given(blueGreen("shop", 3, "blue", "scaleDownDelaySeconds: 2"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(
                healthy("shop"),
                stable("shop", "green"),
                selects("shop-active", "green"),
                selects("shop-preview", "green"),
                events("RolloutCompleted", 2));
        on.then(healthy("shop"), pods("blue", 0), pods("green", 3));
    }

    @Test
    void aPauseEndsWhenSomebodyPromotes(Scenario on) {
        on.throughout(servesWith("shop-active", 2));
        on.given(blueGreen("shop", 2, "blue", MANUAL));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(
                pausedBeforePromotion("shop"),
                pods("blue", 2),
                pods("green", 2),
                stable("shop", "blue"),
                selects("shop-active", "blue"),
                selects("shop-preview", "green"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "green"), selects("shop-active", "green"), events("RolloutResumed", 1));
    }

    @Test
    void aPauseMayEndByItself(Scenario on) {
        on.throughout(servesWith("shop-active", 2));
        on.given(blueGreen("shop", 2, "blue", "autoPromotionSeconds: 1"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(healthy("shop"), stable("shop", "green"), selects("shop-active", "green"), events("RolloutPaused", 1));
    }

    @Test
    void anAbortTakesThePreviewAwayAndARetryBeginsAgain(Scenario on) {
        on.throughout(servesWith("shop-active", 2));
        on.given(blueGreen("shop", 2, "blue", MANUAL, "abortScaleDownDelaySeconds: 1"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:red");
        on.then(pausedBeforePromotion("shop"));
        on.when("kubectl argo rollouts abort shop");
        on.then(
                degraded("shop", "RolloutAborted: Rollout aborted update to revision 2"),
                pods("red", 0),
                pods("blue", 2),
                stable("shop", "blue"),
                selects("shop-active", "blue"));
        on.when("kubectl argo rollouts retry rollout shop");
        on.then(pausedBeforePromotion("shop"), pods("red", 2));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "red"), selects("shop-active", "red"));
    }

    @Test
    void aPreviewMayBeSmaller(Scenario on) {
        on.throughout(servesWith("shop-active", 4));
        on.given(blueGreen("shop", 4, "blue", MANUAL, "previewReplicaCount: 1", "scaleDownDelaySeconds: 1"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedBeforePromotion("shop"), pods("green", 1), pods("blue", 4));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), pods("green", 4), pods("blue", 0), selects("shop-active", "green"));
    }

    @Test
    void scaledToNothingAndBack(Scenario on) {
        on.given(blueGreen("shop", 2, "blue", MANUAL));
        on.then(healthy("shop"));
        on.when("kubectl scale rollout shop --replicas 0");
        on.then(healthy("shop"), pods("blue", 0), selects("shop-active", "blue"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedBeforePromotion("shop"));
        on.when("kubectl scale rollout shop --replicas 2");
        on.then(pausedBeforePromotion("shop"), pods("blue", 2), pods("green", 2), selects("shop-active", "blue"));
    }

    @Test
    void goingBackWithinTheDelayTakesNoPause(Scenario on) {
        on.throughout(servesWith("shop-active", 2));
        on.given(blueGreen("shop", 2, "blue", MANUAL, "scaleDownDelaySeconds: 600"));
        on.then(healthy("shop"));
        bornInAnotherSecond(on);
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedBeforePromotion("shop"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), pods("blue", 2));
        on.when("kubectl argo rollouts undo shop");
        on.then(
                healthy("shop"),
                stable("shop", "blue"),
                selects("shop-active", "blue"),
                events("RolloutPaused", 1),
                status("shop", "duration.completionStatus", "FastRolledBack"));
    }

    /** The API tells births in whole seconds. */
    private static void bornInAnotherSecond(Scenario on) {
        String born = on.state()
                .replicaSetOf("blue")
                .orElseThrow()
                .at("metadata", "creationTimestamp")
                .stringOrEmpty();
        on.given(service("clock", "nothing"));
        while (on.state().service("clock").isEmpty()
                || on.state()
                        .service("clock")
                        .orElseThrow()
                        .at("metadata", "creationTimestamp")
                        .stringOrEmpty()
                        .equals(born)) {
            on.when("kubectl delete service clock");
            on.given(service("clock", "nothing"));
        }
    }

    @Test
    void anotherVersionInMidFlightTakesThePreview(Scenario on) {
        on.throughout(servesWith("shop-active", 2));
        on.given(blueGreen("shop", 2, "blue", MANUAL, "scaleDownDelaySeconds: 1"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedBeforePromotion("shop"), selects("shop-preview", "green"));
        on.when("kubectl argo rollouts set image shop shop=demo:red");
        on.then(
                pausedBeforePromotion("shop"),
                selects("shop-preview", "red"),
                selects("shop-active", "blue"),
                replicas("green", 0));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "red"));
    }

    @Test
    void aFullPromotionSkipsPreviewAndPause(Scenario on) {
        on.throughout(servesWith("shop-active", 3));
        on.given(blueGreen("shop", 3, "blue", MANUAL, "previewReplicaCount: 1"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedBeforePromotion("shop"));
        on.when("kubectl argo rollouts promote shop --full");
        on.then(healthy("shop"), stable("shop", "green"), pods("green", 3), status("shop", "promoteFull", ""));
    }

    @Test
    void aPausedRolloutBringsPodsUpAndSwitchesNothing(Scenario on) {
        on.given(blueGreen("shop", 2, "blue"));
        on.then(healthy("shop"));
        on.throughout(servesWith("shop-active", 2));
        on.when("kubectl argo rollouts pause shop");
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(phase("shop", "Paused"), pods("green", 2), selects("shop-active", "blue"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), selects("shop-active", "green"));
    }

    @Test
    void aBrokenImageNeverGetsUsersAndTheDeadlineMayAbort(Scenario on) {
        on.throughout(servesWith("shop-active", 2));
        on.given(blueGreen("shop", 2, "blue", "abortScaleDownDelaySeconds: 1"));
        on.then(healthy("shop"));
        on.whenImage("shop", "missing-1", "progressDeadlineSeconds: 2", "progressDeadlineAbort: true");
        on.then(
                degraded("shop", "RolloutAborted: Rollout aborted update to revision 2: ReplicaSet"),
                replicas("missing-1", 0),
                selects("shop-active", "blue"));
        on.when("kubectl argo rollouts undo shop");
        on.then(healthy("shop"), stable("shop", "blue"));
    }

    @Test
    void aServiceThatIsMissingIsSaidAndNothingElseHappensUntilItIsThere(Scenario on) {
        on.given(service("shop-preview", "shop"), bareBlueGreen("shop", 1, "blue", ""));
        on.then(degraded("shop", "InvalidSpec"), degraded("shop", "service \"shop-active\" not found"));
        assertThat(on.state().replicaSets()).isEmpty();
        on.given(service("shop-active", "shop"));
        on.then(healthy("shop"), selects("shop-active", "blue"));
    }

    @Test
    void aServiceThatIsAppliedAnewGoesBackToTheStableVersion(Scenario on) {
        on.given(blueGreen("shop", 2, "blue", MANUAL));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedBeforePromotion("shop"));
        on.when("kubectl delete service shop-active");
        on.given(service("shop-active", "shop"));
        on.then(
                pausedBeforePromotion("shop"),
                selects("shop-active", "blue"),
                stable("shop", "blue"),
                pods("blue", 2),
                pods("green", 2));
    }

    @Test
    void anotherStrategyInAPausePromotesNothing(Scenario on) {
        on.given(
                service("shop-active", "shop"),
                service("shop-preview", "shop"),
                canary("shop", 4, "blue", "setWeight: 25", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedAtStep("shop", 1));
        on.whenPatched(
                "shop",
                "",
                "{\"spec\":{\"strategy\":{\"canary\":null,\"blueGreen\":{\"activeService\":\"shop-active\","
                        + "\"previewService\":\"shop-preview\",\"autoPromotionEnabled\":false}}}}");
        on.then(
                pausedBeforePromotion("shop"),
                stable("shop", "blue"),
                pods("blue", 4),
                pods("green", 4),
                selects("shop-active", "blue"),
                selects("shop-preview", "green"));
        on.whenPatched(
                "shop",
                "",
                "{\"spec\":{\"strategy\":{\"blueGreen\":null,\"canary\":{\"steps\":[{\"setWeight\":25},{\"pause\":{}}]}}}}");
        on.then(
                pausedAtStep("shop", 1),
                stable("shop", "blue"),
                pods("blue", 3),
                pods("green", 1),
                status("shop", "blueGreen", ""));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "green"), pods("green", 4));
    }
}
