package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.rollout.plan.BlueGreenWorld.MANUAL;
import static tidegate.rollout.plan.BlueGreenWorld.assertPhase;
import static tidegate.rollout.plan.BlueGreenWorld.deadline;
import static tidegate.rollout.plan.BlueGreenWorld.deployed;
import static tidegate.rollout.plan.BlueGreenWorld.pausedAt;
import static tidegate.rollout.plan.BlueGreenWorld.stable;

import org.junit.jupiter.api.Test;

/** From one version to the next: the release, its pause, its promotion. */
class BlueGreenTest {
    @Test
    void theFirstVersionIsSwitchedToWithoutAnyPause() {
        World world = World.blueGreen(3, MANUAL);
        world.pass();
        assertThat(world.size("blue")).isEqualTo(3);
        assertThat(stable(world)).isEqualTo("blue");
        assertPhase(world, "Progressing", "more replicas need to be updated");
        world.settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.selected("preview")).isEqualTo("blue");
        assertThat(world.theService("active").managedBy()).hasValue("demo");
        assertThat(world.status().activeSelector())
                .isEqualTo(world.set("blue").orElseThrow().hash());
        assertThat(world.status().json().get("selector").stringOrEmpty())
                .isEqualTo("app=demo,rollouts-pod-template-hash="
                        + world.set("blue").orElseThrow().hash());
        assertThat(world.events)
                .extracting(event -> event.replaceFirst(":.*", ""))
                .containsExactly(
                        "RolloutUpdated",
                        "NewReplicaSetCreated",
                        "ScalingReplicaSet",
                        "RolloutCompleted",
                        "SwitchService",
                        "SwitchService");
        assertThat(world.status().json().get("currentStepHash").isMissing()).isTrue();
        assertThat(world.status().json().get("canary").isMissing()).isTrue();
    }

    @Test
    void aSettledRolloutCostsNothing() {
        World world = deployed(3, "");
        Plan plan = world.later(100_000).plan();
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.nextLook()).isEmpty();
        assertThat(plan.waitsFor()).isEmpty();
    }

    @Test
    void anUpdateSwitchesWhenAllPodsAreThereAndTheOldOnesGoAfterTheirDelay() {
        World world = deployed(3, "");
        world.breaks("green", 2).image("green").settle();
        assertThat(world.selected("preview")).isEqualTo("green");
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(stable(world)).isEqualTo("blue");
        assertPhase(world, "Progressing", "active service cutover pending");
        assertThat(world.plan().waitsFor()).contains("2 of 3");

        world.breaks("green", 3).podsFollow().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(stable(world)).isEqualTo("green");
        assertPhase(world, "Healthy", "");
        assertThat(world.size("blue")).as("in its delay").isEqualTo(3);
        assertThat(deadline(world, "blue")).hasValue("2026-03-01T10:00:30Z");
        assertThat(world.plan().nextLook()).hasValue(world.now.plusSeconds(30));

        world.later(29).settle();
        assertThat(world.size("blue")).isEqualTo(3);
        world.later(1).settle();
        assertThat(world.size("blue")).isZero();
        assertThat(deadline(world, "blue")).isEmpty();
        assertPhase(world, "Healthy", "");
    }

    @Test
    void theEventsOfAnUpdateComeInTheirOrder() {
        World world = World.blueGreen(3, "");
        world.edit(json -> json.map(
                "spec",
                spec -> spec.map(
                        "strategy",
                        strategy -> strategy.map("blueGreen", blueGreen -> blueGreen.without("previewService")))));
        world.settle();
        world.events.clear();
        world.writes = 0;
        world.image("green").settle();
        assertThat(world.events)
                .extracting(event -> event.replaceFirst(":.*", ""))
                .containsExactly(
                        "RolloutUpdated",
                        "NewReplicaSetCreated",
                        "RolloutNotCompleted",
                        "ScalingReplicaSet",
                        "SwitchService",
                        "RolloutCompleted");
        assertThat(world.events).last().asString().endsWith("Completed blue-green update");
        assertThat(world.writes).isLessThanOrEqualTo(9);
    }

    @Test
    void aPauseWaitsForSomebody() {
        World world = pausedAt("green", 3, MANUAL);
        assertThat(world.later(100_000).plan().isEmpty()).isTrue();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.selected("preview")).isEqualTo("green");
        world.promote().settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(world.status().controllerPause()).isFalse();
        assertThat(world.status().scaleUpPreviewCheckPoint()).isFalse();
        assertThat(world.status().json().get("duration").get("completionStatus").stringOrEmpty())
                .isEqualTo("Promoted");
    }

    @Test
    void aPauseEndsByItselfAndByHand() {
        World waits = pausedAt("green", 3, "\"autoPromotionSeconds\":20");
        assertThat(waits.plan().nextLook()).hasValue(waits.now.plusSeconds(21));
        waits.later(21).settle();
        assertThat(waits.selected("active")).isEqualTo("green");

        World hurries = pausedAt("green", 3, "\"autoPromotionSeconds\":20");
        hurries.promote().settle();
        assertThat(hurries.selected("active")).isEqualTo("green");
        assertPhase(hurries, "Healthy", "");
    }

    @Test
    void aPromoteBesideAScaleIsNotLost() {
        World world = pausedAt("green", 3, MANUAL);
        world.breaks("green", 3).spec("replicas", 5).pass();
        world.promote().settle();
        assertThat(world.selected("active")).as("green has 3 of 5").isEqualTo("blue");
        assertThat(world.status().pauseConditions()).isEmpty();
        world.breaks("green", 5).podsFollow().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertPhase(world, "Healthy", "");
    }

    @Test
    void aPauseOfStepsThatSomebodyWroteIsNoPauseHere() {
        World world = deployed(2, "");
        world.patchStatus("{\"pauseConditions\":[{\"reason\":\"CanaryPauseStep\",\"startTime\":\"yesterday\"}]}");
        world.image("green").settle();
        assertPhase(world, "Healthy", "");
    }

    @Test
    void anotherVersionInMidFlightGoesThroughItsOwnPause() {
        World world = pausedAt("green", 3, MANUAL);
        world.image("red").settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.selected("preview")).isEqualTo("red");
        assertThat(world.size("green")).as("in its delay").isEqualTo(3);
        world.later(30).settle();
        assertThat(world.size("green")).isZero();
        world.promote().settle();
        assertThat(stable(world)).isEqualTo("red");
    }

    @Test
    void backToTheStableVersionInMidFlight() {
        World world = pausedAt("green", 3, MANUAL);
        world.image("blue").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.selected("preview")).isEqualTo("blue");
        world.later(30).settle();
        assertThat(world.size("green")).isZero();
    }

    @Test
    void aFullPromotionSkipsPreviewAndPause() {
        World world = deployed(4, "\"previewReplicaCount\":1," + MANUAL);
        world.image("green").settle();
        world.patchStatus("{\"promoteFull\":true}").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(world.events).anyMatch(event -> event.endsWith("Full promotion requested"));
        assertThat(world.status().promoteFull()).isFalse();
    }

    @Test
    void aPausedRolloutScalesButSwitchesNothing() {
        World world = deployed(3, "");
        world.spec("paused", true).image("green").settle();
        assertPhase(world, "Paused", "manually paused");
        assertThat(world.size("green")).isEqualTo(3);
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.selected("preview")).isEqualTo("blue");
        world.spec("replicas", 5).settle();
        assertThat(world.size("green")).isEqualTo(5);
        assertThat(world.size("blue")).isEqualTo(5);
        world.spec("paused", false).settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("green");
    }

    @Test
    void aBrokenFirstVersionDoesNotHoldTheNextOneUp() {
        World world = World.blueGreen(2, MANUAL).breaks("blue", 0).settle();
        assertThat(world.selected("active")).isEqualTo("all");
        world.image("green").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("green");
    }

    @Test
    void theConditionNamesTheNewVersionEvenIfNoStatusOnTheWayCouldBeWritten() {
        World world = deployed(2, "").image("green");
        for (int i = 0; i < 5; i++) {
            world.dieAfter(world.plan().actions().size());
            world.pass();
            world.podsFollow();
        }
        world.settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.status().condition("Progressing").orElseThrow().message())
                .isEqualTo(
                        "ReplicaSet \"" + world.set("green").orElseThrow().name() + "\" has successfully progressed.");
    }
}
