package tidegate.system.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pausedBeforePromotion;
import static tidegate.system.bench.Expect.phase;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.servesWith;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.status;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/** {@code kubectl scale} of a Rollout in each phase of both strategies. */
@ExtendWith(ScenarioExtension.class)
class ScaleScenarioTest {

    @Test
    void inTheFirstDeployment(Scenario on) {
        on.given(canary("shop", 2, "blue"));
        on.when("kubectl scale rollout shop --replicas=3");
        on.then(healthy("shop"), pods("blue", 3), stable("shop", "blue"));
        on.when("kubectl scale rollout shop --replicas=1");
        on.then(healthy("shop"), pods("blue", 1), status("shop", "HPAReplicas", "1"));
    }

    @Test
    void inAPauseUpDownToNothingAndBack(Scenario on) {
        on.given(canary("shop", 4, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 2));
        on.when("kubectl scale rollout shop --replicas=6");
        on.then(pausedAtStep("shop", 1), pods("yellow", 3), pods("blue", 3), status("shop", "HPAReplicas", "6"));
        on.when("kubectl scale rollout shop --replicas=0");
        on.then(pausedAtStep("shop", 1), pods("yellow", 0), pods("blue", 0), stable("shop", "blue"));
        on.when("kubectl scale rollout shop --replicas=2");
        on.then(pausedAtStep("shop", 1), pods("yellow", 1), pods("blue", 1), stable("shop", "blue"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 2), pods("blue", 0));
    }

    @Test
    void whileTheNewVersionCannotStart(Scenario on) {
        on.given(canary("shop", 4, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.throughout(readyPodsAtLeast(2));
        on.when("kubectl argo rollouts set image shop shop=demo:crash-1");
        on.then(phase("shop", "Progressing"));
        on.when("kubectl scale rollout shop --replicas=8");
        on.then(phase("shop", "Progressing"), stable("shop", "blue"), status("shop", "currentStepIndex", "0"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 4), pods("blue", 4), pods("crash-1", 0));
    }

    @Test
    void afterAnAbort(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1));
        on.when("kubectl argo rollouts abort shop");
        on.then(degraded("shop", "aborted"), pods("blue", 2), pods("yellow", 0));
        on.when("kubectl scale rollout shop --replicas=5");
        on.then(degraded("shop", "aborted"), pods("blue", 5), pods("yellow", 0));
    }

    @Test
    void inThePauseOfABlueGreenRelease(Scenario on) {
        on.given(blueGreen("shop", 2, "blue", "autoPromotionEnabled: false", "scaleDownDelaySeconds: 1"));
        on.then(healthy("shop"));
        on.throughout(servesWith("shop-active", 2));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedBeforePromotion("shop"), pods("yellow", 2), pods("blue", 2));
        on.when("kubectl scale rollout shop --replicas=4");
        on.then(pausedBeforePromotion("shop"), pods("yellow", 4), pods("blue", 4), status("shop", "HPAReplicas", "4"));
        on.when("kubectl scale rollout shop --replicas=3");
        on.then(pausedBeforePromotion("shop"), pods("yellow", 3), pods("blue", 3), selects("shop-active", "blue"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 3), pods("blue", 0));
        on.when("kubectl scale rollout shop --replicas=2");
        on.then(healthy("shop"), pods("yellow", 2));
    }

    @Test
    void inTheDelayBeforeTheOldVersionGoes(Scenario on) {
        on.given(blueGreen("shop", 2, "blue", "scaleDownDelaySeconds: 600"));
        on.then(healthy("shop"));
        on.throughout(servesWith("shop-active", 1));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 2), pods("blue", 2));
        on.when("kubectl scale rollout shop --replicas=4");
        on.then(healthy("shop"), pods("yellow", 4), status("shop", "HPAReplicas", "4"));
        on.when("kubectl scale rollout shop --replicas=1");
        on.then(healthy("shop"), pods("yellow", 1), selects("shop-active", "yellow"));
    }

    @Test
    void anAutoscalerMayBeMadeByKubectl(Scenario on) {
        on.given(canary("shop", 2, "blue"));
        on.then(healthy("shop"));
        assertThat(on.when("kubectl autoscale rollout shop --min=2 --max=5 --cpu-percent=50")
                        .out())
                .contains("horizontalpodautoscaler.autoscaling/shop autoscaled");
        assertThat(on.when("kubectl get hpa shop -o jsonpath={.spec.scaleTargetRef.kind}")
                        .out())
                .isEqualTo("Rollout");
    }
}
