package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.rollout.plan.seen.Sighting;

/** The pause before a promotion when something around it changes. */
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
    void whileSomethingThatTheSpecNamesIsMissingThatIsWhatItWaitsFor() {
        World world = World.blueGreen(2, MANUAL).settle();
        world.image("green").settle().promote();
        world.services.put("preview", new Sighting.Absent<>());
        world.settle();
        assertThat(world.plan().waitsFor()).contains("preview");
        assertThat(world.selected("active")).isEqualTo("blue");
    }
}
