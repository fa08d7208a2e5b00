package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.ANALYSIS_RUN;
import static tidegate.system.conformance.Kind.ANALYSIS_TEMPLATE;
import static tidegate.system.conformance.Kind.CLUSTER_ANALYSIS_TEMPLATE;
import static tidegate.system.conformance.Kind.DEPLOYMENT;
import static tidegate.system.conformance.Kind.EXPERIMENT;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** Each call that the peer's plugin makes, byte for byte as it makes it, and what it leads to. */
@ExtendWith(ConformanceExtension.class)
class PluginCallsTest {
    private static final String PAUSED = """
            {"pauseConditions":[{"reason":"CanaryPauseStep","startTime":"2026-01-01T00:00:00Z"}],
             "controllerPause":true,"currentStepIndex":1,"currentPodHash":"b","stableRS":"a"}""";

    /**
     * @param spec of the Rollout before, merged into a complete one
     * @param status of the Rollout before
     * @param path after the Rollout's own
     * @param changed what differs in spec and status afterwards, as a merge patch of the two
     */
    record Merge(String command, String spec, String status, String path, String body, String changed) {
        @Override
        public String toString() {
            return command;
        }
    }

    static final List<Merge> merges = List.of(
            new Merge(
                    "abort", "{}", PAUSED, "/status", "{\"status\":{\"abort\":true}}", "{\"status\":{\"abort\":true}}"),
            new Merge(
                    "retry rollout",
                    "{}",
                    "{\"abort\":true,\"abortedAt\":\"2026-01-01T00:00:00Z\"}",
                    "/status",
                    "{\"status\":{\"abort\":false}}",
                    "{\"status\":{\"abort\":false}}"),
            new Merge("pause", "{}", "{}", "", "{\"spec\":{\"paused\":true}}", "{\"spec\":{\"paused\":true}}"),
            new Merge(
                    "restart",
                    "{}",
                    "{}",
                    "",
                    "{\"spec\":{\"restartAt\":\"2026-11-22T20:00:00Z\"}}",
                    "{\"spec\":{\"restartAt\":\"2026-11-22T20:00:00Z\"}}"),
            new Merge(
                    "promote --skip-current-step",
                    "{}",
                    PAUSED,
                    "/status",
                    "{\"status\":{\"currentStepIndex\":2}}",
                    "{\"status\":{\"currentStepIndex\":2}}"),
            new Merge(
                    "promote --full",
                    "{}",
                    PAUSED,
                    "/status",
                    "{\"status\":{\"promoteFull\":true}}",
                    "{\"status\":{\"promoteFull\":true}}"),
            new Merge(
                    "promote --full of one that is paused by hand",
                    "{\"paused\":true}",
                    PAUSED,
                    "",
                    "{\"spec\":{\"paused\":false}}",
                    "{\"spec\":{\"paused\":false}}"),
            new Merge(
                    "promote after an inconclusive analysis",
                    "{}",
                    PAUSED,
                    "/status",
                    "{\"status\":{\"pauseConditions\":null,\"controllerPause\":false,\"currentStepIndex\":2}}",
                    "{\"status\":{\"pauseConditions\":null,\"controllerPause\":false,\"currentStepIndex\":2}}"),
            new Merge(
                    "promote at a pause step",
                    "{}",
                    PAUSED,
                    "/status",
                    "{\"status\":{\"pauseConditions\":null}}",
                    "{\"status\":{\"pauseConditions\":null}}"),
            new Merge(
                    "promote in the middle of a step",
                    "{}",
                    "{\"currentStepIndex\":0}",
                    "/status",
                    "{\"status\":{\"pauseConditions\":null,\"currentStepIndex\":1}}",
                    "{\"status\":{\"currentStepIndex\":1}}"),
            new Merge(
                    "promote's fall-back for controllers without a status path: only its spec counts here",
                    "{\"paused\":true}",
                    PAUSED,
                    "",
                    "{\"spec\":{\"paused\":false},\"status\":{\"pauseConditions\":null,\"currentStepIndex\":2}}",
                    "{\"spec\":{\"paused\":false}}"));

