package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Service;
import tidegate.api.value.WireTime;
import tidegate.rollout.plan.seen.Sighting;

class BlueGreenTest {
    private static final String MANUAL = "\"autoPromotionEnabled\":false";
    private static final String DEADLINE = "scale-down-deadline";

    private static World deployed(int replicas, String more) {
        World world = World.blueGreen(replicas, more).settle();
        assertPhase(world, "Healthy", "");
        world.events.clear();
        world.path.clear();
        world.writes = 0;
        return world;
    }

    private static void assertPhase(World world, String phase, String message) {
        assertThat(world.status().phase() + " " + world.status().message()).isEqualTo(phase + " " + message);
    }

    private static String stable(World world) {
        return world.sets().stream()
                .filter(set -> set.hash().equals(world.status().stableRS()))
                .map(WorldPods::image)
                .findFirst()
                .orElse("none");
    }

    private static Optional<String> deadline(World world, String image) {
        return world.set(image).flatMap(set -> set.meta().annotation(DEADLINE));
    }

    private static World pausedAt(String image, int replicas, String more) {
        World world = deployed(replicas, more).image(image).settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        return world;
    }

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
    void aVersionIsStableOnlyAfterTheServiceWasSeenToSelectIt() {
        World world = deployed(2, "");
        world.servicesRefuse = true;
        world.image("green");
        for (int i = 0; i < 5; i++) {
            world.pass();
            world.podsFollow();
        }
        assertThat(stable(world)).isEqualTo("blue");
        assertThat(world.size("blue")).isEqualTo(2);
        assertPhase(world, "Progressing", "active service cutover pending");
        world.servicesRefuse = false;
        world.settle();
        assertThat(stable(world)).isEqualTo("green");
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
    void aPauseOfStepsThatSomebodyWroteIsNoPauseHere() {
        World world = deployed(2, "");
        world.patchStatus("{\"pauseConditions\":[{\"reason\":\"CanaryPauseStep\",\"startTime\":\"yesterday\"}]}");
        world.image("green").settle();
        assertPhase(world, "Healthy", "");
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

    @Test
    void anAutoscalerSeesTheActiveVersionOnly() {
        World world = pausedAt("green", 3, MANUAL);
        assertThat(world.status().json().get("HPAReplicas").integer()).hasValue(3);
        assertThat(world.status().replicas()).isEqualTo(6);
        assertThat(world.status().json().get("selector").stringOrEmpty())
                .contains(world.set("blue").orElseThrow().hash());
    }

    @Test
    void aServiceThatCannotBeReadStaysAndNobodyLosesPods() {
        World world = deployed(3, "").image("green").settle();
        Sighting<Service> active = world.services.get("active");
        world.services.put("active", new Sighting.Unknown<>("no answer"));
        world.later(1000).settle();
        assertThat(world.size("blue")).isEqualTo(3);
        assertThat(world.status().activeSelector())
                .isEqualTo(world.set("green").orElseThrow().hash());
        world.image("red").settle();
        assertThat(stable(world)).isEqualTo("green");
        world.services.put("active", active);
        world.settle();
        assertThat(stable(world)).isEqualTo("red");
    }

    @Test
    void aServiceThatLostItsHashGoesBackToTheStableVersion() {
        World world = pausedAt("green", 3, MANUAL);
        world.service("active").settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertPhase(world, "Paused", "BlueGreenPause");
        assertThat(stable(world)).isEqualTo("blue");
    }

    @Test
    void aServiceThatSomebodyMovedGoesBackToTheStableVersion() {
        World world = pausedAt("green", 3, MANUAL);
        moved(world, "active", world.set("green").orElseThrow().hash());
        world.settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        moved(world, "active", "nonsense");
        world.settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertPhase(world, "Paused", "BlueGreenPause");
    }

    private static void moved(World world, String service, String hash) {
        Json json = world.theService(service)
                .json()
                .withAt(List.of("spec", "selector", "rollouts-pod-template-hash"), hash);
        world.services.put(service, new Sighting.There<>(Service.of(json)));
    }

    @Test
    void losingTheStableReplicaSetPromotesNothing() {
        World world = pausedAt("green", 3, "\"previewReplicaCount\":1," + MANUAL);
        String stable = world.status().stableRS();
        world.emptiesNoService = false;
        world.delete("blue");
        world.freshness = new Freshness.Live();
        world.settle();
        assertThat(world.status().stableRS()).isEqualTo(stable);
        assertThat(world.size("green")).as("ready to take over").isEqualTo(3);
        assertPhase(world, "Paused", "BlueGreenPause");
        world.promote().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertPhase(world, "Healthy", "");
    }

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
    void aBrokenFirstVersionDoesNotHoldTheNextOneUp() {
        World world = World.blueGreen(2, MANUAL).breaks("blue", 0).settle();
        assertThat(world.selected("active")).isEqualTo("all");
        world.image("green").settle();
        assertPhase(world, "Healthy", "");
        assertThat(world.selected("active")).isEqualTo("green");
    }

    @Test
    void nothingIsDeletedThatAServiceMaySelect() {
        World world = deployed(1, "\"scaleDownDelaySeconds\":0").spec("revisionHistoryLimit", 0);
        world.image("green").settle();
        assertThat(world.sets()).extracting(WorldPods::image).containsExactly("green");
        world.services.put("preview", new Sighting.Unknown<>("no answer"));
        world.image("red").settle();
        assertThat(world.sets()).extracting(WorldPods::image).contains("green", "red");
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

    @Test
    void anEmptyBlockOfTheOtherStrategyIsLeftAlone() {
        World world = deployed(1, "");
        world.patchStatus("{\"canary\":{}}");
        assertThat(world.plan().isEmpty()).isTrue();
    }
}
