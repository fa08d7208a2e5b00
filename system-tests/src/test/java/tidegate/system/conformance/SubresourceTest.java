package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.DEPLOYMENT;
import static tidegate.system.conformance.Kind.POD;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tidegate.api.json.Json;

/** {@code /status} and {@code /scale}: what they change and what they leave. */
@ExtendWith(ConformanceExtension.class)
class SubresourceTest {

    @Test
    void theStatusOfANewRolloutIsDropped(Space space) {
        Json made = space.create(ROLLOUT, Given.rollout("shop").with("status", Json.object("replicas", 3)));
        assertThat(made.get("status").isMissing()).isTrue();
    }

    @Test
    void aWriteOfTheObjectLeavesTheStatus(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Json current = status(space, "{\"status\":{\"replicas\":3}}");
        Json replaced = space.put(
                ROLLOUT,
                "shop",
                current.with("status", Json.object("replicas", 9)).withAt(List.of("spec", "replicas"), 6));
        assertThat(replaced.get("status")).isEqualTo(Json.object("replicas", 3));
        Json patched = space.merge(ROLLOUT, "shop", "{\"status\":null,\"spec\":{\"replicas\":7}}");
        assertThat(patched.get("status")).isEqualTo(Json.object("replicas", 3));
        assertThat(patched.at("spec", "replicas")).isEqualTo(Json.of(7));
    }

    @Test
    void aPatchOfTheStatusLeavesSpecAndLabels(Space space) {
        Json made = space.create(ROLLOUT, Given.rollout("shop"));
        Json patched = status(space, """
                {"metadata":{"labels":{"a":"b"},"annotations":{"c":"d"},"finalizers":["example.com/f"]},
                 "spec":{"replicas":9},"status":{"replicas":3,"phase":"Progressing"}}""");
        assertThat(patched.get("spec")).isEqualTo(made.get("spec"));
        assertThat(patched.get("status")).isEqualTo(Json.object("replicas", 3, "phase", "Progressing"));
        assertThat(patched.get("metadata").members().keySet()).doesNotContain("labels", "annotations", "finalizers");
        assertThat(Space.generationOf(patched)).isEqualTo(1);
        assertThat(Space.versionOf(patched)).isNotEqualTo(Space.versionOf(made));
    }

    @Test
    void aReplacementOfTheStatusLeavesSpecAndLabels(Space space) {
        Json made = space.create(ROLLOUT, Given.rollout("shop"));
        Json other = Given.labelled(made, "a", "b")
                .withAt(List.of("spec", "replicas"), 9)
                .with("status", Json.object("replicas", 3));
        Json replaced = space.put(ROLLOUT, "shop/status", other);
        assertThat(replaced.get("spec")).isEqualTo(made.get("spec"));
        assertThat(replaced.at("metadata", "labels").isMissing()).isTrue();
        assertThat(replaced.get("status")).isEqualTo(Json.object("replicas", 3));
        space.one("PUT", ROLLOUT, "shop/status").body(other).refused(409, "Conflict");
    }

    @Test
    void nullsRemoveMembersOfTheStatusAndListsAreReplaced(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        status(space, """
                {"status":{"abort":true,"replicas":3,
                 "pauseConditions":[{"reason":"CanaryPauseStep","startTime":"2026-01-01T00:00:00Z"}]}}""");
        Json cleared = status(space, "{\"status\":{\"abort\":null,\"pauseConditions\":null}}");
        assertThat(cleared.get("status")).isEqualTo(Json.object("replicas", 3));
        Json gone = status(space, "{\"status\":null}");
        assertThat(gone.get("status").isMissing()).isTrue();
    }

    @Test
    void aJsonPatchReachesTheStatusButNotTheSpec(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Json patched = space.patch(ROLLOUT, "shop/status", Call.JSON_PATCH, """
                        [{"op":"add","path":"/status","value":{"replicas":2}},
                         {"op":"replace","path":"/spec/replicas","value":9}]""").ok(200);
        assertThat(patched.at("status", "replicas")).isEqualTo(Json.of(2));
        assertThat(patched.at("spec", "replicas")).isEqualTo(Json.of(5));
    }

    @Test
    void theStatusIsValidatedAndPruned(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        space.patch(ROLLOUT, "shop/status", Call.MERGE_PATCH, "{\"status\":{\"replicas\":\"three\"}}")
                .refused(422, "Invalid")
                .saying("status.replicas: Invalid value: \"string\": ", "replicas in body must be of type integer");
        Json pruned = status(space, "{\"status\":{\"replicas\":1,\"unheardOf\":true}}");
        assertThat(pruned.get("status")).isEqualTo(Json.object("replicas", 1));
    }

    @Test
    void theStatusCanBeReadByItsPath(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        assertThat(space.get(ROLLOUT, "shop/status")).isEqualTo(space.get(ROLLOUT, "shop"));
    }

    @Test
    void aKindWithoutStatusSubresourceHasNoSuchPath(Space space) {
        space.create(Kind.ANALYSIS_RUN, Given.analysisRun("run"));
        space.patch(Kind.ANALYSIS_RUN, "run/status", Call.MERGE_PATCH, "{\"status\":{\"phase\":\"Running\"}}")
                .refused(404, "NotFound")
                .saying("analysisruns.argoproj.io \"run\" not found");
    }

