package tidegate.system.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pausedBeforePromotion;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.deployment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

@ExtendWith(ScenarioExtension.class)
class CommandLineScenarioTest {
    private static final String REFERRING = """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata: {name: shop}
            spec:
              replicas: 2
              workloadRef: {apiVersion: apps/v1, kind: Deployment, name: legacy}
              strategy:
                canary:
                  steps: [{setWeight: 50}, {pause: {}}]
            """;

    @Test
    void aBlueGreenReleaseIsSteeredAndSeenThroughItsWholeLife(Scenario on) {
        on.given(blueGreen("shop", 2, "blue", "autoPromotionEnabled: false", "scaleDownDelaySeconds: 600"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedBeforePromotion("shop"));
        assertThat(on.when("kubectl argo rollouts status shop --watch=false").out())
                .isEqualTo("Paused - BlueGreenPause\n");
        assertThat(on.when("kubectl argo rollouts get rollout shop").out())
                .contains("Strategy:        BlueGreen\n")
                .contains("demo:blue (stable, active)\n")
                .contains("demo:green (preview)\n")
                .doesNotContain("Step:");

        assertThat(on.when("kubectl argo rollouts promote shop").out()).isEqualTo("rollout 'shop' promoted\n");
        assertThat(on.when("kubectl argo rollouts status shop --timeout 110s").out())
                .endsWith("Healthy\n");
        on.then(selects("shop-active", "green"), stable("shop", "green"));
        assertThat(on.when("kubectl argo rollouts get rollout shop").out())
                .contains("demo:green (stable, active)\n")
                .containsPattern("ReplicaSet +✔ Healthy +\\S+ +delay:\\d+m");

        assertThat(on.when("kubectl argo rollouts undo shop").out()).isEqualTo("rollout 'shop' undo\n");
        on.then(healthy("shop"), selects("shop-active", "blue"), stable("shop", "blue"));
        assertThat(on.when("kubectl argo rollouts abort shop").err())
                .isEqualTo("Warning: nothing changes for rollout 'shop': the present version is the stable one:"
                        + " nothing to go back from\n");
        on.then(healthy("shop"), selects("shop-active", "blue"));
    }

    @Test
    void imagesGoToTheDeploymentThatTheTemplateComesFrom(Scenario on) {
        on.given(deployment("legacy", 0, "shop", "blue"), REFERRING);
        on.then(healthy("shop"), pods("blue", 2));
        assertThat(on.when("kubectl argo rollouts set image shop shop=demo:green")
                        .out())
                .isEqualTo("deployment \"legacy\" image updated\n");
        on.then(pausedAtStep("shop", 1), pods("green", 1));
        assertThat(on.when("kubectl argo rollouts get rollout shop").out())
                .contains("demo:green (canary)\n")
                .contains("  ActualWeight:  50\n");
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), pods("green", 2), pods("blue", 0));

        assertThat(on.when("kubectl argo rollouts undo shop --to-revision 1").out())
                .isEqualTo("rollout 'shop' undo\n");
        on.then(pausedAtStep("shop", 1), pods("blue", 1));
        assertThat(on.when("kubectl argo rollouts undo shop --to-revision 3").out())
                .isEqualTo("skipped rollback (current template already matches revision 3)");
        on.when("kubectl argo rollouts abort shop");
        on.then(degraded("shop", "RolloutAborted"), pods("green", 2), pods("blue", 0));
    }

    @Test
    void aPauseByHandIsTakenBackWithoutSkippingAStep(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedAtStep("shop", 1));
        on.when("kubectl argo rollouts pause shop");
        assertThat(on.when("kubectl argo rollouts resume shop").out()).isEqualTo("rollout 'shop' resumed\n");
        on.then(pausedAtStep("shop", 1), pods("green", 1));
    }
}
