package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.CreateFailure;

class CanaryTest {
    private static final String TWO_STEPS = "[{\"setWeight\":50},{\"pause\":{\"duration\":\"1s\"}}]";
    private static final String STOPS =
            "[{\"setWeight\":20},{\"pause\":{}},{\"setWeight\":60},{\"pause\":{\"duration\":10}}]";

    private static World deployed(int replicas, String steps) {
        World world = World.canary(replicas, steps).settle();
        world.events.clear();
        world.path.clear();
        world.writes = 0;
        return world;
    }

    private static void assertPhase(World world, String phase, String message) {
        assertThat(world.status().phase() + " " + world.status().message()).isEqualTo(phase + " " + message);
    }

    @Test
    void theFirstDeploymentGoesStraightToHealthy() {
        World world = World.canary(5, STOPS);
        world.pass();
        assertThat(world.size("blue")).isEqualTo(5);
        assertThat(world.status().stableRS())
                .isEqualTo(world.status().currentPodHash())
                .isNotEmpty();
        assertPhase(world, "Progressing", "more replicas need to be updated");
        world.settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.status().currentStepIndex()).hasValue(4);
        assertThat(world.events)
                .extracting(event -> event.replaceFirst(":.*", ""))
                .containsExactly(
                        "RolloutUpdated",
                        "NewReplicaSetCreated",
                        "RolloutNotCompleted",
                        "ScalingReplicaSet",
                        "RolloutCompleted");
        assertThat(world.writes).isLessThanOrEqualTo(5);
    }

    @Test
    void aSettledRolloutCostsNothing() {
        World world = deployed(5, STOPS);
        Plan plan = world.later(100_000).plan();
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.nextLook()).isEmpty();
        assertThat(plan.waitsFor()).isEmpty();
    }

    @Test
    void anUpdateStopsAtItsPauseAndGoesOnWhenPromoted() {
        World world = deployed(5, STOPS);
        world.image("yellow").settle();
        assertPhase(world, "Paused", "CanaryPauseStep");
        assertThat(world.size("yellow")).isEqualTo(1);
        assertThat(world.size("blue")).isEqualTo(4);
        assertThat(world.status().currentStepIndex()).hasValue(1);

        world.promote().settle();
        assertThat(world.size("yellow")).isEqualTo(3);
        assertThat(world.plan().nextLook()).hasValue(world.now.plusSeconds(11));
        world.later(11).settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.size("yellow")).isEqualTo(5);
        assertThat(world.size("blue")).isZero();
        assertThat(world.status().stableRS())
                .isEqualTo(world.set("yellow").orElseThrow().hash());
        assertThat(world.events)
                .extracting(event -> event.replaceFirst(":.*", ""))
                .filteredOn(reason -> !reason.equals("ScalingReplicaSet"))
                .containsExactly(
                        "RolloutUpdated",
                        "NewReplicaSetCreated",
                        "RolloutNotCompleted",
                        "RolloutStepCompleted",
                        "RolloutPaused",
                        "RolloutStepCompleted",
                        "RolloutResumed",
                        "RolloutStepCompleted",
                        "RolloutPaused",
                        "RolloutStepCompleted",
                        "RolloutResumed",
                        "RolloutCompleted");
    }

    @Test
    void aTwoStepUpdateCostsAtMostTenWrites() {
        World world = deployed(2, TWO_STEPS);
        world.image("yellow").settle();
        world.later(2).settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.writes).as("%s", world.path).isLessThanOrEqualTo(10);
    }

    @Test
    void anAbortGoesBackToStableAndSaysSo() {
        World world = deployed(5, STOPS);
        world.image("red").settle();
        world.abort().settle();
        assertPhase(world, "Degraded", "RolloutAborted: Rollout aborted update to revision 2");
        assertThat(world.size("blue")).isEqualTo(5);
        assertThat(world.size("red")).isZero();
        assertThat(world.status().currentStepIndex()).hasValue(0);
        assertThat(world.events)
                .filteredOn(event -> event.startsWith("RolloutAborted"))
                .hasSize(1);
        assertThat(world.events).noneMatch(event -> event.startsWith("RolloutResumed"));
    }

    @Test
    void theStableTemplateAgainIsHealthyWithoutSteps() {
        World world = deployed(5, STOPS);
        world.image("red").settle();
        world.abort().settle();
        world.image("blue").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.status().currentStepIndex()).hasValue(4);
        assertThat(world.set("blue").orElseThrow().revision()).isEqualTo(3);
        assertThat(world.set("blue").orElseThrow().meta().annotations())
                .containsEntry("rollout.argoproj.io/revision-history", "1");
        assertThat(world.events).anyMatch(event -> event.equals("SkipSteps: Rollback to stable ReplicaSets"));
    }

    @Test
    void backToStableInMidFlightTakesTheCanaryAway() {
        World world = deployed(5, STOPS);
        world.image("red").settle();
        world.image("blue").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.size("blue")).isEqualTo(5);
        assertThat(world.size("red")).isZero();
    }

    @Test
    void aRetryStartsAgainAtTheFirstStep() {
        World world = deployed(5, STOPS);
        world.image("red").settle();
        world.abort().settle();
        world.patchStatus("{\"abort\":false}").pass();
        assertThat(world.status().condition("Progressing").orElseThrow().reason())
                .isEqualTo("RolloutRetry");
        world.settle();
        assertPhase(world, "Paused", "CanaryPauseStep");
        assertThat(world.status().currentStepIndex()).hasValue(1);
        assertThat(world.size("red")).isEqualTo(1);
    }

    @Test
    void aFullPromotionSkipsAllSteps() {
        World world = deployed(5, STOPS);
        world.image("green").settle();
        world.patchStatus("{\"promoteFull\":true}").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.size("green")).isEqualTo(5);
        assertThat(world.events).anyMatch(event -> event.endsWith("Full promotion requested"));
    }

    @Test
    void anAbortDuringAFullPromotionWins() {
        World world = deployed(10, STOPS);
        world.image("green").settle();
        world.patchStatus("{\"promoteFull\":true}").pass();
        world.abort().settle();
        assertPhase(world, "Degraded", "RolloutAborted: Rollout aborted update to revision 2");
        assertThat(world.size("blue")).isEqualTo(10);
    }

    @Test
    void aFullPromotionAfterAnAbortWins() {
        World world = deployed(5, STOPS);
        world.image("green").settle();
        world.abort().settle();
        world.patchStatus("{\"promoteFull\":true}").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.size("green")).isEqualTo(5);
    }

    @Test
    void anotherTemplateInMidFlightStartsAtTheFirstStep() {
        World world = deployed(10, STOPS);
        world.image("yellow").settle();
        world.promote().settle();
        assertThat(world.size("yellow")).isEqualTo(6);
        world.image("green").settle();
        assertPhase(world, "Paused", "CanaryPauseStep");
        assertThat(world.size("blue")).isEqualTo(8);
        assertThat(world.size("yellow")).isZero();
        assertThat(world.size("green")).isEqualTo(2);
        assertThat(world.set("green").orElseThrow().revision()).isEqualTo(3);
    }

    @Test
    void replicasAndTemplateChangedTogetherStillStartAtTheFirstStep() {
        World world = deployed(5, STOPS);
        world.spec("replicas", 10).image("yellow").settle();
        assertThat(world.size("yellow")).isEqualTo(2);
        assertThat(world.size("blue")).isEqualTo(8);
        assertThat(world.path).noneMatch(sizes -> sizes.matches(".*yellow([3-9]|10).*"));
    }

    @Test
    void aChangedNumberOfReplicasIsFollowedInAPauseStep() {
        World world = deployed(4, "[{\"setWeight\":25},{\"pause\":{}}]");
        world.image("yellow").settle();
        assertThat(world.size("yellow")).isEqualTo(1);
        assertThat(world.size("blue")).isEqualTo(3);
        world.spec("replicas", 8).settle();
        assertThat(world.size("yellow")).isEqualTo(2);
        assertThat(world.size("blue")).isEqualTo(6);
        world.spec("replicas", 4).settle();
        assertThat(world.size("yellow")).isEqualTo(1);
        assertThat(world.size("blue")).isEqualTo(3);
    }

    @Test
    void aPausedRolloutFollowsReplicasButNothingElse() {
        World world =
                new World("{\"replicas\":4,\"strategy\":{\"canary\":{\"maxSurge\":2,\"maxUnavailable\":0}}}").settle();
        world.breaks("yellow", 0).image("yellow").settle();
        assertThat(world.size("yellow")).isEqualTo(2);
        assertThat(world.size("blue")).isEqualTo(4);
        world.spec("paused", true).settle();
        assertPhase(world, "Paused", "manually paused");
        world.spec("replicas", 9).settle();
        assertThat(world.size("yellow")).isEqualTo(3);
        assertThat(world.size("blue")).isEqualTo(6);
        world.breaks("yellow", 9).settle();
        assertThat(world.size("yellow")).isEqualTo(3);
        world.spec("paused", false).settle();
        assertPhase(world, "Healthy", "");
    }

    @Test
    void scaledToZeroAndBackWhilePaused() {
        World world = deployed(4, STOPS);
        world.spec("paused", true).settle();
        world.spec("replicas", 0).settle();
        assertThat(world.size("blue")).isZero();
        world.spec("replicas", 3).settle();
        assertThat(world.size("blue")).isEqualTo(3);
    }

    @Test
    void theDeadlineIsAnnouncedAndShown() {
        World world = deployed(5, STOPS);
        world.spec("progressDeadlineSeconds", 30).breaks("bad", 0).image("bad").settle();
        assertThat(world.plan().nextLook()).hasValue(world.now.plusSeconds(31));
        world.later(31).settle();
        String name = world.set("bad").orElseThrow().name();
        assertPhase(
                world, "Degraded", "ProgressDeadlineExceeded: ReplicaSet \"" + name + "\" has timed out progressing.");
        assertThat(world.plan().nextLook()).isEmpty();
        world.breaks("bad", 5).podsFollow().settle();
        assertPhase(world, "Paused", "CanaryPauseStep");
    }

    @Test
    void theDeadlineAbortsIfTheSpecSaysSo() {
        World world = deployed(5, STOPS);
        world.spec("progressDeadlineSeconds", 30)
                .spec("progressDeadlineAbort", true)
                .breaks("bad", 0)
                .image("bad")
                .settle();
        world.later(31).settle();
        String name = world.set("bad").orElseThrow().name();
        assertPhase(
                world,
                "Degraded",
                "RolloutAborted: Rollout aborted update to revision 2: ReplicaSet \"" + name
                        + "\" has timed out progressing.");
        assertThat(world.size("bad")).isZero();
        assertThat(world.size("blue")).isEqualTo(5);
        assertThat(world.events)
                .filteredOn(event -> event.startsWith("RolloutAborted"))
                .hasSize(2);
    }

    @Test
    void theDeadlineWorksAgainAfterAnAbort() {
        World world = deployed(5, STOPS);
        world.spec("progressDeadlineSeconds", 30).image("red").settle();
        world.abort().settle();
        world.breaks("bad", 0).image("bad").settle();
        world.later(31).settle();
        assertThat(world.status().message()).startsWith("ProgressDeadlineExceeded");
    }

    @Test
    void losingTheStableReplicaSetPromotesNothing() {
        World world = deployed(5, STOPS);
        world.image("yellow").settle();
        world.delete("blue");
        assertThat(world.plan().wants()).containsExactly(new Want.ReplicaSets());
        assertThat(world.plan().isEmpty()).isTrue();
        world.freshness = new Freshness.Live();
        String stable = world.status().stableRS();
        world.settle();
        assertThat(world.size("yellow")).as("nothing else can serve").isEqualTo(5);
        assertThat(world.status().stableRS()).isEqualTo(stable);
        assertPhase(world, "Paused", "CanaryPauseStep");
    }

    @Test
    void stepsEditedInMidFlightBeginAgain() {
        World world = deployed(10, STOPS);
        world.image("yellow").settle();
        world.promote().settle();
        world.strategy("steps", tidegate.api.json.Json.parse("[{\"setWeight\":10},{\"pause\":{}}]"));
        world.settle();
        assertThat(world.size("yellow")).isEqualTo(1);
        assertThat(world.status().currentStepIndex()).hasValue(1);
        assertThat(world.rollout().meta().annotations()).containsEntry("rollout.argoproj.io/revision", "2");
    }

    @Test
    void stepsEditedOnASettledRolloutChangeNoPods() {
        World world = deployed(5, STOPS);
        world.strategy("steps", tidegate.api.json.Json.parse("[{\"pause\":{}}]"))
                .settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.status().currentStepIndex()).hasValue(1);
        assertThat(world.path).isEmpty();
    }

    @Test
    void aClientMayGoToAnyStep() {
        World world = deployed(10, STOPS);
        world.image("yellow").settle();
        world.patchStatus("{\"pauseConditions\":null,\"currentStepIndex\":2,\"controllerPause\":false}")
                .settle();
        assertThat(world.size("yellow")).isEqualTo(6);
        world.patchStatus("{\"currentStepIndex\":4711}").settle();
        assertPhase(world, "Healthy", "");
    }

    @Test
    void oldVersionsBeyondTheLimitAreDeleted() {
        World world = deployed(2, "[]");
        world.spec("revisionHistoryLimit", 1).image("v2").settle();
        world.image("v3").settle();
        world.later(1).image("v4").settle();
        assertThat(world.size("blue")).isEqualTo(-1);
        assertThat(world.size("v2")).isEqualTo(-1);
        assertThat(world.size("v3")).isZero();
        assertThat(world.size("v4")).isEqualTo(2);
    }

    @Test
    void theStableVersionIsDeletedOnlyOnceStatusNamesAnother() {
        World world = deployed(2, "[]");
        world.spec("revisionHistoryLimit", 0).image("v2");
        int deletions = 0;
        for (int pass = 0; pass < 50; pass++) {
            String stable = world.status().stableRS();
            for (Action action : world.plan().actions())
                if (action instanceof Action.DeleteReplicaSet(var target)) {
                    deletions++;
                    assertThat(target.name()).doesNotEndWith(stable);
                }
            world.pass();
            world.podsFollow();
        }
        assertThat(deletions).isPositive();
        assertThat(world.size("blue")).isEqualTo(-1);
    }

    @Test
    void backAtTheStableVersionAnAbortOfAnotherIsForgottenAlsoWhilePaused() {
        World world = deployed(2, "[{\"setWeight\":50},{\"pause\":{}}]");
        world.image("yellow").settle();
        world.abort().settle();
        assertThat(world.status().phase()).isEqualTo("Degraded");
        world.spec("paused", true).image("blue").settle();
        assertPhase(world, "Paused", "manually paused");
    }

    @Test
    void podsThatComeAfterTheDeadlineEndItAlsoWhilePaused() {
        World world = World.canary(2, "[]").breaks("blue", 0).settle();
        world.later(700).settle();
        assertThat(world.status().phase()).isEqualTo("Degraded");
        world.spec("paused", true).settle();
        world.breaks("blue", 2).podsFollow().settle();
        assertPhase(world, "Paused", "manually paused");
    }

    @Test
    void aTakenNameIsPassedByCounting() {
        World world = World.canary(1, "[]");
        String name = ((Action.CreateReplicaSet) world.plan().actions().stream()
                        .filter(Action.CreateReplicaSet.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .name();
        world.createFailure = java.util.Optional.of(new CreateFailure.NameTaken(name));
        world.pass();
        assertThat(world.status().collisionCount()).hasValue(1);
        assertThat(world.sets())
                .singleElement()
                .satisfies(set -> assertThat(set.name()).isNotEqualTo(name));
        world.settle();
        assertPhase(world, "Healthy", "");
    }

    @Test
    void aFirstVersionThatTheApiRefusesIsNotStableAndTheOneAfterItGoesOutAtOnce() {
        for (World world : List.of(World.canary(4, STOPS), World.blueGreen(4, "\"autoPromotionEnabled\":false"))) {
            world.refusesNew("no quota");
            assertThat(world.status().stableRS()).isEmpty();
            assertThat(world.status().phase()).isEqualTo("Progressing");
            assertThat(world.status().condition("Completed").filter(one -> one.isTrue()))
                    .isEmpty();
            world.image("yellow").settle();
            assertPhase(world, "Healthy", "");
            assertThat(world.status().stableRS()).isEqualTo(world.status().currentPodHash());
        }
    }

    @Test
    void anAutoscalerIsNotToldOfTheSurge() {
        World world =
                new World("{\"replicas\":10,\"strategy\":{\"canary\":{\"maxSurge\":2,\"maxUnavailable\":0}}}").settle();
        world.breaks("yellow", 0).image("yellow").settle();
        assertThat(world.status().replicas()).isEqualTo(12);
        assertThat(world.status().json().get("HPAReplicas").integer()).hasValue(10);
    }

    @Test
    void aRefusedReplicaSetIsSaidOnceAndTriedAgain() {
        World world = deployed(2, "[]").image("v2");
        Action.CreateReplicaSet create = (Action.CreateReplicaSet) world.plan().actions().stream()
                .filter(Action.CreateReplicaSet.class::isInstance)
                .findFirst()
                .orElseThrow();
        world.createFailure = java.util.Optional.of(new CreateFailure.Refused(create.name(), "no quota"));
        Plan plan = world.plan();
        assertThat(plan.actions()).contains(create);
        assertThat(plan.status().orElseThrow().needs()).isEmpty();
        assertThat(plan.status()
                        .orElseThrow()
                        .next()
                        .condition("Progressing")
                        .orElseThrow()
                        .message())
                .isEqualTo("Failed to create new replica set \"" + create.name() + "\": no quota");
        assertThat(plan.notices()).extracting(notice -> notice.event().reason()).contains("ReplicaSetCreateError");
    }

    @Test
    void withAThresholdAStepIsDoneWithFewerPods() {
        World world = deployed(10, "[{\"setWeight\":50},{\"pause\":{}}]");
        world.strategy("replicaProgressThreshold", tidegate.api.json.Json.parse("{\"type\":\"Percent\",\"value\":80}"));
        world.breaks("yellow", 3).image("yellow").settle();
        assertThat(world.status().currentStepIndex()).hasValue(0);
        world.breaks("yellow", 4).podsFollow().settle();
        assertPhase(world, "Paused", "CanaryPauseStep");
        world.breaks("yellow", 7).promote().podsFollow().settle();
        assertThat(world.status().stableRS()).isNotEqualTo(world.status().currentPodHash());
        world.breaks("yellow", 8).podsFollow().settle();
        assertThat(world.status().stableRS()).isEqualTo(world.status().currentPodHash());
        assertPhase(world, "Progressing", "updated replicas are still becoming available");
    }
}
