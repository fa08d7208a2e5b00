package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Service;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.seen.Sighting;

class CanaryServicesTest {
    private static final String STOPS = "[{\"setWeight\":25},{\"pause\":{}},{\"setWeight\":100},{\"pause\":{}}]";

    private static World world(int replicas, String steps) {
        return World.canary(replicas, steps)
                .service("stable")
                .service("canary")
                .strategy("stableService", Json.of("stable"))
                .strategy("canaryService", Json.of("canary"));
    }

    private static World deployed(int replicas) {
        World world = world(replicas, STOPS).settle();
        world.events.clear();
        world.path.clear();
        return world;
    }

    private static void assertSelected(World world, String stable, String canary) {
        assertThat("stable " + world.selected("stable") + ", canary " + world.selected("canary"))
                .isEqualTo("stable " + stable + ", canary " + canary);
    }

    private static String phase(World world) {
        return world.status().phase() + " " + world.status().message();
    }

    /** Long enough for anything to happen that does not wait for a Service. */
    private static void goOn(World world) {
        for (int i = 0; i < 30; i++) {
            world.pass();
            world.podsFollow();
        }
    }

    @Test
    void servicesAreTakenOverOnlyWhenAllPodsAreAvailable() {
        World world = world(3, STOPS).breaks("blue", 2).settle();
        assertSelected(world, "all", "all");
        world.breaks("blue", 3).podsFollow().settle();
        assertSelected(world, "blue", "blue");
        assertThat(world.theService("canary").managedBy()).hasValue("demo");
        String hash = world.status().stableRS();
        assertThat(world.events)
                .contains(
                        "SwitchService: Switched selector for service 'stable' from '' to '" + hash + "'",
                        "SwitchService: Switched selector for service 'canary' from '' to '" + hash + "'");
    }

    @Test
    void aServiceOfAllVersionsIsNotNarrowedToASingleCanary() {
        World world = World.canary(4, STOPS).settle().image("yellow").settle();
        world.breaks("blue", 2).podsFollow();
        world.service("stable").strategy("stableService", Json.of("stable")).settle();
        assertThat(world.selected("stable")).isEqualTo("all");
        world.breaks("blue", 9).podsFollow().settle();
        assertThat(world.selected("stable")).isEqualTo("blue");
    }

    @ParameterizedTest
    @CsvSource({"[]", "'[{\"setWeight\":100},{\"pause\":{}}]'"})
    void norToTheFirstPodsOfTheVersionThatReplacesAll(String steps) {
        World world = World.canary(4, steps)
                .strategy("maxSurge", Json.of(1))
                .strategy("maxUnavailable", Json.of(0))
                .settle();
        world.service("stable").strategy("stableService", Json.of("stable")).image("yellow");
        for (int pass = 0; pass < 100 && world.selected("stable").equals("all"); pass++) {
            if (world.status().phase().equals("Paused")) world.promote();
            world.pass();
            if (!world.selected("stable").equals("all"))
                assertThat(world.set("yellow").orElseThrow().counts().available())
                        .isEqualTo(4);
            world.podsFollow();
        }
        assertThat(world.selected("stable")).isEqualTo("yellow");
    }

    @Test
    void aSwitchIsOneWriteWithSelectorAndManagerAndNothingElse() {
        World world = world(1, STOPS);
        world.pass();
        world.podsFollow();
        String hash = world.status().stableRS();
        assertThat(world.plan().actions().getFirst())
                .isInstanceOfSatisfying(
                        Action.PatchService.class,
                        patch -> assertThat(patch.patch())
                                .isEqualTo(
                                        Json.parse("{\"spec\":{\"selector\":{\"rollouts-pod-template-hash\":\"" + hash
                                                + "\"}},\"metadata\":{\"annotations\":"
                                                + "{\"argo-rollouts.argoproj.io/managed-by-rollouts\":\"demo\"}}}")));
    }

    @Test
    void theCanaryServiceFollowsTheCanaryOnceAPodIsAvailable() {
        World world = deployed(4).breaks("yellow", 0);
        world.image("yellow").settle();
        assertSelected(world, "blue", "blue");
        world.breaks("yellow", 9).podsFollow().settle();
        assertSelected(world, "blue", "yellow");
        assertThat(phase(world)).isEqualTo("Paused CanaryPauseStep");
    }