    @ParameterizedTest
    @FieldSource("merges")
    void aMergePatchDoesWhatItsCommandPromises(Merge merge, Space space) {
        Json given = Given.rollout("shop").map("spec", spec -> spec.merged(Json.parse(merge.spec())));
        space.create(ROLLOUT, given);
        Json before = space.merge(ROLLOUT, "shop/status", "{\"status\":" + merge.status() + "}");

        Json answered = space.merge(ROLLOUT, "shop" + merge.path(), merge.body());

        assertThat(answered).isEqualTo(space.get(ROLLOUT, "shop"));
        Json expected = specAndStatus(before).merged(Json.parse(merge.changed()));
        assertThat(specAndStatus(answered)).isEqualTo(expected);
        boolean specChanged = !before.get("spec").equals(answered.get("spec"));
        assertThat(Space.generationOf(answered)).isEqualTo(specChanged ? 2 : 1);
    }

    private static Json specAndStatus(Json object) {
        return Json.object("spec", object.get("spec"), "status", object.get("status"));
    }

    @Test
    void aCommandForARolloutThatIsNotThereIsToldSoOnBothPaths(Space space) {
        for (String path : List.of("nobody/status", "nobody"))
            space.patch(ROLLOUT, path, Call.MERGE_PATCH, "{\"status\":{\"abort\":true}}")
                    .refused(404, "NotFound")
                    .saying("rollouts.argoproj.io \"nobody\" not found")
                    .named("argoproj.io", "rollouts", "nobody");
    }

    @Test
    void retryExperimentRemovesTheWholeStatusThroughTheObjectItself(Space space) {
        space.create(EXPERIMENT, anExperiment());
        space.merge(EXPERIMENT, "try", "{\"status\":{\"phase\":\"Failed\",\"message\":\"it did\"}}");
        Json retried = space.merge(EXPERIMENT, "try", "{\"status\":null}");
        assertThat(retried.get("status").isMissing()).isTrue();
    }

    @Test
    void terminateSetsASwitchInTheSpec(Space space) {
        space.create(ANALYSIS_RUN, Given.analysisRun("run"));
        space.create(EXPERIMENT, anExperiment());
        String terminate = "{\"spec\":{\"terminate\":true}}";
        assertThat(space.merge(ANALYSIS_RUN, "run", terminate)
                        .at("spec", "terminate")
                        .isTrue())
                .isTrue();
        assertThat(space.merge(EXPERIMENT, "try", terminate)
                        .at("spec", "terminate")
                        .isTrue())
                .isTrue();
    }

    @Test
    void setImageReplacesTheWholeRolloutAndIsRepeatedAfterAConflict(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Json read = space.get(ROLLOUT, "shop");
        space.merge(ROLLOUT, "shop", "{\"metadata\":{\"annotations\":{\"by\":\"somebody else\"}}}");
        space.one("PUT", ROLLOUT, "shop").body(withImage(read, "shop:red")).refused(409, "Conflict");
        Json updated = space.put(ROLLOUT, "shop", withImage(space.get(ROLLOUT, "shop"), "shop:red"));
        assertThat(updated.at("spec", "template", "spec", "containers").get(0).get("image"))
                .isEqualTo(Json.of("shop:red"));
        assertThat(updated.at("metadata", "annotations", "by")).isEqualTo(Json.of("somebody else"));
        assertThat(Space.generationOf(updated)).isEqualTo(2);
    }

    @Test
    void setImageOfAReferencedWorkloadReplacesTheDeployment(Space space) {
        space.create(DEPLOYMENT, Given.replicaSet("shop").with("kind", "Deployment"));
        Json updated = Eventually.see(
                        () -> space.one("PUT", DEPLOYMENT, "shop")
                                .body(withImage(space.get(DEPLOYMENT, "shop"), "shop:red"))
                                .send(),
                        answer -> answer.code() != 409)
                .json();
        assertThat(updated.at("spec", "template", "spec", "containers").get(0).get("image"))
                .isEqualTo(Json.of("shop:red"));
    }

    private static Json withImage(Json workload, String image) {
        return workload.map(
                "spec",
                spec -> spec.map(
                        "template",
                        template -> template.map(
                                "spec",
                                pod -> pod.map(
                                        "containers",
                                        containers -> containers.mapElements(one -> one.with("image", image))))));
    }

