package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

/** Where tests of blue-green Rollouts start, and what they ask. */
final class BlueGreenWorld {
    static final String MANUAL = "\"autoPromotionEnabled\":false";
    static final String DEADLINE = "scale-down-deadline";

    private BlueGreenWorld() {}

    static World deployed(int replicas, String more) {
        World world = World.blueGreen(replicas, more).settle();
        assertPhase(world, "Healthy", "");
        world.events.clear();
        world.path.clear();
        world.writes = 0;
        return world;
    }

    static void assertPhase(World world, String phase, String message) {
        assertThat(world.status().phase() + " " + world.status().message()).isEqualTo(phase + " " + message);
    }

    static String stable(World world) {
        return world.sets().stream()
                .filter(set -> set.hash().equals(world.status().stableRS()))
                .map(WorldPods::image)
                .findFirst()
                .orElse("none");
    }

    static Optional<String> deadline(World world, String image) {
        return world.set(image).flatMap(set -> set.meta().annotation(DEADLINE));
    }

    static World pausedAt(String image, int replicas, String more) {
        World world = deployed(replicas, more).image(image).settle();
        assertPhase(world, "Paused", "BlueGreenPause");
        return world;
    }
}
