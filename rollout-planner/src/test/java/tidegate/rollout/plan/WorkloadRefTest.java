package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Workload;
import tidegate.api.value.WireTime;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.seen.Sighting;

class WorkloadRefTest {
    private static final String GENERATION = "rollout.argoproj.io/workload-generation";

    private static World deployed(String scaleDown) {
        return World.referring(5, scaleDown).settle();
    }

    private static World another(World world, String image) {
        return world.editWorkload(json -> json.withAt(List.of("spec", "template"), World.template(image)));
    }

    private static int deployment(World world) {
        return world.theWorkload().replicas().orElseThrow();
    }

    @Test
    void theTemplateComesFromTheWorkloadAndIsNeverWrittenBack() {
        World world = deployed("never");
        assertThat(world.status().phase()).isEqualTo("Healthy");
        assertThat(world.set("blue").orElseThrow().selector().get("matchLabels").strings())
                .containsEntry("app", "demo");
        assertThat(world.rollout().spec().json().members()).doesNotContainKeys("template", "selector");
        assertThat(deployment(world)).isEqualTo(5);
        another(world, "yellow").settle();
        assertThat(world.status().phase()).isEqualTo("Paused");
        assertThat(world.size("yellow")).isEqualTo(3);
        world.promote().settle();
        assertThat(world.size("yellow")).isEqualTo(5);
        assertThat(world.rollout().spec().json().members()).doesNotContainKeys("template", "selector");
    }

    @Test
    void noPodOfTheDeploymentGoesForOneThatIsEvictedInTheSamePass() {
        World world = World.referring(5, "progressively")
                .strategy("maxSurge", Json.of(0))
                .strategy("maxUnavailable", Json.of("80%"))
                .breaks("blue", 3)
                .settle();
        assertThat(deployment(world)).isEqualTo(2);
        world.breaks("blue", 4).podsFollow();
        world.later(5).spec("restartAt", WireTime.format(world.now)).later(1);
        boolean evicts = false;
        for (int pass = 0; pass < 5 && !evicts; pass++)
            evicts = world.pass().actions().stream().anyMatch(Action.EvictPod.class::isInstance);
        assertThat(evicts).isTrue();
        assertThat(deployment(world)).isGreaterThanOrEqualTo(5 - 3);
    }

    @Test
    void theGenerationIsTrackedAndGoesWithTheReference() {
        World world = deployed("never");
        assertThat(world.rollout().meta().annotations()).containsEntry(GENERATION, "3");
        assertThat(world.status().json().get("workloadObservedGeneration")).isEqualTo(Json.of("3"));
        assertThat(world.set("blue").orElseThrow().meta().annotations()).containsEntry(GENERATION, "3");
        another(world, "yellow").settle();
        assertThat(world.rollout().meta().annotations()).containsEntry(GENERATION, "4");
        assertThat(world.status().json().get("workloadObservedGeneration")).isEqualTo(Json.of("4"));
        assertThat(world.set("yellow").orElseThrow().meta().annotations()).containsEntry(GENERATION, "4");

        world.workload = Optional.empty();
        world.edit(json -> json.map(
                        "spec",
                        spec -> spec.without("workloadRef")
                                .with("template", World.template("yellow"))
                                .with("selector", Json.parse("{\"matchLabels\":{\"app\":\"demo\"}}"))))
                .settle();
        assertThat(world.rollout().meta().annotations()).doesNotContainKey(GENERATION);
        assertThat(world.status().json().get("workloadObservedGeneration").isMissing())
                .isTrue();
        assertThat(world.size("yellow")).as("still the same version").isEqualTo(3);
    }

    @Test
    void anotherSizeOfTheWorkloadIsNoNewVersion() {
        World world = deployed("never");
        world.editWorkload(json -> json.withAt(List.of("spec", "replicas"), 9)).settle();
        assertThat(world.sets()).hasSize(1);
        assertThat(world.rollout().meta().annotations()).containsEntry(GENERATION, "4");
    }

    @Test
    void aNewVersionAndItsGenerationAreOneWrite() {
        World world = another(deployed("never"), "yellow");
        assertThat(world.plan().actions())
                .filteredOn(Action.PatchRollout.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.PatchRollout.class,
                        patch -> assertThat(patch.patch()
                                        .at("metadata", "annotations")
                                        .members())
                                .hasSize(2));
    }

    @Test
    void replicaSetsAndPodTemplatesServeAsWell() {
        World world = World.referring(2, "progressively");
        world.spec("workloadRef", Json.parse("{\"apiVersion\":\"v1\",\"kind\":\"PodTemplate\",\"name\":\"legacy\"}"));
        world.workload = Optional.of(new Sighting.There<>(Workload.of(Json.object(
                "kind",
                "PodTemplate",
                "metadata",
                Json.object("name", "legacy", "uid", "u", "generation", 1),
                "template",
                World.template("green")))));
        world.settle();
        assertThat(world.size("green")).isEqualTo(2);

        World other = World.referring(2, "progressively");
        other.spec(
                "workloadRef", Json.parse("{\"apiVersion\":\"apps/v1\",\"kind\":\"ReplicaSet\",\"name\":\"legacy\"}"));
        other.settle();
        assertThat(other.size("blue")).isEqualTo(2);
        assertThat(deployment(other)).as("scaleDown is for Deployments").isEqualTo(5);
    }