    @Test
    void theStatusOfBuiltInObjectsIsApartToo(Space space) {
        space.create(POD, Given.pod("shop").with("status", Json.object("phase", "Running")));
        assertThat(space.get(POD, "shop").at("status", "phase")).isEqualTo(Json.of("Pending"));
        Json patched = space.patch(POD, "shop/status", Call.MERGE_PATCH, """
                        {"status":{"phase":"Running","podIP":"10.0.0.9"}}""").ok(200);
        assertThat(patched.at("status", "phase")).isEqualTo(Json.of("Running"));
        Json merged =
                space.merge(POD, "shop", "{\"status\":{\"phase\":\"Failed\"},\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        assertThat(merged.at("status", "phase")).isEqualTo(Json.of("Running"));
    }

    @Test
    void theScaleOfARolloutIsMadeFromTheFieldsThatItsDefinitionNames(Space space) {
        Json made = space.create(ROLLOUT, Given.rollout("shop"));
        Json scale = space.get(ROLLOUT, "shop/scale");
        assertThat(scale.get("kind")).isEqualTo(Json.of("Scale"));
        assertThat(scale.get("apiVersion")).isEqualTo(Json.of("autoscaling/v1"));
        assertThat(scale.get("metadata"))
                .isEqualTo(made.get("metadata").without("generation").without("managedFields"));
        assertThat(scale.get("spec")).isEqualTo(Json.object("replicas", 5));
        assertThat(scale.get("status")).isEqualTo(Json.object("replicas", 0));

        status(space, "{\"status\":{\"replicas\":4,\"HPAReplicas\":3,\"selector\":\"app=shop\"}}");
        assertThat(space.get(ROLLOUT, "shop/scale").get("status"))
                .isEqualTo(Json.object("replicas", 3, "selector", "app=shop"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ROLLOUT", "REPLICA_SET", "DEPLOYMENT"})
    void theScaleChangesTheReplicasAndNothingElse(Kind kind, Space space) {
        Json made = space.create(kind, withoutPods(kind));
        Json scale = space.get(kind, "shop/scale");
        assertThat(scale.at("spec", "replicas").integer().orElse(0)).isEqualTo(kind == ROLLOUT ? 5 : 0);

        Json patched = space.merge(kind, "shop/scale", "{\"spec\":{\"replicas\":2}}");
        assertThat(patched.get("kind")).isEqualTo(Json.of("Scale"));
        assertThat(patched.at("spec", "replicas")).isEqualTo(Json.of(2));
        Json scaled = space.get(kind, "shop");
        assertThat(scaled.get("spec")).isEqualTo(made.get("spec").with("replicas", 2));
        assertThat(Space.generationOf(scaled)).isEqualTo(2);
    }

    private static Json withoutPods(Kind kind) {
        return switch (kind) {
            case ROLLOUT -> Given.rollout("shop");
            case DEPLOYMENT ->
                Given.replicaSet("shop").with("kind", "Deployment").map("spec", spec -> spec.with("paused", true));
            default -> Given.replicaSet("shop");
        };
    }

    @Test
    void aScaleIsReplacedAndGuardedByItsVersion(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Json scale = space.get(ROLLOUT, "shop/scale");
        Json replaced = space.put(ROLLOUT, "shop/scale", scale.withAt(List.of("spec", "replicas"), 8));
        assertThat(replaced.at("spec", "replicas")).isEqualTo(Json.of(8));
        space.one("PUT", ROLLOUT, "shop/scale")
                .body(scale.withAt(List.of("spec", "replicas"), 9))
                .refused(409, "Conflict")
                .named("argoproj.io", "rollouts", "shop");
        Json unguarded = space.put(
                ROLLOUT,
                "shop/scale",
                scale.withAt(List.of("spec", "replicas"), 9).map("metadata", data -> data.without("resourceVersion")));
        assertThat(unguarded.at("spec", "replicas")).isEqualTo(Json.of(9));
        assertThat(space.get(ROLLOUT, "shop").at("spec", "replicas")).isEqualTo(Json.of(9));
    }

    @Test
    void aNegativeScaleIsRefused(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        space.patch(ROLLOUT, "shop/scale", Call.MERGE_PATCH, "{\"spec\":{\"replicas\":-1}}")
                .refused(422, "Invalid");
        space.create(REPLICA_SET, Given.replicaSet("set"));
        space.patch(REPLICA_SET, "set/scale", Call.MERGE_PATCH, "{\"spec\":{\"replicas\":-1}}")
                .refused(422, "Invalid");
    }

    @Test
    void theScaleOfAReplicaSetNamesItsSelector(Space space) {
        space.create(REPLICA_SET, Given.replicaSet("set"));
        assertThat(space.get(REPLICA_SET, "set/scale").at("status", "selector")).isEqualTo(Json.of("app=shop"));
        space.create(DEPLOYMENT, withoutPods(DEPLOYMENT));
        assertThat(space.get(DEPLOYMENT, "shop/scale").at("status", "selector")).isEqualTo(Json.of("app=shop"));
    }

    @Test
    void bindingAPodNamesItsNodeOnce(Space space) {
        space.create(POD, Given.pod("shop"));
        DeletionTest.bind(space, "shop", "node-1");
        Json pod = space.get(POD, "shop");
        assertThat(pod.at("spec", "nodeName")).isEqualTo(Json.of("node-1"));
        assertThat(pod.at("status", "conditions").elements())
                .anyMatch(condition -> condition.get("type").equals(Json.of("PodScheduled"))
                        && condition.get("status").equals(Json.of("True")));
        Json binding = Json.object(
                "metadata", Json.object("name", "shop"), "target", Json.object("kind", "Node", "name", "node-2"));
        space.one("POST", POD, "shop/binding")
                .body(binding)
                .refused(409, "Conflict")
                .saying("pod shop is already assigned to node \"node-1\"");
    }

    private static Json status(Space space, String patch) {
        return space.merge(ROLLOUT, "shop/status", patch);
    }
}
