package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;

/**
 * Everything that may happen, in every phase of a blue-green update from {@code blue} to {@code green} that a human has to
 * promote. {@link WorldLaws} check at every write that users keep their pods.
 */
class BlueGreenPhasesTest {
    private static final String MANUAL = "\"autoPromotionEnabled\":false";
    private static final String CANARY = "{\"canary\":{\"steps\":[{\"setWeight\":34},{\"pause\":{}}]}}";

    enum Phase {
        FIRST_DEPLOYMENT(World::pass),
        DEPLOYED(World::settle),
        CREATED(world -> update(world).pass()),
        GROWING(world -> update(world.breaks("green", 1)).settle()),
        SMALL_PREVIEW(world -> update(world.blueGreen("previewReplicaCount", 1)).settle()),
        PAUSED(world -> update(world).settle()),
        RESUMED(world -> {
            update(world).settle();
            world.breaks("green", 2).podsFollow().promote().settle();
        }),
        SWITCHED(world -> {
            update(world).settle();
            world.promote().passUntil(() -> world.selected("active").equals("green"));
        }),
        OLD_PODS_WAIT(world -> update(world).settle().promote().settle()),
        COMPLETED(world -> update(world).settle().promote().settle().later(31).settle()),
        ABORTED_IN_DELAY(world -> update(world).settle().abort().settle()),
        ABORTED(world -> update(world).settle().abort().settle().later(31).settle()),
        HALTED(world -> update(world).settle().spec("paused", true).settle()),
        GOING_BACK(world -> {
            update(world).settle().promote().settle();
            world.breaks("blue", 2).podsFollow().image("blue").settle();
        });

        private final Consumer<World> way;

        Phase(Consumer<World> way) {
            this.way = way;
        }

        private static World update(World world) {
            return world.settle().later(5).image("green");
        }
    }

    enum Happening {
        NOTHING(world -> {}),
        ABORT(World::abort),
        RETRY(world -> world.patchStatus("{\"abort\":false}")),
        PROMOTE(World::promote),
        PROMOTE_FULLY(world -> world.patchStatus("{\"promoteFull\":true}")),
        NEW_REVISION(world -> world.image("red")),
        UNDO(world -> world.image("blue")),
        SCALE_UP(world -> world.spec("replicas", 5)),
        SCALE_DOWN(world -> world.spec("replicas", 2)),
        SCALE_TO_NOTHING(world -> world.spec("replicas", 0)),
        SCALE_AND_NEW_REVISION(world -> world.spec("replicas", 5).image("red")),
        PAUSE(world -> world.spec("paused", true)),
        TO_CANARY(world -> world.spec("strategy", Json.parse(CANARY))),
        STABLE_PODS_BREAK(world -> world.breaks("blue", 1)),
        NEW_PODS_BREAK(world -> world.breaks("green", 1)),
        PROMOTE_BESIDE_A_SCALE(world -> world.spec("replicas", 4).promote()),
        ABORT_BESIDE_A_NEW_REVISION(world -> world.abort().image("red"));

        private final Consumer<World> what;

        Happening(Consumer<World> what) {
            this.what = what;
        }
    }

    record Case(Phase phase, Happening happening, int survivedWrites) {
        @Override
        public String toString() {
            return phase + " then " + happening + (survivedWrites < 20 ? ", dies after write " + survivedWrites : "");
        }

        World world() {
            World world = World.blueGreen(3, MANUAL);
            phase.way.accept(world);
            return world;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(Phase.values())
                .flatMap(phase -> Stream.of(Happening.values())
                        .flatMap(happening -> Stream.of(1, 3, 20).map(writes -> new Case(phase, happening, writes))));
    }

    /** Where green has the users, or is on its way to them, without another word. */
    private static final Set<Phase> GREEN_IS_ADMITTED =
            EnumSet.of(Phase.RESUMED, Phase.SWITCHED, Phase.OLD_PODS_WAIT, Phase.COMPLETED, Phase.GOING_BACK);

    private static final Set<Happening> ADMITTING =
            EnumSet.of(Happening.PROMOTE, Happening.PROMOTE_FULLY, Happening.PROMOTE_BESIDE_A_SCALE);

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void nobodyIsPromotedUnaskedAndItEndsWell(Case c) {
        World world = c.world();
        world.dieAfter(c.survivedWrites());
        c.happening().what.accept(world);
        world.settle().later(100).settle();
        if (!GREEN_IS_ADMITTED.contains(c.phase()) && !ADMITTING.contains(c.happening())) {
            assertThat(stable(world)).isEqualTo("blue");
            if (c.happening() != Happening.TO_CANARY && c.phase() != Phase.FIRST_DEPLOYMENT)
                assertThat(world.selected("active")).isEqualTo("blue");
        }
        assertThat(world.later(100_000).settle().later(100_000).plan().isEmpty())
                .as("silent")
                .isTrue();
        assertEndsWell(world);
    }

    /** When everything that hinders is taken away and a human agrees, the present version has the users. */
    private static void assertEndsWell(World world) {
        for (String image : new String[] {"blue", "green", "red"}) world.breaks(image, Integer.MAX_VALUE);
        world.spec("paused", false)
                .spec("replicas", 3)
                .spec("strategy", World.blueGreen(MANUAL))
                .podsFollow()
                .settle();
        if (world.status().abort()) world.patchStatus("{\"abort\":false}").settle();
        world.promote().settle().later(31).settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
        ReplicaSet newest = world.sets().stream()
                .filter(set -> set.hash().equals(world.status().currentPodHash()))
                .findFirst()
                .orElseThrow();
        assertThat(stable(world)).isEqualTo(WorldPods.image(newest));
        assertThat(world.selected("active")).isEqualTo(WorldPods.image(newest));
        assertThat(world.selected("preview")).isEqualTo(WorldPods.image(newest));
        for (ReplicaSet set : world.sets())
            assertThat(set.replicas()).isEqualTo(set.name().equals(newest.name()) ? 3 : 0);
    }

    private static String stable(World world) {
        return world.sets().stream()
                .filter(set -> set.hash().equals(world.status().stableRS()))
                .map(WorldPods::image)
                .findFirst()
                .orElse("none");
    }

    static Stream<Case> afterAnAbort() {
        return Stream.of(Phase.values())
                .filter(phase ->
                        phase.ordinal() >= Phase.CREATED.ordinal() && phase.ordinal() <= Phase.SWITCHED.ordinal())
                .map(phase -> new Case(phase, Happening.ABORT, 20));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("afterAnAbort")
    void anAbortBringsEverybodyBack(Case c) {
        World world = c.world();
        world.abort().settle();
        assertThat(world.status().phase()).isEqualTo("Degraded");
        assertThat(world.selected("active")).isEqualTo("blue");
        world.later(31).settle();
        assertThat(world.size("blue")).isEqualTo(3);
        assertThat(world.size("green")).isZero();
        assertThat(stable(world)).isEqualTo("blue");
    }

    static Stream<Case> afterAPromote() {
        return Stream.of(Phase.SMALL_PREVIEW, Phase.PAUSED, Phase.RESUMED, Phase.SWITCHED)
                .map(phase -> new Case(phase, Happening.PROMOTE, 20));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("afterAPromote")
    void aPromoteIsDone(Case c) {
        World world = c.world().breaks("green", 3).podsFollow();
        world.promote().settle();
        assertThat(world.selected("active")).isEqualTo("green");
        assertThat(stable(world)).isEqualTo("green");
    }
}
