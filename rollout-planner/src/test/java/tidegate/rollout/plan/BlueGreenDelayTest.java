package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.rollout.plan.BlueGreenWorld.DEADLINE;
import static tidegate.rollout.plan.BlueGreenWorld.MANUAL;
import static tidegate.rollout.plan.BlueGreenWorld.assertPhase;
import static tidegate.rollout.plan.BlueGreenWorld.deadline;
import static tidegate.rollout.plan.BlueGreenWorld.deployed;
import static tidegate.rollout.plan.BlueGreenWorld.stable;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.value.WireTime;

/** How long an old version keeps its pods, and the fast way back to it meanwhile. */
class BlueGreenDelayTest {
    @Test
    void anOldVersionGoesAfterItsDelayAlsoWhilePodsAreRestarted() {
        World world = deployed(3, "\"scaleDownDelaySeconds\":20");
        world.image("green").settle();
        assertThat(deadline(world, "blue")).isPresent();
        world.breaks("blue", 0).podsFollow();
        world.spec("restartAt", WireTime.format(world.now.plusSeconds(19))).later(21);
        for (int pass = 0; pass < 60; pass++) world.pass();
        assertThat(world.size("blue") == 0 || deadline(world, "blue").isPresent())
                .as("the deadline stays as long as the pods do")
                .isTrue();
        for (int i = 0; i < 20; i++) world.podsFollow().settle().later(30);
        assertThat(world.size("blue")).isZero();
        assertPhase(world, "Healthy", "");
    }

    @Test
    void aRollbackWithinTheDelayIsAtOnce() {
        World world = deployed(3, MANUAL);
        world.later(5).image("green").settle().promote().settle();
        assertThat(world.size("blue")).isEqualTo(3);
        world.later(10).image("blue").settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertPhase(world, "Healthy", "");
        assertThat(world.events).anyMatch(event -> event.endsWith("Fast rollback"));
        assertThat(world.status().json().get("duration").get("completionStatus").stringOrEmpty())
                .isEqualTo("FastRolledBack");
    }

    @Test
    void aRollbackWithinTheDelayStaysFastThoughAPodIsMissing() {
        World world = deployed(3, MANUAL);
        world.later(5).image("green").settle().promote().settle();
        world.breaks("blue", 2).podsFollow().later(10).image("blue").settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(deadline(world, "blue")).isEmpty();
        world.later(3600).breaks("blue", 3).podsFollow().settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertPhase(world, "Healthy", "");
    }

    @Test
    void aRollbackAfterTheDelayGoesThroughThePause() {
        World world = deployed(3, MANUAL);
        world.later(5).image("green").settle().promote().settle();
        world.later(31).settle();
        assertThat(world.size("blue")).isZero();
        world.image("blue").settle();
        assertPhase(world, "Paused", "BlueGreenPause");
    }

    @Test
    void forwardAgainIsNotFast() {
        World world = deployed(3, MANUAL);
        world.later(5).image("green").settle().promote().settle();
        world.image("blue").settle();
        assertThat(stable(world)).isEqualTo("blue");
        world.image("green").settle();
        assertPhase(world, "Paused", "BlueGreenPause");
    }

    @Test
    void aDelayOfNothingIsNow() {
        World world = deployed(3, "\"scaleDownDelaySeconds\":0");
        world.image("green").settle();
        assertThat(world.size("blue")).isZero();
        assertThat(deadline(world, "blue")).isEmpty();
        assertPhase(world, "Healthy", "");
    }

    @Test
    void onlySoManyOldVersionsWait() {
        World world = deployed(2, "\"scaleDownDelayRevisionLimit\":1,\"scaleDownDelaySeconds\":600");
        world.later(1).image("v2").settle();
        world.later(1).image("v3").settle();
        assertThat(world.size("v2")).isEqualTo(2);
        assertThat(world.size("blue")).isZero();
    }

    @Test
    void deadlinesThatAnotherControllerLeftAreDropped() {
        World world = deployed(2, "");
        world.editSet("blue", set -> set.withAt(List.of("metadata", "annotations", DEADLINE), "2020-01-01T00:00:00Z"));
        world.settle();
        assertThat(world.size("blue")).isEqualTo(2);
        assertThat(deadline(world, "blue")).isEmpty();
    }
}
