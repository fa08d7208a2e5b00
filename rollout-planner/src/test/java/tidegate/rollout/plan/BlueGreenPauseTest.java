package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.rollout.plan.seen.Sighting;

/** From the pause before a promotion to the promotion itself, when something around it changes. */
class BlueGreenPauseTest {
    private static final String MANUAL = "\"autoPromotionEnabled\":false";

    private static String phase(World world) {
        return world.status().phase() + " " + world.status().message();
    }

    private static void passSeconds(World world, int seconds) {
        for (int i = 0; i < seconds; i++) {
            world.pass();
            world.podsFollow();
            world.later(1);
        }
    }

    @Test
    void aRollbackWindowThatIsAddedInThePauseLetsTheRollbackThrough() {
        World world =
                World.blueGreen(2, MANUAL + ",\"scaleDownDelaySeconds\":1").settle();
        world.later(60).image("green").settle().promote().settle().later(60).settle();
        world.image("blue").settle();
        assertThat(phase(world)).isEqualTo("Paused BlueGreenPause");
        world.spec("rollbackWindow", Json.object("revisions", 1)).settle();
        assertThat(phase(world)).isEqualTo("Healthy ");
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.status().condition("Progressing").orElseThrow().reason())
                .isEqualTo("NewReplicaSetAvailable");
    }

    @Test
    void soDoesTheStrategyThatBecomesBlueGreenOnTheWayBack() {
        World world = World.canary(2, "[{\"pause\":{}}]")
                .service("active")
                .service("preview")
                .spec("rollbackWindow", Json.object("revisions", 1))
                .settle();
        world.later(60).image("green").settle().promote().settle();
        world.breaks("blue", 0).later(60).image("blue").pass();
        world.spec("strategy", World.blueGreen("\"autoPromotionSeconds\":5"));
        world.breaks("blue", 9).podsFollow();
        passSeconds(world, 60);
        assertThat(phase(world)).isEqualTo("Healthy ");
        assertThat(world.selected("active")).isEqualTo("blue");
    }

    @Test
    void aPauseOfStepsThatAnotherControllerLeftWasEndedByNobody() {
        World world = World.blueGreen(2, MANUAL).settle();
        world.image("green").pass();
        world.patchStatus("{\"pauseConditions\":[{\"reason\":\"CanaryPauseStep\",\"startTime\":"
                + "\"2026-03-01T10:00:00Z\"}],\"controllerPause\":true}");
        world.settle();
        assertThat(phase(world)).isEqualTo("Paused BlueGreenPause");
        assertThat(world.selected("active")).isEqualTo("blue");
    }

    @Test
    void aStartThatNobodyCanReadBeginsAnew() {
        World world = World.blueGreen(2, "\"autoPromotionSeconds\":5").settle();
        world.image("green").settle();
        assertThat(phase(world)).isEqualTo("Paused BlueGreenPause");
        world.patchStatus("{\"pauseConditions\":[{\"reason\":\"BlueGreenPause\",\"startTime\":\"yesterday\"}]}");
        passSeconds(world, 3);
        assertThat(phase(world)).isEqualTo("Paused BlueGreenPause");
        passSeconds(world, 20);
        assertThat(phase(world)).isEqualTo("Healthy ");
        assertThat(world.selected("active")).isEqualTo("green");
    }

    @Test
    void aPreviewThatIsReadyKeepsItsSizeWhileThatCannotBeStored() {
        World world = World.blueGreen(4, "\"previewReplicaCount\":1").settle();
        world.image("green").pass();
        world.podsFollow();
        world.path.clear();
        for (int pass = 0; pass < 6; pass++) {
            world.dieAfter(world.plan().actions().size());
            world.pass();
            world.podsFollow();
        }
        assertThat(world.size("green")).isEqualTo(1);
        assertThat(world.path.stream().distinct()).as("sizes on the way").hasSizeLessThan(2);
        world.settle();
        assertThat(phase(world)).isEqualTo("Healthy ");
    }

    /** Between the switch and the promotion. */
    private static World switched() {
        World world = World.blueGreen(3, "").settle();
        world.image("green");
        for (int pass = 0; pass < 20 && !world.selected("active").equals("green"); pass++) {
            world.pass();
            world.podsFollow();
        }
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(world.status().stableRS())
                .isNotEqualTo(world.set("green").orElseThrow().hash());
        return world;
    }

    @Test
    void aPodLostBetweenTheSwitchAndThePromotionMovesTheServiceNowhere() {
        World world = switched();
        world.breaks("green", 2).podsFollow().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(world.size("blue")).isEqualTo(3);
        world.breaks("green", 3).podsFollow().settle();
        assertThat(phase(world)).isEqualTo("Healthy ");
    }

    @Test
    void allPodsLostMoveItBackToTheVersionThatServes() {
        World world = switched();
        world.breaks("green", 0).podsFollow().settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        world.breaks("green", 3).podsFollow().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(phase(world)).isEqualTo("Healthy ");
    }

    @Test
    void whileSomethingThatTheSpecNamesIsMissingThatIsWhatItWaitsFor() {
        World world = World.blueGreen(2, MANUAL).settle();
        world.image("green").settle().promote();
        world.services.put("preview", new Sighting.Absent<>());
        world.settle();
        assertThat(world.plan().waitsFor()).contains("preview");
        assertThat(world.selected("active")).isEqualTo("blue");
    }
}
