package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Pod;
import tidegate.api.wire.Annotations;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Want;

class EphemeralMetadataTest {
    private static final String STOPS = "[{\"setWeight\":50},{\"pause\":{}}]";
    private static final Json CANARY =
            Json.parse("{\"labels\":{\"role\":\"canary\",\"track\":\"c\"},\"annotations\":{\"note\":\"new\"}}");
    private static final Json STABLE = Json.parse("{\"labels\":{\"role\":\"stable\"}}");

    private static World world(int replicas) {
        return World.canary(replicas, STOPS).strategy("canaryMetadata", CANARY).strategy("stableMetadata", STABLE);
    }

    private static Map<String, String> ownLabels(Pod pod) {
        return Json.of(pod.meta().labels())
                .without("app")
                .without("rollouts-pod-template-hash")
                .strings();
    }

    private static void assertLabels(World world, String image, Map<String, String> labels) {
        var set = world.set(image).orElseThrow();
        assertThat(Json.of(set.template().at("metadata", "labels"))
                        .without("app")
                        .without("rollouts-pod-template-hash")
                        .strings())
                .isEqualTo(labels);
        assertThat(world.pods.of(set))
                .hasSize(set.replicas())
                .allSatisfy(pod -> assertThat(ownLabels(pod)).isEqualTo(labels));
    }

    private static String record(World world, String image) {
        return world.set(image)
                .orElseThrow()
                .meta()
                .annotation(Annotations.EPHEMERAL_METADATA)
                .orElse("none");
    }

    private static void settle(World world) {
        world.settle().later(2).settle();
    }