    @Test
    void undoReplacesTheTemplateByThatOfAReplicaSetFoundBySelectorAndOwner(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        Json old = Given.ownedBy(rollout, Given.replicaSet("shop-old"))
                .withAt(List.of("metadata", "labels"), Json.object("app", "shop"))
                .withAt(List.of("metadata", "annotations", "rollout.argoproj.io/revision"), "1");
        space.create(REPLICA_SET, withImage(old, "shop:old"));
        space.create(REPLICA_SET, Given.replicaSet("unlabelled"));

        List<Json> found = space.all("GET", REPLICA_SET)
                .with("labelSelector", "app=shop")
                .ok(200)
                .get("items")
                .elements();
        assertThat(found).extracting(Space::nameOf).containsExactly("shop-old");
        assertThat(found.getFirst().at("metadata", "ownerReferences").get(0).get("uid"))
                .isEqualTo(Json.of(Space.uidOf(rollout)));
        Json template = found.getFirst().at("spec", "template");
        Json undone = space.patch(
                        ROLLOUT,
                        "shop",
                        Call.JSON_PATCH,
                        Json.array(Json.object("op", "replace", "path", "/spec/template", "value", template))
                                .toString())
                .ok(200);
        assertThat(undone.at("spec", "template", "spec", "containers").get(0).get("image"))
                .isEqualTo(Json.of("shop:old"));
        assertThat(Space.generationOf(undone)).isEqualTo(2);
    }

    @Test
    void listRolloutsCanAskForOneName(Space space) {
        space.create(ROLLOUT, Given.rollout("one"));
        space.create(ROLLOUT, Given.rollout("two"));
        assertThat(space.names(space.all("GET", ROLLOUT).with("fieldSelector", "metadata.name=two")))
                .containsExactly("two");
    }

    @Test
    void createPostsEveryKind(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        space.create(EXPERIMENT, anExperiment());
        space.create(ANALYSIS_RUN, Given.analysisRun("run"));
        space.create(ANALYSIS_TEMPLATE, Given.analysisRun("template").with("kind", "AnalysisTemplate"));
        String name = ApiUnderTest.uniqueName("template");
        Json everywhere = Given.analysisRun(name).with("kind", "ClusterAnalysisTemplate");
        assertThat(space.call(
                                "POST",
                                "/apis/argoproj.io/v1alpha1/namespaces/" + space.namespace()
                                        + "/clusteranalysistemplates")
                        .body(everywhere)
                        .send()
                        .code())
                .as("a cluster-wide kind has no path in a namespace")
                .isEqualTo(404);
        space.create(CLUSTER_ANALYSIS_TEMPLATE, everywhere);
        assertThat(space.get(CLUSTER_ANALYSIS_TEMPLATE, name)
                        .at("metadata", "namespace")
                        .isMissing())
                .isTrue();
        space.delete(CLUSTER_ANALYSIS_TEMPLATE, name);
    }

    @Test
    void createAnalysisRunLetsTheServerEndTheName(Space space) {
        Json template =
                space.create(ANALYSIS_TEMPLATE, Given.analysisRun("errors").with("kind", "AnalysisTemplate"));
        Json run = Json.object(
                "apiVersion",
                "argoproj.io/v1alpha1",
                "kind",
                "AnalysisRun",
                "metadata",
                Json.object(
                        "generateName", "errors-",
                        "namespace", space.namespace(),
                        "labels", Json.object("argo-rollouts.argoproj.io/controller-instance-id", "one")),
                "spec",
                template.get("spec").with("args", Json.array(Json.object("name", "a", "value", "1"))));
        Json made = space.create(ANALYSIS_RUN, run);
        assertThat(Space.nameOf(made)).startsWith("errors-").hasSize("errors-".length() + 5);
        assertThat(made.get("spec")).isEqualTo(run.get("spec"));
    }

    private static Json anExperiment() {
        return Yaml.one("""
                apiVersion: argoproj.io/v1alpha1
                kind: Experiment
                metadata: {name: try}
                spec:
                  templates:
                    - name: canary
                      selector: {matchLabels: {app: shop}}
                      template:
                        metadata: {labels: {app: shop}}
                        spec: {containers: [{name: shop, image: 'shop:red'}]}
                """);
    }
}