    @Test
    void pausedByTheUserItFollowsAllTheSame() {
        World world = deployed(4).breaks("yellow", 0);
        world.image("yellow").settle().spec("paused", true).settle();
        world.breaks("yellow", 9).podsFollow().settle();
        assertSelected(world, "blue", "yellow");
    }

    @Test
    void aCanaryThatLosesItsPodKeepsTheServiceThatFollowsIt() {
        World world = deployed(4);
        world.image("yellow").settle();
        world.events.clear();
        world.breaks("yellow", 0).podsFollow().settle();
        world.breaks("yellow", 1).podsFollow().settle();
        assertThat(world.events).noneMatch(event -> event.startsWith("SwitchService"));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "2, 0, 1", "2, 1, 0", "4, 1, 0", "10, 3, 2", "3, 0, 2"})
    void noServiceIsEverAtNothing(int replicas, int surge, int unavailable) {
        World world = deployed(replicas)
                .strategy("maxSurge", Json.of(surge))
                .strategy("maxUnavailable", Json.of(unavailable));
        // a single pod without surge has to go before the next one may come
        world.laws.emptiesNoService = replicas > 1;
        world.image("yellow").settle().promote().settle();
        assertSelected(world, "yellow", "yellow");
        assertThat(world.size("blue")).isZero();
        world.abort().settle();
        assertSelected(world, "blue", "blue");
        assertThat(world.size("yellow")).isZero();
        world.patchStatus("{\"abort\":false}")
                .settle()
                .promote()
                .settle()
                .promote()
                .settle();
        assertSelected(world, "yellow", "yellow");
        assertThat(phase(world)).isEqualTo("Healthy ");
    }

    @ParameterizedTest(name = "{0} pods, surge {1}, unavailable {2}")
    @CsvSource({"4, 1, 1", "4, 1, 0", "2, 0, 1", "10, 3, 2", "5, 0, 2"})
    void countsThatLagBehindMoveNoServiceToAndFro(int replicas, int surge, int unavailable) {
        World world = deployed(replicas)
                .strategy("maxSurge", Json.of(surge))
                .strategy("maxUnavailable", Json.of(unavailable));
        world.image("yellow");
        for (int i = 0; i < 120; i++) {
            world.pass();
            if (i % 4 == 3) world.podsFollow();
            if (i == 60) world.patchStatus("{\"promoteFull\":true}");
        }
        assertThat(phase(world)).isEqualTo("Healthy ");
        assertThat(world.events)
                .filteredOn(event -> event.startsWith("SwitchService"))
                .hasSize(2);
    }

    @Test
    void aSupersededCanaryGivesItsServiceToStableUntilTheNextOneServes() {
        World world = deployed(4);
        world.image("yellow").settle();
        world.breaks("green", 0).image("green").settle();
        assertSelected(world, "blue", "blue");
        assertThat(world.size("yellow")).isZero();
        world.breaks("green", 9).podsFollow().settle();
        assertSelected(world, "blue", "green");
    }

    @Test
    void afterAnAbortTheCanaryServiceGoesBackOnceAndForAll() {
        World world = deployed(4);
        world.image("red").settle();
        world.events.clear();
        world.abort().settle().later(1000).settle();
        assertSelected(world, "blue", "blue");
        assertThat(world.events)
                .filteredOn(event -> event.startsWith("SwitchService"))
                .hasSize(1);
    }

    @Test
    void aServiceThatRefusesHoldsUpNeitherStepsNorAbortNorStatus() {
        World world = deployed(4);
        world.servicesRefuse = true;
        world.image("yellow");
        goOn(world);
        assertThat(phase(world)).isEqualTo("Paused CanaryPauseStep");
        assertSelected(world, "blue", "blue");
        world.abort();
        goOn(world);
        assertThat(phase(world)).startsWith("Degraded RolloutAborted");
        assertThat(world.size("yellow")).isZero();
    }

    @Test
    void oldPodsStayUntilARefusingServiceHasMoved() {
        World world = deployed(4);
        world.servicesRefuse = true;
        world.image("yellow");
        goOn(world);
        world.patchStatus("{\"promoteFull\":true}");
        goOn(world);
        assertThat(world.size("yellow")).isEqualTo(4);
        assertThat(world.size("blue")).isEqualTo(1);
        world.servicesRefuse = false;
        world.settle();
        assertSelected(world, "yellow", "yellow");
        assertThat(world.size("blue")).isZero();
        assertThat(phase(world)).isEqualTo("Healthy ");
    }

    @Test
    void aServiceLeftAtAnOldVersionMovesThoughTheStableOneIsToGoToo() {
        World world = world(1, "[]");
        world.settle();
        world.servicesRefuse = true;
        world.image("red");
        goOn(world);
        assertSelected(world, "blue", "blue");
        world.image("green");
        goOn(world);
        assertThat(world.size("green"))
                .as("no room beside an old version that a Service holds")
                .isZero();
        world.servicesRefuse = false;
        world.settle();
        assertSelected(world, "green", "green");
        assertThat(phase(world)).isEqualTo("Healthy ");
        assertThat(world.size("blue") + world.size("red")).isZero();
    }

    @Test
    void aServiceThatCannotBeReadKeepsOldPodsAndNothingElse() {
        World world = deployed(4);
        var service = new Sighting.There<>(world.theService("stable"));
        world.services.put("stable", new Sighting.Unknown<>("timeout"));
        world.image("yellow").settle();
        assertThat(phase(world)).isEqualTo("Paused CanaryPauseStep");
        world.patchStatus("{\"promoteFull\":true}").settle();
        assertThat(world.size("blue")).isEqualTo(1);
        assertThat(phase(world)).isEqualTo("Progressing old replicas are pending termination");
        world.services.put("stable", service);
        world.settle();
        assertThat(phase(world)).isEqualTo("Healthy ");
        assertThat(world.size("blue")).isZero();
    }

    @Test
    void aServiceThatIsSurelyMissingIsAnInvalidSpecUntilItIsThere() {
        World world = deployed(4);
        var service = new Sighting.There<>(world.theService("canary"));
        world.services.put("canary", new Sighting.Absent<>());
        world.settle();
        assertThat(world.status().message())
                .startsWith("InvalidSpec: The Rollout \"demo\" is invalid: spec.strategy.canary.canaryService:");
        assertThat(world.plan().nextLook()).hasValue(world.now.plusSeconds(20));
        world.services.put("canary", service);
        world.settle();
        assertThat(phase(world)).isEqualTo("Healthy ");
    }

    @Test
    void aServiceOfAnotherRolloutIsNotTouched() {
        World world = deployed(4);
        Service taken = world.theService("canary");
        Json others = taken.json()
                .withAt(List.of("metadata", "annotations", "argo-rollouts.argoproj.io/managed-by-rollouts"), "other");
        world.services.put("canary", new Sighting.There<>(Service.of(others)));
        world.settle();
        assertThat(world.status().message()).contains("is managed by another Rollout");
        assertThat(world.selected("canary")).isEqualTo("blue");
    }

    @Test
    void aServiceThatIsNoLongerNamedIsLetGo() {
        World world = deployed(4);
        world.service("other").strategy("stableService", Json.of("other")).settle();
        assertThat(world.selected("other")).isEqualTo("blue");
        Service former = world.theService("stable");
        assertThat(former.hash()).isEmpty();
        assertThat(former.managedBy()).isEmpty();
        assertThat(former.selector()).containsEntry("app", "demo");
    }

    @Test
    void aServiceThatNobodyManagesIsNotLetGo() {
        World world = deployed(4).service("other");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void onlyCountsOfThePresentSizeAreEvidence() {
        World world = deployed(4);
        world.image("yellow");
        world.pass();
        world.editSet("yellow", json -> json.with("status", Json.parse("{\"availableReplicas\":1,\"replicas\":1}")));
        world.pass();
        assertSelected(world, "blue", "blue");
    }
}
