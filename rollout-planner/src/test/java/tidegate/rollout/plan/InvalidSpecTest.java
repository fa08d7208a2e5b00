package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;

class InvalidSpecTest {
    private static World settled() {
        return World.canary(4, "[{\"setWeight\":50},{\"pause\":{}}]").settle();
    }

    @Test
    void whatIsWrongIsSaidAndNothingElseIsTouched() {
        World world = settled();
        var before = world.sets();
        world.strategy("steps", Json.parse("[{\"setWeight\":101}]"))
                .image("green")
                .settle();
        String error = "The Rollout \"demo\" is invalid: spec.strategy.steps[0].setWeight: Invalid value: 101:"
                + " SetWeight needs to be between 0 and 100";
        assertThat(world.status().phase()).isEqualTo("Degraded");
        assertThat(world.status().message()).isEqualTo("InvalidSpec: " + error);
        assertThat(world.status().condition("InvalidSpec")).hasValueSatisfying(condition -> {
            assertThat(condition.status()).isEqualTo("True");
            assertThat(condition.message()).isEqualTo(error);
        });
        assertThat(world.sets()).isEqualTo(before);
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void whatIsNotSupportedYetIsRefused() {
        World world = settled().strategy("trafficRouting", Json.parse("{\"nginx\":{\"stableIngress\":\"x\"}}"));
        assertThat(world.settle().status().message())
                .isEqualTo("InvalidSpec: The Rollout \"demo\" is invalid: spec.strategy.canary.trafficRouting:"
                        + " Forbidden: not supported by this version");
    }

    @Test
    void onceCorrectedItGoesOn() {
        World world = settled();
        world.strategy("maxSurge", Json.of("abc")).settle();
        assertThat(world.status().phase()).isEqualTo("Degraded");
        world.strategy("maxSurge", Json.of(1)).settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
        assertThat(world.status().condition("InvalidSpec")).isEmpty();
    }
}
