package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.rollout.plan.seen.CreateFailure;

/** What starts, stops and restarts the progress deadline. */
class ProgressClockTest {
    private static final String EXCEEDED = "ProgressDeadlineExceeded";

    /** Five pods with a deadline of 30 seconds, everything in place. */
    private static World deployed(String steps) {
        return World.canary(5, steps).spec("progressDeadlineSeconds", 30).settle();
    }

    private static World available(World world, String image, int pods) {
        return world.breaks(image, pods).podsFollow().settle();
    }

    private static String progressing(World world) {
        return world.status().condition("Progressing").orElseThrow().reason();
    }

    @Test
    void eachPodThatBecomesAvailableStartsItAnew() {
        World world = deployed("[]").breaks("slow", 0).image("slow").settle();
        for (int pods = 1; pods <= 5; pods++) {
            world.later(25);
            available(world, "slow", pods);
        }
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void aPodThatCrashesAndComesBackDoesNot() {
        World world = deployed("[{\"setWeight\":100}]")
                .breaks("crash", 0)
                .image("crash")
                .settle();
        available(world, "crash", 1);
        for (int second = 0; second < 28; second += 4) {
            available(world.later(2), "crash", 0);
            available(world.later(2), "crash", 1);
        }
        available(world.later(4), "crash", 0);
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
        available(world.later(1), "crash", 1);
        assertThat(progressing(world)).as("it had been there before").isEqualTo(EXCEEDED);
    }

    @Test
    void noCrashLoopIsHeldBackFromAnAbort() {
        World world = deployed("[{\"setWeight\":100}]")
                .spec("progressDeadlineAbort", true)
                .breaks("crash", 0)
                .image("crash")
                .settle();
        for (int second = 0; second < 40; second += 2) {
            available(world.later(1), "crash", 1);
            available(world.later(1), "crash", 0);
        }
        assertThat(world.status().abort()).isTrue();
        assertThat(world.size("blue")).isEqualTo(5);
    }

    @Test
    void theBestSoFarIsToldWhereTheCountsNoLongerShowIt() {
        World world = deployed("[{\"setWeight\":100}]")
                .breaks("crash", 1)
                .image("crash")
                .settle();
        String plain = "ReplicaSet \"" + world.set("crash").orElseThrow().name() + "\" is progressing.";
        assertThat(world.status().condition("Progressing").orElseThrow().message())
                .isEqualTo(plain);
        var before = world.status().condition("Progressing").orElseThrow();
        available(world.later(3), "crash", 0);
        var after = world.status().condition("Progressing").orElseThrow();
        assertThat(after.message()).startsWith(plain + " Best so far: ").endsWith(" others.");
        assertThat(after.updatedAt()).as("what it stands for did not change").isEqualTo(before.updatedAt());
        available(world.later(3), "crash", 5);
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void aPodThatIsEvictedAndReplacedDoesNotStartItAnew() {
        World world = deployed("[]").breaks("bad", 0).image("bad").settle();
        for (int second = 0; second < 40; second += 4) {
            world.later(2).editSet("bad", json -> json.withAt(List.of("status", "replicas"), 0));
            world.pass();
            world.later(2).podsFollow().settle();
        }
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
    }

    @Test
    void onAnAbortFollowsABrokenImageAndItRunsAgain() {
        World world = deployed("[{\"setWeight\":20},{\"pause\":{}}]");
        world.breaks("bad", 0).image("bad").settle();
        world.abort().settle();
        world.breaks("worse", 0).image("worse").settle();
        world.later(31).settle();
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
        world.abort().settle();
        world.patchStatus("{\"abort\":false}").settle();
        world.later(31).settle();
        assertThat(progressing(world)).as("also after a retry").isEqualTo(EXCEEDED);
    }

    @Test
    void itStandsStillInEveryKindOfPause() {
        World world = deployed("[{\"pause\":{}},{\"setWeight\":20},{\"pause\":{\"duration\":100}}]");
        world.image("yellow").settle();
        world.later(1000).settle();
        assertThat(world.status().phase()).isEqualTo("Paused");
        world.promote().settle();
        world.later(50).settle();
        assertThat(world.status().phase()).isEqualTo("Paused");
        world.spec("paused", true).settle();
        world.later(1000).settle();
        assertThat(world.status().message()).isEqualTo("manually paused");
        world.breaks("yellow", 0).podsFollow().spec("paused", false).settle();
        assertThat(progressing(world)).isNotEqualTo(EXCEEDED);
    }

    @Test
    void afterAPauseItBeginsAnew() {
        World world = deployed("[{\"setWeight\":20},{\"pause\":{}},{\"setWeight\":60},{\"pause\":{}}]");
        world.image("yellow").settle();
        world.later(1000).breaks("yellow", 1).promote().settle();
        assertThat(progressing(world)).isNotEqualTo(EXCEEDED);
        assertThat(world.plan().nextLook()).hasValue(world.now.plusSeconds(31));
        world.later(31).settle();
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
    }

    @Test
    void anotherDeadlineAppliesAtOnce() {
        World world = deployed("[]").breaks("bad", 0).image("bad").settle();
        world.later(20).spec("progressDeadlineSeconds", 10).settle();
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
        World other = deployed("[]").breaks("bad", 0).image("bad").settle();
        other.later(20).spec("progressDeadlineSeconds", 100).settle();
        other.later(50).settle();
        assertThat(progressing(other)).isNotEqualTo(EXCEEDED);
    }

    @Test
    void aPassedDeadlineThatIsRaisedHasNotPassedBeforeTheRaisedOneHas() {
        World world = deployed("[]").breaks("bad", 0).image("bad").settle();
        world.later(40).settle();
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
        world.spec("progressDeadlineSeconds", 100).settle();
        assertThat(progressing(world)).isEqualTo("ReplicaSetUpdated");
        assertThat(world.plan().nextLook()).hasValue(world.now.plusSeconds(61));
        world.later(60).settle();
        assertThat(progressing(world)).isNotEqualTo(EXCEEDED);
        world.later(1).settle();
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
    }

    @Test
    void aPassedDeadlineStaysPassedAfterAnyOtherChangeOfTheSpec() {
        World world = deployed("[]").breaks("bad", 0).image("bad").settle();
        world.later(40).settle();
        for (int seconds : List.of(10, 30, 35)) {
            world.spec("progressDeadlineSeconds", seconds).settle();
            assertThat(progressing(world)).as("%s s", seconds).isEqualTo(EXCEEDED);
        }
        world.spec("revisionHistoryLimit", 3).settle();
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
    }

    @Test
    void aRaisedDeadlineAbortsNothingBeforeItPasses() {
        World world = deployed("[]").breaks("bad", 0).image("bad").settle();
        world.later(40).settle();
        world.spec("progressDeadlineAbort", true)
                .spec("progressDeadlineSeconds", 100)
                .settle();
        assertThat(world.status().abort()).isFalse();
        world.later(61).settle();
        assertThat(world.status().abort()).isTrue();
    }

    @Test
    void anEmptyReplicaSetThatAnotherControllerMarkedDoesNotStopIt() {
        for (String mark : List.of("2026-03-01T09:00:00Z", "2099-01-01T00:00:00Z", "soon")) {
            World world = deployed("[]").image("v2").settle();
            world.editSet("blue", json -> json.withAt(List.of("metadata", "annotations", "scale-down-deadline"), mark));
            world.breaks("bad", 0).image("bad").settle();
            world.later(31).settle();
            assertThat(progressing(world)).as(mark).isEqualTo(EXCEEDED);
        }
    }

    @Test
    void itPassesOnceNobodyWaitsToBeScaledDownAnyMore() {
        World world = deployed("[]").breaks("v2", 2).image("v2").settle();
        world.breaks("bad", 0).image("bad").settle();
        assertThat(world.size("v2")).as("an old version that still has pods").isPositive();
        String mark = world.now.plusSeconds(40).toString();
        world.editSet("v2", json -> json.withAt(List.of("metadata", "annotations", "scale-down-deadline"), mark));
        world.later(31).settle();
        assertThat(progressing(world)).as("while it waits").isNotEqualTo(EXCEEDED);
        assertThat(world.plan().nextLook())
                .as("it is looked at again by itself")
                .isPresent();
        world.later(10).settle();
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
    }

    @Test
    void itRunsWhileTheReplicaSetCannotBeCreated() {
        World world = deployed("[]").image("v2");
        String name = world.plan().actions().stream()
                .filter(tidegate.rollout.plan.action.Action.CreateReplicaSet.class::isInstance)
                .map(action -> ((tidegate.rollout.plan.action.Action.CreateReplicaSet) action).name())
                .findFirst()
                .orElseThrow();
        world.createFailure = java.util.Optional.of(new CreateFailure.Refused(name, "no quota"));
        world.plan().status().ifPresent(write -> world.patchStatus(write.patch().toString()));
        assertThat(progressing(world)).isEqualTo("ReplicaSetCreateError");
        world.later(31);
        world.plan().status().ifPresent(write -> world.patchStatus(write.patch().toString()));
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
    }

    @Test
    void aLowerWeightIsProgressToo() {
        World world = World.canary(10, "[{\"setWeight\":80},{\"setWeight\":20},{\"pause\":{}}]")
                .spec("progressDeadlineSeconds", 30)
                .strategy("maxSurge", Json.of(1))
                .strategy("maxUnavailable", Json.of(0))
                .settle();
        world.image("yellow");
        for (int i = 0; i < 60 && !world.status().phase().equals("Paused"); i++) {
            world.pass();
            world.later(20).podsFollow();
        }
        assertThat(world.status().phase()).isEqualTo("Paused");
        assertThat(world.size("yellow")).isEqualTo(2);
    }

    @Test
    void aPreviewThatGrowsSlowlyIsProgressThoughNobodyIsServedByIt() {
        World world = World.blueGreen(4, "\"autoPromotionEnabled\":false")
                .spec("progressDeadlineSeconds", 30)
                .settle();
        world.breaks("slow", 0).image("slow").settle();
        for (int pods = 1; pods <= 3; pods++) available(world.later(25), "slow", pods);
        assertThat(progressing(world)).isNotEqualTo(EXCEEDED);
        for (int second = 0; second < 32; second += 2) {
            available(world.later(1), "slow", 2);
            available(world.later(1), "slow", 3);
        }
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
    }

    @Test
    void aReplicaSetThatCanBeCreatedAtLastIsProgress() {
        World world = withoutItsReplicaSetForTooLong();
        world.breaks("blue", 0).pass();
        world.createFailure = Optional.empty();
        world.pass();
        assertThat(progressing(world)).as("before it has any pods").isEqualTo("ReplicaSetUpdated");
        world.settle();
        world.later(31).settle();
        assertThat(progressing(world)).as("from there it counts again").isEqualTo(EXCEEDED);
    }

    @Test
    void aReplicaSetThatCanBeCreatedAtLastIsProgressAlsoWhilePaused() {
        World world = withoutItsReplicaSetForTooLong().spec("paused", true);
        world.pass();
        world.createFailure = Optional.empty();
        world.settle();
        assertThat(world.size("blue")).isZero();
        assertThat(world.status().phase()).isEqualTo("Paused");
    }

    /** It was deleted, the API refuses it, and the deadline has passed. */
    private static World withoutItsReplicaSetForTooLong() {
        World world = deployed("[]").delete("blue");
        world.freshness = new Freshness.Live();
        world.refusesNew("no quota").later(31);
        world.plan().status().ifPresent(write -> world.patchStatus(write.patch().toString()));
        assertThat(progressing(world)).isEqualTo(EXCEEDED);
        return world;
    }
}
