package tidegate.rollout.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Service;
import tidegate.rollout.plan.seen.Sighting;

/**
 * Blue-green Rollouts under users, faults and crashes in random order, from a seed. {@link WorldLaws} check at every
 * write that users are not sent to nothing; when the faults end, what the spec demands must come about and then be silent.
 */
class BlueGreenSimTest {
    private static final int EPISODES_A_BATCH = 75;
    private static final List<String> IMAGES = List.of("blue", "green", "red");

    static Stream<Integer> batches() {
        return IntStream.range(0, 8).boxed();
    }

    @ParameterizedTest(name = "seeds from {0} * " + EPISODES_A_BATCH)
    @MethodSource("batches")
    void everyStoryEndsWell(int batch) {
        for (int i = 0; i < EPISODES_A_BATCH; i++) {
            long seed = (long) batch * EPISODES_A_BATCH + i;
            var story = new Story(seed);
            try {
                story.run();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ": " + story, e);
            }
        }
    }

    private static final class Story {
        private final Random random;
        private final World world;
        private final List<String> told = new ArrayList<>();
        private final Map<String, Sighting<Service>> hidden = new HashMap<>();

        Story(long seed) {
            random = new Random(seed);
            world = World.blueGreen(1 + random.nextInt(4), strategy());
            told.add("strategy " + world.rollout().spec().strategy().json());
        }

        private String strategy() {
            var fields = new ArrayList<String>();
            if (random.nextBoolean()) fields.add("\"autoPromotionEnabled\":" + random.nextBoolean());
            if (random.nextInt(3) == 0) fields.add("\"autoPromotionSeconds\":" + random.nextInt(20));
            if (random.nextInt(3) == 0) fields.add("\"previewReplicaCount\":" + random.nextInt(5));
            if (random.nextInt(3) == 0) fields.add("\"scaleDownDelaySeconds\":" + random.nextInt(40));
            if (random.nextInt(3) == 0) fields.add("\"scaleDownDelayRevisionLimit\":" + random.nextInt(3));
            if (random.nextInt(3) == 0) fields.add("\"abortScaleDownDelaySeconds\":" + random.nextInt(40));
            return String.join(",", fields);
        }

        void run() {
            world.spec("progressDeadlineAbort", random.nextInt(4) == 0);
            if (random.nextInt(4) == 0) window();
            for (int i = 0; i < 40; i++) {
                happen();
                for (int passes = random.nextInt(4); passes > 0; passes--) pass();
            }
            told.add("faults end");
            end();
        }

        private void window() {
            told.add("rollback window of 1");
            world.spec("rollbackWindow", Json.object("revisions", 1));
        }

        private void pass() {
            if (random.nextInt(4) == 0) world.dieAfter(random.nextInt(4));
            String before = world.status().stableRS();
            world.pass();
            String after = world.status().stableRS();
            boolean isUnused =
                    theActive().hash().isEmpty() && world.rollout().spec().replicas() == 0;
            if (!before.isEmpty() && !before.equals(after) && !isUnused)
                assertThat(theActive().hash())
                        .as("promoted only what users are on")
                        .isEqualTo(after);
        }

        private Service theActive() {
            return requireNonNull(hidden.getOrDefault("active", world.services.get("active")))
                    .found()
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return String.join(", ", told) + "\n" + world.path + "\n" + world.events + "\n"
                    + world.status().json() + "\nwaits for " + world.plan().waitsFor();
        }

        private void tell(String what) {
            told.add(what);
        }

        private void happen() {
            String image = IMAGES.get(random.nextInt(IMAGES.size()));
            switch (random.nextInt(18)) {
                case 0, 1, 2, 3 -> world.podsFollow();
                case 4, 5 -> {
                    int seconds = random.nextInt(25);
                    tell(seconds + "s later");
                    world.later(seconds);
                }
                case 6, 7 -> {
                    tell("image " + image);
                    world.image(image);
                }
                case 8 -> {
                    int replicas = random.nextInt(5);
                    tell("replicas " + replicas);
                    world.spec("replicas", replicas);
                }
                case 9, 10 -> {
                    tell("promote");
                    world.promote();
                }
                case 11 -> {
                    tell("abort");
                    world.abort();
                }
                case 12 -> {
                    tell("retry");
                    world.patchStatus("{\"abort\":false}");
                }
                case 13 -> {
                    int available = random.nextInt(5);
                    tell(image + " has at most " + available);
                    world.breaks(image, available);
                }
                case 14 -> {
                    boolean paused = random.nextBoolean();
                    tell("paused " + paused);
                    world.spec("paused", paused);
                }
                case 15 -> {
                    world.servicesRefuse = random.nextBoolean();
                    tell("Services refuse " + world.servicesRefuse);
                }
                case 16 -> hideOrShow(random.nextBoolean() ? "active" : "preview");
                case 17 -> {
                    if (random.nextInt(3) == 0) {
                        tell("promote fully");
                        world.patchStatus("{\"promoteFull\":true}");
                    }
                }
                default -> throw new AssertionError();
            }
        }

        private void hideOrShow(String service) {
            Sighting<Service> shown = hidden.remove(service);
            tell(service + (shown == null ? " cannot be read" : " can be read"));
            if (shown == null) {
                hidden.put(service, requireNonNull(world.services.get(service)));
                world.services.put(service, new Sighting.Unknown<>("no answer"));
            } else {
                world.services.put(service, shown);
            }
        }

        private void end() {
            world.services.putAll(hidden);
            hidden.clear();
            world.servicesRefuse = false;
            world.dieAfter(Integer.MAX_VALUE);
            IMAGES.forEach(image -> world.breaks(image, Integer.MAX_VALUE));
            world.spec("paused", false).podsFollow().settle();
            if (world.status().abort()) world.patchStatus("{\"abort\":false}").settle();
            world.promote().settle();
            for (int i = 0; i < 4; i++) world.later(60).settle();
            String image = world.rollout()
                    .spec()
                    .template()
                    .at("spec", "containers")
                    .get(0)
                    .get("image")
                    .stringOrEmpty();
            assertThat(world.status().phase() + " " + world.status().message()).isEqualTo("Healthy ");
            if (world.rollout().spec().replicas() > 0)
                assertThat(world.selected("active")).isEqualTo(image);
            assertThat(world.selected("preview")).isEqualTo(image);
            for (ReplicaSet set : world.sets())
                assertThat(set.replicas())
                        .as(WorldPods.image(set))
                        .isEqualTo(
                                WorldPods.image(set).equals(image)
                                        ? world.rollout().spec().replicas()
                                        : 0);
            assertThat(world.later(100_000).plan().isEmpty()).isTrue();
            assertThat(world.plan().nextLook()).isEmpty();
        }
    }
}
