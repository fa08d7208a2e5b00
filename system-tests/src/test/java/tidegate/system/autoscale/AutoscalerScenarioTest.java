package tidegate.system.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.phase;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tidegate.controlplane.RealControlPlane;
import tidegate.system.bench.Bench;
import tidegate.system.bench.Expect;
import tidegate.system.bench.OnlyOn;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/** kube-controller-manager's own HorizontalPodAutoscaler moves a Rollout's size while it is being updated. */
@ExtendWith(ScenarioExtension.class)
@Execution(ExecutionMode.CONCURRENT)
@OnlyOn(value = "binaries", because = "the autoscaler and its aggregated metrics are a real control plane's")
@SuppressWarnings("NullAway.Init")
class AutoscalerScenarioTest {
    private static PodMetrics metrics;

    @BeforeAll
    static void serveMetrics() {
        Bench bench = Bench.shared();
        metrics = PodMetrics.serveIn((RealControlPlane) bench.controlPlane(), bench.api());
    }

    @AfterAll
    static void stopServingThem() {
        metrics.close();
    }

    @Test
    void itRaisesAndLowersACanaryInThePauseOfAnUpdate(Scenario on) {
        metrics.load(on.namespace(), 200);
        on.given(withRequests(canary("shop", 4, "blue", "setWeight: 50", "pause: {}")), autoscaler("shop"));
        on.then(healthy("shop"), size("shop", 4));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 2));

        metrics.load(on.namespace(), 400);
        on.then(pausedAtStep("shop", 1), size("shop", 8), pods("yellow", 4), pods("blue", 4));

        metrics.load(on.namespace(), 100);
        on.then(pausedAtStep("shop", 1), size("shop", 2), pods("yellow", 1), pods("blue", 1));

        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 2), size("shop", 2));
    }

    @Test
    void itGoesOnAfterAnAbort(Scenario on) {
        metrics.load(on.namespace(), 200);
        on.given(withRequests(canary("shop", 4, "blue", "setWeight: 50", "pause: {}")), autoscaler("shop"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1));
        on.when("kubectl argo rollouts abort shop");
        on.then(degraded("shop", "aborted"), pods("blue", 4), pods("yellow", 0));
        metrics.load(on.namespace(), 400);
        on.then(degraded("shop", "aborted"), size("shop", 8), pods("blue", 8), pods("yellow", 0));
        assertThat(on.rollout("shop").at("status", "HPAReplicas").integer()).hasValue(8);
    }

    @Test
    void itRaisesAndLowersBothVersionsOfABlueGreenRelease(Scenario on) {
        metrics.load(on.namespace(), 200);
        on.given(
                withRequests(blueGreen("shop", 4, "blue", "autoPromotionEnabled: false", "scaleDownDelaySeconds: 1")),
                autoscaler("shop"));
        on.then(healthy("shop"), size("shop", 4));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(phase("shop", "Paused"), pods("yellow", 4), pods("blue", 4));

        metrics.load(on.namespace(), 400);
        on.then(phase("shop", "Paused"), size("shop", 8), pods("yellow", 8), pods("blue", 8));
        metrics.load(on.namespace(), 100);
        on.then(phase("shop", "Paused"), size("shop", 2), pods("yellow", 2), pods("blue", 2));

        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), selects("shop-active", "yellow"));
        on.then(pods("yellow", 2), pods("blue", 0), size("shop", 2));
    }

    /** What the autoscaler sees is what it asked for: no surge and no preview makes it scale by what it did itself. */
    private static Expect size(String rollout, int replicas) {
        return that(
                rollout + " at " + replicas + " for the autoscaler",
                state -> state.rollout(rollout)
                        .filter(found -> found.at("spec", "replicas").integer().orElse(1) == replicas)
                        .filter(found ->
                                found.at("status", "HPAReplicas").integer().orElse(0) == replicas)
                        .isPresent());
    }

    private static String withRequests(String rollout) {
        return rollout.replaceFirst(
                "(?m)^( +)image: (.*)$", "$1image: $2\n$1resources: {requests: {cpu: 100m, memory: 1Mi}}");
    }

    /** Half of what a pod asks for, from 2 to 8 pods, without the usual five minutes before it lowers anything. */
    private static String autoscaler(String rollout) {
        return """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: %1$s}
                spec:
                  scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: %1$s}
                  minReplicas: 2
                  maxReplicas: 8
                  metrics:
                    - type: Resource
                      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
                  behavior: {scaleDown: {stabilizationWindowSeconds: 0}}
                """.formatted(rollout);
    }
}
