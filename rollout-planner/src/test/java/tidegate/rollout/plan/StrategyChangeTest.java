package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.rollout.plan.BlueGreenWorld.MANUAL;
import static tidegate.rollout.plan.BlueGreenWorld.assertPhase;
import static tidegate.rollout.plan.BlueGreenWorld.deadline;
import static tidegate.rollout.plan.BlueGreenWorld.deployed;
import static tidegate.rollout.plan.BlueGreenWorld.pausedAt;
import static tidegate.rollout.plan.BlueGreenWorld.stable;

import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;

/** From canary to blue-green and back while something is under way. */
class StrategyChangeTest {
    @Test
    void fromCanaryToBlueGreenInAPause() {
        World world = World.canary(4, "[{\"setWeight\":25},{\"pause\":{}}]")
                .service("active")
                .service("preview")
                .settle();
        world.image("green").settle();
        assertPhase(world, "Paused", "CanaryPauseStep");
        world.spec("strategy", World.blueGreen(MANUAL)).settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(stable(world)).isEqualTo("blue");
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.size("blue")).isEqualTo(4);
        assertThat(world.size("green")).isEqualTo(4);
        assertThat(world.status().currentStepIndex()).isEmpty();
        world.promote().settle();
        assertThat(stable(world)).isEqualTo("green");
    }

    @Test
    void fromBlueGreenToCanaryInAPause() {
        World world = pausedAt("green", 4, MANUAL);
        world.spec("strategy", Json.parse("{\"canary\":{\"steps\":[{\"setWeight\":25},{\"pause\":{}}]}}"))
                .settle();
        assertPhase(world, "Paused", "CanaryPauseStep");
        assertThat(stable(world)).isEqualTo("blue");
        assertThat(world.size("blue")).isEqualTo(3);
        assertThat(world.size("green")).isEqualTo(1);
        assertThat(world.status().json().get("blueGreen").isMissing()).isTrue();
    }

    @Test
    void aCanaryDropsTheDeadlinesOfVersionsInUse() {
        World world = pausedAt("green", 2, MANUAL);
        world.abort().settle();
        assertThat(deadline(world, "green")).isPresent();
        world.spec("strategy", Json.parse("{\"canary\":{}}")).settle();
        world.patchStatus("{\"abort\":false}").settle();
        assertPhase(world, "Healthy", "");
        assertThat(stable(world)).isEqualTo("green");
        assertThat(deadline(world, "green")).isEmpty();
    }

    @Test
    void anAbortHoldsUnderAnotherStrategy() {
        World world = pausedAt("green", 4, MANUAL);
        world.abort().settle();
        world.spec("strategy", Json.parse("{\"canary\":{}}")).settle();
        assertPhase(world, "Degraded", "RolloutAborted: Rollout aborted update to revision 2");
        assertThat(world.size("green")).isZero();
        assertThat(stable(world)).isEqualTo("blue");
    }

    @Test
    void anEmptyBlockOfTheOtherStrategyIsLeftAlone() {
        World world = deployed(1, "");
        world.patchStatus("{\"canary\":{}}");
        assertThat(world.plan().isEmpty()).isTrue();
    }
}
