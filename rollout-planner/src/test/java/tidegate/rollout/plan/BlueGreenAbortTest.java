package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.rollout.plan.BlueGreenWorld.MANUAL;
import static tidegate.rollout.plan.BlueGreenWorld.assertPhase;
import static tidegate.rollout.plan.BlueGreenWorld.deadline;
import static tidegate.rollout.plan.BlueGreenWorld.deployed;
import static tidegate.rollout.plan.BlueGreenWorld.pausedAt;
import static tidegate.rollout.plan.BlueGreenWorld.stable;

import org.junit.jupiter.api.Test;

/** Aborts, before and after the switch, and what becomes of the version that was given up. */
class BlueGreenAbortTest {
    @Test
    void anAbortKeepsUsersWhereTheyAreAndDrainsThePreviewAfterItsDelay() {
        World world = pausedAt("green", 3, MANUAL);
        world.abort().settle();
        assertPhase(world, "Degraded", "RolloutAborted: Rollout aborted update to revision 2");
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.size("green")).isEqualTo(3);
        assertThat(deadline(world, "green")).hasValue("2026-03-01T10:00:30Z");
        world.later(30).settle();
        assertThat(world.size("green")).isZero();
        assertThat(world.size("blue")).isEqualTo(3);
        assertThat(world.later(100_000).plan().isEmpty()).isTrue();
    }

    @Test
    void anAbortDelayOfNothingIsForEver() {
        World world = pausedAt("green", 3, MANUAL + ",\"abortScaleDownDelaySeconds\":0");
        world.abort().settle();
        assertThat(world.later(100_000).settle().size("green")).isEqualTo(3);
    }

    @Test
    void anAbortDelayLongerThanAnyResyncIsHeld() {
        World world = pausedAt("green", 3, MANUAL + ",\"abortScaleDownDelaySeconds\":7200");
        world.abort().settle();
        world.later(7199).settle();
        assertThat(world.size("green")).isEqualTo(3);
        world.later(1).settle();
        assertThat(world.size("green")).isZero();
    }

    @Test
    void aRetryGoesThroughThePauseAgain() {
        World world = pausedAt("green", 3, MANUAL);
        world.abort().settle();
        world.later(30).settle();
        world.patchStatus("{\"abort\":false}").settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(world.size("green")).isEqualTo(3);
        assertThat(deadline(world, "green")).isEmpty();
        world.promote().settle();
        assertThat(world.selected("active")).isEqualTo("green");
    }

    @Test
    void anAbortRightAfterTheSwitchGoesBackThoughTheNewVersionHasLostItsPods() {
        World world = pausedAt("green", 3, MANUAL);
        world.promote();
        world.passUntil(() -> world.selected("active").equals("green"));
        assertThat(stable(world)).isEqualTo("blue");
        world.breaks("green", 1).podsFollow();
        world.abort().settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        world.later(40).settle();
        assertThat(world.size("green")).isZero();
        assertPhase(world, "Degraded", "RolloutAborted: Rollout aborted update to revision 2");
    }

    @Test
    void anAbortedVersionKeepsItsPodsAsLongAsUsersAreOnIt() {
        World world = pausedAt("green", 3, MANUAL);
        world.promote();
        world.passUntil(() -> world.selected("active").equals("green"));
        world.servicesRefuse = true;
        world.abort();
        for (int i = 0; i < 100; i++) {
            world.later(10).pass();
            world.podsFollow();
        }
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(world.size("green")).isEqualTo(3);
        assertThat(world.status().phase()).isEqualTo("Degraded");
        world.servicesRefuse = false;
        world.settle().later(40).settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.size("green")).isZero();
    }

    @Test
    void theDeadlineAbortsIfTheSpecSaysSo() {
        World world = deployed(3, "");
        world.spec("progressDeadlineSeconds", 60)
                .spec("progressDeadlineAbort", true)
                .breaks("bad", 1)
                .image("bad")
                .settle();
        world.later(61).settle();
        assertThat(world.status().message()).contains("RolloutAborted").contains("timed out");
        assertThat(world.selected("active")).isEqualTo("blue");
        world.later(30).settle();
        assertThat(world.size("bad")).isZero();
    }
}
