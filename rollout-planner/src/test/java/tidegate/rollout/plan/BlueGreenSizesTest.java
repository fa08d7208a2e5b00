package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.rollout.plan.BlueGreenWorld.MANUAL;
import static tidegate.rollout.plan.BlueGreenWorld.assertPhase;
import static tidegate.rollout.plan.BlueGreenWorld.deployed;
import static tidegate.rollout.plan.BlueGreenWorld.pausedAt;

import org.junit.jupiter.api.Test;

/** How many pods each version has, preview and scaling included, and what an autoscaler is told of them. */
class BlueGreenSizesTest {
    @Test
    void aPreviewMayBeSmaller() {
        World world = deployed(5, "\"previewReplicaCount\":1," + MANUAL);
        assertThat(world.size("blue")).isEqualTo(5);
        world.image("green").settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(world.size("green")).isEqualTo(1);
        world.breaks("green", 3).promote().settle();
        assertThat(world.size("green")).isEqualTo(5);
        assertThat(world.status().scaleUpPreviewCheckPoint()).isTrue();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.status().pauseConditions()).isEmpty();
        world.breaks("green", 5).podsFollow().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(world.status().scaleUpPreviewCheckPoint()).isFalse();
    }

    @Test
    void aSmallPreviewWithoutAPauseGrowsByItself() {
        World world = deployed(5, "\"previewReplicaCount\":1");
        world.breaks("green", 0).image("green").settle();
        assertThat(world.size("green")).isEqualTo(1);
        world.breaks("green", 5).podsFollow().settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.size("green")).isEqualTo(5);
    }

    @Test
    void aPreviewThatIsAloneHasAllPodsAndIsNotHeldUpForHavingThem() {
        World world = deployed(5, "\"previewReplicaCount\":1");
        world.breaks("green", 0).image("green").settle();
        world.freshness = new Freshness.Live();
        world.delete("blue").settle();
        assertThat(world.size("green")).isEqualTo(5);
        world.breaks("green", 5).podsFollow().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertPhase(world, "Healthy", "");
    }

    @Test
    void replicasAreFollowedInEveryPhase() {
        World world = pausedAt("green", 3, MANUAL);
        world.spec("replicas", 5).settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(world.size("blue")).isEqualTo(5);
        assertThat(world.size("green")).isEqualTo(5);
        world.promote().settle();
        world.spec("replicas", 4).settle();
        assertThat(world.size("blue")).as("waits, ready to take over").isEqualTo(4);
        assertThat(world.size("green")).isEqualTo(4);
        world.image("red").settle().abort().settle();
        world.spec("replicas", 2).settle();
        assertThat(world.size("green")).isEqualTo(2);
        assertThat(world.size("red")).isEqualTo(2);
    }

    @Test
    void scaledToZeroAndBackInEveryPhase() {
        World world = pausedAt("green", 3, MANUAL);
        world.spec("replicas", 0).settle();
        assertThat(world.size("blue")).isZero();
        assertThat(world.size("green")).isZero();
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(world.selected("active")).isEqualTo("blue");
        world.spec("replicas", 2).settle();
        assertThat(world.size("blue")).isEqualTo(2);
        world.promote().settle();
        assertPhase(world, "Healthy", "");
        world.spec("replicas", 0).settle();
        assertPhase(world, "Healthy", "");
        world.image("red").settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        world.promote().settle();
        assertThat(world.selected("active")).as("nobody serves anyway").isEqualTo("red");
        assertPhase(world, "Healthy", "");
    }

    @Test
    void oneThatIsDeployedWithoutPodsIsHealthyAndTakesNoServiceOver() {
        World world = World.blueGreen(0, "").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("all");
        world.spec("replicas", 2).settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("blue");
    }

    @Test
    void anAutoscalerSeesTheActiveVersionOnly() {
        World world = pausedAt("green", 3, MANUAL);
        assertThat(world.status().json().get("HPAReplicas").integer()).hasValue(3);
        assertThat(world.status().replicas()).isEqualTo(6);
        assertThat(world.status().json().get("selector").stringOrEmpty())
                .contains(world.set("blue").orElseThrow().hash());
    }
}
