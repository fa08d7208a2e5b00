package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Want;

/** What well-known controllers of this API lost, each named after the failure. */
class LossesTest {
    private static final String STEPS = "[{\"setWeight\":20},{\"pause\":{}},{\"setWeight\":60},{\"pause\":{}}]";

    private static World paused() {
        World world = World.canary(5, STEPS).settle();
        return world.image("yellow").settle();
    }

    @ParameterizedTest(name = "the ReplicaSet of {0} is missing from one view")
    @ValueSource(strings = {"blue", "yellow"})
    void oneLostReadIsNotAnAbsence(String lost) {
        World world = paused();
        var before = world.status();
        Json hidden = world.set(lost).orElseThrow().json();
        world.delete(lost);
        Plan plan = world.plan();
        assertThat(plan.wants()).containsExactly(new Want.ReplicaSets());
        assertThat(plan.isEmpty()).isTrue();
        assertThat(World.of(withStatus(world, before.json(), hidden)).plan().isEmpty())
                .as("once it is seen again nothing has happened")
                .isTrue();
    }

    private static List<Json> withStatus(World world, Json status, Json hidden) {
        return Stream.concat(
                        Stream.of(
                                world.rollout().json().with("kind", "Rollout").with("status", status),
                                hidden.with("kind", "ReplicaSet")),
                        world.sets().stream().map(set -> set.json().with("kind", "ReplicaSet")))
                .toList();
    }

    @Test
    void itIsAFirstDeploymentOnlyIfStatusSaysThatThereNeverWasAStableVersion() {
        World world = paused();
        String stable = world.status().stableRS();
        world.delete("blue").delete("yellow");
        world.freshness = new Freshness.Live();
        world.settle();
        assertThat(world.status().stableRS()).isEqualTo(stable);
        assertThat(world.events)
                .filteredOn(event -> event.endsWith("Initial deploy"))
                .hasSize(1);
    }

    @Test
    void countsFromBeforeTheLastChangeAreNoEvidence() {
        World world = World.canary(4, "[{\"setWeight\":50},{\"pause\":{}}]")
                .strategy("maxSurge", Json.of(1))
                .strategy("maxUnavailable", Json.of(0))
                .settle();
        world.image("yellow").pass();
        int stable = world.size("blue");
        for (int i = 0; i < 5; i++) world.pass();
        assertThat(world.size("blue")).as("nobody has counted the new pod yet").isEqualTo(stable);
        assertThat(world.status().currentStepIndex()).hasValue(0);
    }

    @Test
    void otherVersionsServeUntilTheirPresentCountsSayThatTheyDoNot() {
        World world = paused();
        world.image("green").settle();
        assertThat(world.status().currentStepIndex()).hasValue(1);
        World early = paused();
        early.image("green");
        for (int i = 0; i < 12; i++) {
            early.editSet("yellow", json -> json.withAt(List.of("status", "availableReplicas"), 0));
            early.pass();
        }
        assertThat(early.status().currentStepIndex())
                .as("stale counts of yellow")
                .hasValue(0);
    }

    @Test
    void aScaleDownThatFailedIsPlannedAgain() {
        World world = paused();
        world.abort();
        world.dieAfter(0);
        world.pass();
        assertThat(world.size("yellow")).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            assertThat(world.plan().stages())
                    .anyMatch(stage -> stage.name() == Stage.Name.SHRINK || stage.name() == Stage.Name.GROW);
            world.later(1);
        }
        world.settle();
        assertThat(world.size("yellow")).isZero();
    }

    @Test
    void afterACompletedReleaseAnOldReplicaSetThatKeptItsPodsIsScaledDownAgain() {
        World world = paused();
        world.patchStatus("{\"promoteFull\":true}").settle();
        world.editSet(
                "blue",
                json -> json.withAt(List.of("spec", "replicas"), 3).withAt(List.of("metadata", "generation"), 99));
        world.podsFollow();
        assertThat(world.plan().actions()).anyMatch(Action.ScaleReplicaSet.class::isInstance);
        world.settle();
        assertThat(world.size("blue")).isZero();
    }

    @Test
    void losingTheStableReplicaSetDuringAPausePromotesNothing() {
        World world = paused();
        String stable = world.status().stableRS();
        world.delete("blue");
        world.freshness = new Freshness.Live();
        world.settle();
        assertThat(world.status().stableRS()).isEqualTo(stable);
        assertThat(world.status().phase()).isEqualTo("Paused");
        assertThat(world.status().currentStepIndex()).hasValue(1);
        world.promote().settle();
        assertThat(world.status().currentStepIndex()).as("only the steps go on").hasValue(3);
        assertThat(world.status().stableRS()).isEqualTo(stable);
    }

    @Test
    void switchingTheStrategyDuringAPausePromotesNothing() {
        World world = paused().service("active").service("preview");
        String stable = world.status().stableRS();
        Json blueGreen = Json.parse(
                "{\"activeService\":\"active\",\"previewService\":\"preview\",\"autoPromotionEnabled\":false}");
        world.spec("strategy", Json.object("blueGreen", blueGreen)).settle();
        assertThat(world.status().stableRS()).isEqualTo(stable);
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.status().phase()).isEqualTo("Paused");

        world.spec("strategy", Json.object("canary", Json.object("steps", Json.parse(STEPS))))
                .settle();
        assertThat(world.status().stableRS()).isEqualTo(stable);
        assertThat(world.status().currentStepIndex()).hasValue(1);
        assertThat(world.status().phase()).isEqualTo("Paused");
    }

    @Test
    void aPromoteRightAfterAScaleIsNotLost() {
        World world = paused().spec("replicas", 9).promote();
        world.pass();
        assertThat(world.status().currentStepIndex()).hasValue(2);
        world.settle();
        assertThat(world.status().currentStepIndex()).hasValue(3);
    }

    @Test
    void aScaleEventBetweenTwoWritesOfAPromotionRepeatsAndSkipsNothing() {
        for (int survived = 0; survived < 8; survived++) {
            World world = paused();
            world.promote().settle();
            world.events.clear();
            world.promote().dieAfter(survived);
            world.pass();
            world.spec("replicas", 7).settle();
            assertThat(world.status().phase()).isEqualTo("Healthy");
            assertThat(world.size("yellow")).isEqualTo(7);
            assertThat(world.events)
                    .filteredOn(event -> event.startsWith("RolloutStepCompleted"))
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aNewVersionBetweenTwoWritesOfAPromotionTakesAllItsSteps() {
        for (int survived = 0; survived < 8; survived++) {
            World world = paused();
            world.promote().settle();
            world.promote().dieAfter(survived);
            world.pass();
            world.image("green").settle();
            assertThat(world.status().phase()).isEqualTo("Paused");
            assertThat(world.status().currentStepIndex()).hasValue(1);
            assertThat(world.status().stableRS())
                    .isNotEqualTo(world.set("green").orElseThrow().hash());
        }
    }
}
