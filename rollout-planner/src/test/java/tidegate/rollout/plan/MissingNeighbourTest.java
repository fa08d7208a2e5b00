package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.rollout.plan.seen.Sighting;

/** Something that the spec names is surely gone in mid-flight: nothing goes forward, but the way back stays open. */
class MissingNeighbourTest {
    private static final String STOPS = "[{\"setWeight\":50},{\"pause\":{}},{\"setWeight\":75},{\"pause\":{}}]";

    /** Four pods each, at the first pause. */
    private static World underWay() {
        World world = World.canary(4, STOPS)
                .service("stable")
                .service("canary")
                .strategy("stableService", Json.of("stable"))
                .strategy("canaryService", Json.of("canary"))
                .settle();
        world.image("red").settle();
        assertThat(world.status().phase()).isEqualTo("Paused");
        return world;
    }

    private static World without(World world, String service) {
        world.services.put(service, new Sighting.Absent<>());
        return world.settle();
    }

    @Test
    void itSaysWhatIsMissingAndMovesNothing() {
        World world = underWay();
        int red = world.size("red");
        int blue = world.size("blue");
        without(world, "canary");
        assertThat(world.status().phase()).isEqualTo("Degraded");
        assertThat(world.status().message())
                .startsWith("InvalidSpec: The Rollout \"demo\" is invalid: spec.strategy.canary.canaryService:");
        world.promote().settle();
        assertThat(world.size("red")).isEqualTo(red);
        assertThat(world.size("blue")).isEqualTo(blue);
    }

    @Test
    void anAbortIsCarriedOutAllTheSame() {
        World world = without(underWay(), "canary").abort().settle();
        assertThat(world.size("red")).isZero();
        assertThat(world.size("blue")).isEqualTo(4);
        assertThat(world.status().abortedAt()).isPresent();
        assertThat(world.status().message()).startsWith("InvalidSpec");
    }

    @Test
    void theDeadlinePassesAllTheSame() {
        World world = World.canary(4, STOPS)
                .service("stable")
                .strategy("stableService", Json.of("stable"))
                .spec("progressDeadlineSeconds", 30)
                .spec("progressDeadlineAbort", true)
                .settle();
        world.breaks("bad", 0).image("bad").settle();
        without(world, "stable");
        world.later(31).settle();
        assertThat(world.status().abort()).isTrue();
        assertThat(world.size("bad")).isZero();
        assertThat(world.size("blue")).isEqualTo(4);
    }

    @Test
    void aPromotionGivenMeanwhileIsDoneOnceItIsThere() {
        World world = underWay();
        var service = new Sighting.There<>(world.theService("canary"));
        without(world, "canary").promote().settle();
        world.services.put("canary", service);
        world.settle();
        assertThat(world.status().currentStepIndex()).hasValue(3);
        assertThat(world.status().phase()).isEqualTo("Paused");
    }

    @Test
    void anotherTemplateIsNotBegunBeforeItIsThere() {
        World world = underWay();
        var service = new Sighting.There<>(world.theService("canary"));
        without(world, "canary").image("green").settle();
        assertThat(world.set("green")).isEmpty();
        world.services.put("canary", service);
        world.settle();
        assertThat(world.size("green")).isPositive();
    }

    @Test
    void whileAnotherTemplateWaitsTheOneBeforeIsAbortedAllTheSame() {
        World world = without(underWay(), "canary").image("green").abort().settle();
        assertThat(world.status().abortedAt()).isPresent();
        assertThat(world.size("red")).isZero();
        assertThat(world.size("blue")).isEqualTo(4);
        assertThat(world.set("green")).isEmpty();
    }

    @Test
    void norDoesItWaitForEver() {
        World world = World.canary(4, STOPS)
                .service("stable")
                .strategy("stableService", Json.of("stable"))
                .spec("progressDeadlineSeconds", 30)
                .spec("progressDeadlineAbort", true)
                .settle();
        world.breaks("bad", 0).image("bad").settle();
        without(world, "stable").image("green").settle();
        world.later(31).settle();
        assertThat(world.status().abort()).isTrue();
        assertThat(world.size("bad")).isZero();
    }

    @Test
    void aBlueGreenAbortGoesBackWhileThePreviewServiceIsMissing() {
        World world = World.blueGreen(2, "\"autoPromotionEnabled\":false").settle();
        world.image("red").settle();
        world.services.put("preview", new Sighting.Absent<>());
        world.settle();
        assertThat(world.status().message()).startsWith("InvalidSpec");
        world.abort().settle();
        world.later(31).settle();
        assertThat(world.selected("active")).isEqualTo("blue");
        assertThat(world.size("blue")).isEqualTo(2);
        assertThat(world.size("red")).isZero();
    }
}