    @Test
    void aConfirmedAbsenceMakesTheSpecInvalidUntilItAppears() {
        World world = deployed("never");
        var there = world.workload;
        world.workload = Optional.of(new Sighting.Absent<>());
        Plan plan = world.pass();
        assertThat(plan.stages()).isEmpty();
        assertThat(world.status().message())
                .startsWith("InvalidSpec: The Rollout \"demo\" is invalid: spec.workloadRef: Invalid value: ")
                .endsWith(" deployments.apps \"legacy\" not found");
        world.workload = there;
        world.settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void oneLostReadOfTheWorkloadStopsNothing() {
        World world = another(deployed("never").spec("progressDeadlineSeconds", 30), "bad")
                .breaks("bad", 0);
        world.settle();
        int sizes = world.sets().size();
        world.workload = Optional.of(new Sighting.Unknown<>("timeout"));
        world.settle();
        assertThat(world.plan().waitsFor()).isNotEmpty();
        assertThat(world.sets()).hasSize(sizes);
        world.later(31).settle();
        assertThat(world.status().message()).startsWith("ProgressDeadlineExceeded");
        world.abort().settle();
        assertThat(world.status().message()).startsWith("RolloutAborted");
        assertThat(world.size("blue")).isEqualTo(5);
        assertThat(world.size("bad")).isZero();
    }

    @Test
    void aWorkloadNobodyCouldReadYetIsWaitedFor() {
        World world = World.referring(2, "never");
        world.workload = Optional.of(new Sighting.Unknown<>("the cache is not filled"));
        assertThat(world.plan()).isEqualTo(Plan.waitFor("Deployment legacy: the cache is not filled"));
    }

    @Test
    void onSuccessTheDeploymentGoesWhenTheRolloutIsHealthy() {
        World world = World.referring(5, "onsuccess").breaks("blue", 4).settle();
        assertThat(deployment(world)).isEqualTo(5);
        world.breaks("blue", 5).podsFollow().settle();
        assertThat(deployment(world)).isZero();
        assertThat(world.theWorkload().meta().annotations())
                .containsEntry("migration.tidegate.io/replicas", "5")
                .containsEntry("migration.tidegate.io/rollout", "demo")
                .containsEntry("migration.tidegate.io/rollout-uid", "uid-demo")
                .containsEntry("migration.tidegate.io/completed", "true");
    }

    @Test
    void afterTheMigrationItsSizeIsItsOwnersBusiness() {
        World world = deployed("onsuccess");
        world.editWorkload(json -> json.withAt(List.of("spec", "replicas"), 4)).settle();
        assertThat(deployment(world)).isEqualTo(4);
        another(world, "yellow").settle();
        world.promote().settle();
        assertThat(deployment(world)).isEqualTo(4);
    }

    @Test
    void aFirstRevisionThatNeverGetsHealthyDoesNotEndTheMigration() {
        World world = World.referring(5, "onsuccess").breaks("blue", 0).settle();
        another(world, "fixed").settle();
        world.patchStatus("{\"promoteFull\":true}").settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
        assertThat(deployment(world)).isZero();
    }

    @Test
    void progressivelyEachAvailablePodTakesOneAway() {
        World world = World.referring(5, "progressively").breaks("blue", 0).settle();
        assertThat(deployment(world)).as("none is available").isEqualTo(5);
        int[][] table = {{1, 4}, {3, 2}, {2, 3}, {0, 5}, {5, 0}, {3, 0}};
        for (int[] row : table) {
            world.breaks("blue", row[0]).podsFollow().settle();
            assertThat(deployment(world)).as("%s available", row[0]).isEqualTo(row[1]);
        }
    }

    @Test
    void theDeploymentNeverGetsMoreThanItHad() {
        World world = World.referring(9, "progressively").breaks("blue", 6).settle();
        assertThat(deployment(world)).isEqualTo(3);
        world.breaks("blue", 1).podsFollow().settle();
        assertThat(deployment(world)).isEqualTo(5);
    }

    @Test
    void aRolloutWithoutPodsTakesNone() {
        World world = World.referring(0, "progressively").settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
        assertThat(deployment(world)).isEqualTo(5);
        assertThat(world.theWorkload().meta().annotations()).isEmpty();
    }

    @Test
    void aDeploymentThatAnotherRolloutReplacesIsLeftAlone() {
        World world = World.referring(5, "progressively");
        world.editWorkload(json -> json.withAt(
                List.of("metadata", "annotations"),
                Json.object(
                        "migration.tidegate.io/replicas", "7",
                        "migration.tidegate.io/rollout", "other",
                        "migration.tidegate.io/rollout-uid", "uid-other")));
        world.settle();
        assertThat(deployment(world)).isEqualTo(5);
        assertThat(world.plan().waitsFor()).isEqualTo("Deployment legacy to be given back by Rollout other");
    }

    @Test
    void noPassLowersWhatServesBelowWhatIsWanted() {
        World world = World.referring(5, "progressively");
        for (int i = 0; i < 20; i++) {
            int before = deployment(world);
            world.pass();
            int serving = world.sets().stream()
                    .mapToInt(set -> set.counts().available())
                    .sum();
            assertThat(serving + deployment(world)).isGreaterThanOrEqualTo(Math.min(5, serving + before));
            world.breaks("blue", i / 3).podsFollow();
        }
        assertThat(deployment(world)).isZero();
    }

    @Test
    void theSelectorOfTheRolloutWinsIfItHasOne() {
        World world = World.referring(2, "never")
                .spec("selector", Json.parse("{\"matchExpressions\":[{\"key\":\"app\",\"operator\":\"Exists\"}]}"))
                .settle();
        ReplicaSet set = world.set("blue").orElseThrow();
        assertThat(set.selector().get("matchExpressions").size()).isEqualTo(1);
    }
}
