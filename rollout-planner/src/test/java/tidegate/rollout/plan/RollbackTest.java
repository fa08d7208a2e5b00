package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;

class RollbackTest {
    private static final String STEPS = "[{\"setWeight\":20},{\"pause\":{}}]";
    private static final String SKIPPED = "SkipSteps: Rollback to active ReplicaSets within RollbackWindow";

    /** Five versions, each fully promoted, a minute apart; v5 is stable. */
    private static World history(int window) {
        World world = World.canary(5, STEPS).spec("rollbackWindow", Json.object("revisions", window));
        world.image("v1").settle();
        for (int version = 2; version <= 5; version++) {
            world.later(60).image("v" + version).settle();
            world.patchStatus("{\"promoteFull\":true}").settle();
        }
        world.events.clear();
        return world.later(60);
    }

    record Case(int window, String to, boolean fast) {
        @Override
        public String toString() {
            return "window " + window + ", v5 to " + to + (fast ? " skips" : " takes") + " the steps";
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(3, "v4", true),
                new Case(3, "v3", true),
                new Case(3, "v2", true),
                new Case(3, "v1", false),
                new Case(1, "v4", true),
                new Case(1, "v3", false),
                new Case(0, "v4", false),
                new Case(-2, "v4", false));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void fewerBirthsInBetweenThanTheWindowSkipTheSteps(Case c) {
        World world = history(c.window());
        world.image(c.to()).settle();
        assertThat(world.status().phase()).isEqualTo(c.fast() ? "Healthy" : "Paused");
        assertThat(world.events.contains(SKIPPED)).isEqualTo(c.fast());
        if (!c.fast()) return;
        assertThat(world.size(c.to())).isEqualTo(5);
        assertThat(world.status().currentStepIndex()).hasValue(2);
        assertThat(world.events).anyMatch(event -> event.endsWith("Rollback within window"));
        assertThat(world.events).filteredOn(SKIPPED::equals).hasSize(1);
        assertThat(world.status().duration().get("completionStatus")).isEqualTo(Json.of("FastRolledBack"));
    }

    @Test
    void aVersionThatBecameNewAgainCountsWhereItWasBorn() {
        World world = history(1);
        world.image("v4").settle();
        assertThat(world.set("v4").orElseThrow().revision()).isEqualTo(6);
        world.events.clear();
        world.image("v5").settle();
        assertThat(world.status().phase()).as("v5 is younger than v4: forward").isEqualTo("Paused");
        world.patchStatus("{\"promoteFull\":true}").settle();
        world.image("v4").settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void replicaSetsOfExperimentsDoNotCount() {
        World world = history(1);
        world.editSet(
                "v4", json -> json.withAt(List.of("metadata", "annotations", "experiment.argoproj.io/name"), "e"));
        world.image("v3").settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void anAbortOfARollbackIsStillAnAbort() {
        World world = history(3).breaks("v4", 0);
        world.image("v4").settle();
        world.abort().settle();
        assertThat(world.status().message()).startsWith("RolloutAborted");
        assertThat(world.size("v5")).isEqualTo(5);
        assertThat(world.size("v4")).isZero();
        world.breaks("v4", 5).patchStatus("{\"abort\":false}").settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
        assertThat(world.size("v4")).isEqualTo(5);
    }

    @Test
    void capacityIsKeptOnTheFastWayToo() {
        World world = history(3).strategy("maxUnavailable", Json.of(0)).strategy("maxSurge", Json.of(1));
        world.image("v4");
        for (int i = 0; i < 40; i++) {
            world.pass();
            int available = world.sets().stream()
                    .mapToInt(set -> Math.min(set.replicas(), set.counts().available()))
                    .sum();
            assertThat(available).isGreaterThanOrEqualTo(5);
            world.podsFollow();
        }
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void aBlueGreenRollbackWithinTheWindowWaitsForNobodyEvenFromZeroPods() {
        World world = World.blueGreen(3, "\"autoPromotionEnabled\":false,\"scaleDownDelaySeconds\":1")
                .spec("rollbackWindow", Json.object("revisions", 1))
                .settle();
        world.later(60).image("green").settle();
        world.promote().settle();
        world.later(60).settle();
        assertThat(world.size("blue")).isZero();
        world.events.clear();
        world.image("blue").settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.events).anyMatch(event -> event.endsWith("Rollback within window"));
        world.later(60).image("green").settle();
        assertThat(world.status().phase()).as("forward is an update").isEqualTo("Paused");
    }
}