    @Test
    void everyVersionCarriesTheMetadataOfItsRole() {
        World world = world(4);
        settle(world);
        assertLabels(world, "blue", Map.of("role", "stable"));
        assertThat(record(world, "blue")).isEqualTo("{\"labels\":{\"role\":\"stable\"}}");
        settle(world.image("yellow"));
        assertLabels(world, "blue", Map.of("role", "stable"));
        assertLabels(world, "yellow", Map.of("role", "canary", "track", "c"));
        assertThat(record(world, "yellow"))
                .isEqualTo("{\"labels\":{\"role\":\"canary\",\"track\":\"c\"},\"annotations\":{\"note\":\"new\"}}");
        settle(world.promote());
        assertLabels(world, "yellow", Map.of("role", "stable"));
        assertThat(world.pods.list())
                .allSatisfy(pod -> assertThat(pod.meta().annotations()).doesNotContainKey("note"));
        assertThat(record(world, "blue")).isEqualTo("none");
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void aVersionIsBornWithItsMetadata() {
        World world = world(4);
        settle(world);
        world.image("yellow").pass();
        assertThat(world.set("yellow")
                        .orElseThrow()
                        .template()
                        .at("metadata", "labels")
                        .strings())
                .containsEntry("role", "canary");
        assertThat(world.pods.patches).isZero();
    }

    @Test
    void previewAndActiveHaveTheirsToo() {
        World world = World.blueGreen(
                2,
                "\"autoPromotionEnabled\":false,\"previewMetadata\":{\"labels\":{\"role\":\"preview\"}},"
                        + "\"activeMetadata\":{\"labels\":{\"role\":\"active\"}}");
        settle(world);
        assertLabels(world, "blue", Map.of("role", "active"));
        settle(world.image("yellow"));
        assertLabels(world, "blue", Map.of("role", "active"));
        assertLabels(world, "yellow", Map.of("role", "preview"));
        settle(world.promote());
        assertLabels(world, "yellow", Map.of("role", "active"));
        assertThat(world.size("blue")).isEqualTo(2);
        assertLabels(world, "blue", Map.of());
    }

    @Test
    void aCanaryThatBecomesStableLosesWhatOnlyTheCanaryHad() {
        World world = World.canary(3, STOPS).strategy("canaryMetadata", CANARY);
        settle(world);
        settle(world.image("yellow"));
        assertLabels(world, "yellow", Map.of("role", "canary", "track", "c"));
        settle(world.promote());
        assertLabels(world, "yellow", Map.of());
        assertThat(record(world, "yellow")).isEqualTo("none");
    }

    /** A status that cannot be written, and counts that do not hold, would have it written to and fro. */
    @Test
    void aVersionKeepsItsMetadataUntilItsPromotionIsStored() {
        World world = world(3);
        settle(world);
        settle(world.image("yellow"));
        String before = world.status().stableRS();
        world.promote();
        for (int i = 0; i < 50 && world.status().stableRS().equals(before); i++) {
            assertThat(world.plan().actions())
                    .noneMatch(action -> action instanceof Action.PatchReplicaSet patch
                            && !patch.changes().template().isEmpty());
            world.pass();
            world.podsFollow();
        }
        assertThat(world.status().stableRS())
                .isEqualTo(world.set("yellow").orElseThrow().hash());
        settle(world);
        assertLabels(world, "yellow", Map.of("role", "stable"));
    }

    @Test
    void podsAreListedOnlyUntilTheyWereFoundInOrder() {
        World world = world(4);
        settle(world);
        assertThat(world.later(1000).plan().wants()).isEmpty();
        world.verified.clear();
        assertThat(world.plan().wants()).containsExactly(new Want.Pods());
        assertThat(world.plan().isEmpty()).isTrue();
        settle(world);
        assertThat(world.plan().wants()).isEmpty();
        assertThat(world.pods.patches).isZero();
    }

    @Test
    void withoutMetadataNobodyListsPods() {
        World world = World.canary(4, STOPS).settle().image("yellow");
        for (int i = 0; i < 10; i++) {
            assertThat(world.pass().wants()).isEmpty();
            world.podsFollow();
        }
    }

    @Test
    void podsWaitUntilTheTemplateWasSeen() {
        World world = world(4);
        settle(world);
        settle(world.image("yellow"));
        world.strategy("canaryMetadata", Json.parse("{\"labels\":{\"role\":\"other\"}}"));
        world.pass();
        assertThat(world.set("yellow").orElseThrow().template().at("metadata", "labels", "role"))
                .isEqualTo(Json.of("other"));
        assertThat(world.plan().wants()).isEmpty();
        settle(world.podsFollow());
        assertLabels(world, "yellow", Map.of("role", "other"));
    }

    @Test
    void removingBothBlocksCleansUp() {
        World world = world(4);
        settle(world);
        settle(world.image("yellow"));
        world.edit(json -> json.withAt(
                List.of("spec", "strategy", "canary"),
                json.at("spec", "strategy", "canary").without("canaryMetadata").without("stableMetadata")));
        settle(world);
        assertLabels(world, "blue", Map.of());
        assertLabels(world, "yellow", Map.of());
        assertThat(record(world, "blue")).isEqualTo("none");
        assertThat(record(world, "yellow")).isEqualTo("none");
    }

    static IntStream everyWrite() {
        return IntStream.rangeClosed(0, 14);
    }

    @ParameterizedTest(name = "dies after write {0} of removing both blocks")
    @MethodSource("everyWrite")
    void nothingIsLeftBehindWhereverItDies(int survived) {
        World world = world(3);
        settle(world);
        settle(world.image("yellow"));
        world.edit(json -> json.withAt(
                List.of("spec", "strategy", "canary"),
                json.at("spec", "strategy", "canary").without("canaryMetadata").without("stableMetadata")));
        world.dieAfter(survived);
        settle(world);
        world.verified.clear();
        settle(world);
        assertLabels(world, "blue", Map.of());
        assertLabels(world, "yellow", Map.of());
        assertThat(record(world, "yellow")).isEqualTo("none");
    }

    @ParameterizedTest(name = "dies after write {0} of a promotion")
    @MethodSource("everyWrite")
    void aPromotionEndsInTheSamePlaceWhereverItDies(int survived) {
        World world = world(3);
        settle(world);
        settle(world.image("yellow"));
        world.dieAfter(survived);
        settle(world.promote());
        assertLabels(world, "yellow", Map.of("role", "stable"));
        assertThat(record(world, "yellow")).isEqualTo("{\"labels\":{\"role\":\"stable\"}}");
    }

    @Test
    void aThousandPodsAreWrittenInPortionsAndTheStatusDoesNotWait() {
        World world = world(1000);
        settle(world);
        world.image("yellow");
        settle(world);
        world.promote();
        int most = 0;
        for (int i = 0; i < 100; i++) {
            var plan = world.pass();
            most = Math.max(most, (int) plan.actions().stream()
                    .filter(Action.PatchPod.class::isInstance)
                    .count());
            if (plan.wants().isEmpty()) world.podsFollow().later(2);
        }
        assertThat(most).isEqualTo(200);
        settle(world);
        assertLabels(world, "yellow", Map.of("role", "stable"));
        assertThat(world.pods.list()).hasSize(1000);
    }

    @Test
    void whatOthersPutOnPodsStays() {
        World world = world(2);
        settle(world);
        settle(world.image("yellow"));
        world.pods
                .list()
                .forEach(pod -> world.pods.edit(
                        pod.name(),
                        Json.parse("{\"metadata\":{\"labels\":{\"mesh\":\"on\"},\"annotations\":{\"a\":\"b\"}}}")));
        settle(world.promote());
        assertThat(world.pods.of(world.set("yellow").orElseThrow()))
                .filteredOn(pod -> pod.meta().labels().containsKey("mesh"))
                .isNotEmpty()
                .allSatisfy(pod -> {
                    assertThat(ownLabels(pod)).isEqualTo(Map.of("role", "stable", "mesh", "on"));
                    assertThat(pod.meta().annotations()).containsEntry("a", "b");
                });
    }

    @Test
    void aLabelThatTheSelectorNeedsIsNeverInjected() {
        World world = world(2).strategy(
                        "stableMetadata",
                        Json.parse("{\"labels\":{\"app\":\"x\",\"rollouts-pod-template-hash\":\"y\",\"role\":\"s\"}}"));
        settle(world);
        assertLabels(world, "blue", Map.of("role", "s"));
        assertThat(world.set("blue").orElseThrow().template().at("metadata", "labels", "app"))
                .isEqualTo(Json.of("demo"));
    }

    @Test
    void aSupersededVersionLosesItsMetadata() {
        World world = world(4);
        settle(world);
        settle(world.image("yellow"));
        world.breaks("green", 0);
        settle(world.image("green"));
        assertLabels(world, "yellow", Map.of());
        assertLabels(world, "green", Map.of("role", "canary", "track", "c"));
    }
}
