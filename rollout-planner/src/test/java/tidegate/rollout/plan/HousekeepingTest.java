package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Condition;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Want;

class HousekeepingTest {
    private static final List<String> OWNERS = List.of("metadata", "ownerReferences");
    private final World world =
            World.canary(3, "[{\"setWeight\":50},{\"pause\":{}}]").settle();

    @Test
    void anOrphanOfTheStableVersionIsAdoptedFirst() {
        world.editSet("blue", json -> json.withAt(OWNERS, Json.EMPTY_ARRAY));
        Plan plan = world.pass();
        assertThat(plan.actions()).singleElement().isInstanceOf(Action.AdoptReplicaSet.class);
        assertThat(plan.status()).isEmpty();
        assertThat(world.set("blue")
                        .orElseThrow()
                        .meta()
                        .controller()
                        .orElseThrow()
                        .uid())
                .isEqualTo("uid-demo");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void anOrphanNobodyNeedsHoldsNothingUp() {
        world.image("yellow").settle();
        world.patchStatus("{\"promoteFull\":true}").settle();
        world.editSet("blue", json -> json.withAt(OWNERS, Json.EMPTY_ARRAY));
        world.image("green");
        assertThat(world.plan().stages()).extracting(Stage::name).contains(Stage.Name.OWNERSHIP, Stage.Name.CREATE);
        assertThat(world.plan().status()).isPresent();
    }

    @Test
    void aReplicaSetThatIsNoLongerSelectedIsReleased() {
        world.image("yellow").settle();
        world.patchStatus("{\"promoteFull\":true}").settle();
        world.editSet("blue", json -> json.withAt(List.of("metadata", "labels", "app"), "other"));
        assertThat(world.pass().actions()).singleElement().isInstanceOf(Action.ReleaseReplicaSet.class);
        assertThat(world.set("blue").orElseThrow().meta().owners()).isEmpty();
    }

    @Test
    void replicaSetsOfOthersAreIgnored() {
        world.editSet("blue", json -> json.withAt(OWNERS, Json.parse("[{\"uid\":\"x\",\"controller\":true}]")));
        assertThat(world.plan().wants()).containsExactly(new Want.ReplicaSets());
    }

    @Test
    void unsetReplicasAreWrittenDown() {
        var fresh = new World("{\"strategy\":{\"canary\":{}}}");
        assertThat(fresh.pass().actions())
                .singleElement()
                .isInstanceOfSatisfying(
                        Action.PatchRollout.class,
                        patch -> assertThat(patch.patch()).isEqualTo(Json.parse("{\"spec\":{\"replicas\":1}}")));
        fresh.settle();
        assertThat(fresh.size("blue")).isEqualTo(1);
    }

    @Test
    void anInvalidSpecChangesNothingButTheStatus() {
        world.image("yellow").settle();
        world.spec("progressDeadlineSeconds", -1);
        Plan plan = world.pass();
        assertThat(plan.stages()).isEmpty();
        assertThat(world.status().phase()).isEqualTo("Degraded");
        assertThat(world.status().message())
                .startsWith(
                        "InvalidSpec: The Rollout \"demo\" is invalid: spec.progressDeadlineSeconds: Invalid value: -1");
        assertThat(world.plan().isEmpty()).isTrue();
        world.spec("progressDeadlineSeconds", 30).settle();
        assertThat(world.status().phase()).isEqualTo("Paused");
        assertThat(world.status().condition("InvalidSpec")).isEmpty();
    }

    @Test
    void aFieldThatIsNotSupportedIsRefusedAndNotIgnored() {
        world.edit(json -> json.withAt(List.of("spec", "strategy", "canary", "trafficRouting"), Json.EMPTY_OBJECT));
        assertThat(world.pass().status().orElseThrow().next().message()).contains("Forbidden: not supported");
    }

    @Test
    void annotationsAreCopiedAndMinReadySecondsFollow() {
        world.edit(json -> json.withAt(List.of("metadata", "annotations", "team"), "a")
                        .withAt(
                                List.of("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"),
                                "x"))
                .spec("minReadySeconds", 2);
        assertThat(world.pass().actions()).singleElement().isInstanceOf(Action.PatchReplicaSet.class);
        var set = world.set("blue").orElseThrow();
        assertThat(set.meta().annotations())
                .isEqualTo(Map.of(
                        "team", "a",
                        "rollout.argoproj.io/revision", "1",
                        "rollout.argoproj.io/desired-replicas", "3"));
        assertThat(set.minReadySeconds()).isEqualTo(2);
    }

    @Test
    void theFailureOfAReplicaSetIsShown() {
        var failure = new Condition("ReplicaFailure", "True", "FailedCreate", "quota", world.now, world.now);
        world.editSet("blue", json -> json.withAt(List.of("status", "conditions"), List.of(failure.toJson())))
                .pass();
        assertThat(world.status().condition("ReplicaFailure").orElseThrow().message())
                .isEqualTo("quota");
        world.podsFollow().settle();
        assertThat(world.status().condition("ReplicaFailure")).isEmpty();
    }

    @Test
    void aViewThatLagsBehindDecidesNothing() {
        world.image("yellow");
        world.freshness = new Freshness.Behind("ReplicaSet at version 7");
        assertThat(world.plan()).isEqualTo(Plan.waitFor("ReplicaSet at version 7"));
    }

    @Test
    void aRolloutThatIsBeingDeletedIsLeftAlone() {
        world.image("yellow")
                .edit(json -> json.withAt(List.of("metadata", "deletionTimestamp"), "2026-03-01T10:00:00Z"));
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void nonsenseInTheStatusIsOvercome() {
        world.image("yellow").settle();
        world.patchStatus(
                        "{\"currentStepIndex\":-7,\"pauseConditions\":[{\"reason\":\"CanaryPauseStep\",\"startTime\":\"never\"}],"
                                + "\"conditions\":[{\"type\":\"Progressing\"}],\"replicas\":\"many\",\"duration\":\"long\"}")
                .settle();
        assertThat(world.status().phase()).isEqualTo("Paused");
        world.promote().settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
    }

    @Test
    void aSettledRolloutOfAnotherControllerCostsNothingButItsStepHash() {
        world.patchStatus("{\"canary\":{},\"blueGreen\":{},\"currentStepHash\":\"foreign\",\"duration\":null}");
        Plan plan = world.pass();
        assertThat(plan.stages()).isEmpty();
        assertThat(plan.status().orElseThrow().patch().members()).containsOnlyKeys("currentStepHash");
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void theDurationOfAnUpdateIsKept() {
        world.later(5).image("yellow").settle();
        assertThat(world.status().duration())
                .isEqualTo(
                        Json.parse(
                                "{\"rolloutStartedAt\":\"2026-03-01T10:00:05Z\",\"manualPauseStartedAt\":\"2026-03-01T10:00:05Z\"}"));
        world.later(60).promote().settle();
        assertThat(world.status().duration())
                .isEqualTo(Json.parse(
                        "{\"rolloutStartedAt\":\"2026-03-01T10:00:05Z\",\"totalManualPauseDurationSeconds\":60,"
                                + "\"finishedAt\":\"2026-03-01T10:01:05Z\",\"completionStatus\":\"Promoted\"}"));
    }
}
