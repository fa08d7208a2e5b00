package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.POD;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;
import tidegate.system.bench.OnlyOn;

/** kubectl as people use it. Needs one on PATH. */
@ExtendWith(ConformanceExtension.class)
@EnabledIf(value = "tidegate.system.conformance.Kubectl#isThere", disabledReason = "there is no kubectl on PATH")
class KubectlTest {
    private static final String ROLLOUT_YAML = """
            apiVersion: argoproj.io/v1alpha1
            kind: Rollout
            metadata:
              name: shop
            spec:
              replicas: %d
              selector: {matchLabels: {app: shop}}
              template:
                metadata: {labels: {app: shop}}
                spec: {containers: [{name: shop, image: 'shop:%s'}]}
              strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}
            """;

    @Test
    void getShowsATableOfTheDefinitionsColumns(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        for (String word :
                List.of("rollouts", "rollout", "ro", "rollouts.argoproj.io", "rollouts.v1alpha1.argoproj.io")) {
            var lines = Kubectl.in(space).run("get", word).ok().out().lines().toList();
            assertThat(lines.get(0).split(" +"))
                    .containsExactly("NAME", "DESIRED", "CURRENT", "UP-TO-DATE", "AVAILABLE", "AGE");
            assertThat(lines.get(1)).matches("shop +5 +\\d+s *");
        }
    }

    @Test
    void getPrintsNamesFieldsAndColumnsOfOnesOwn(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Kubectl kubectl = Kubectl.in(space);
        assertThat(kubectl.run("get", "ro", "-o", "name").ok().out()).isEqualTo("rollout.argoproj.io/shop\n");
        assertThat(kubectl.run("get", "ro", "shop", "-o", "jsonpath={.spec.replicas}")
                        .ok()
                        .out())
                .isEqualTo("5");
        assertThat(kubectl.run("get", "ro", "-o", "custom-columns=N:.metadata.name,R:.spec.replicas")
                        .ok()
                        .out())
                .matches("N +R\nshop +5\n");
        assertThat(Json.parse(kubectl.run("get", "ro", "shop", "-o", "json")
                                .ok()
                                .out())
                        .get("spec"))
                .isEqualTo(space.get(ROLLOUT, "shop").get("spec"));
        kubectl.run("get", "ro", "-o", "yaml", "--show-managed-fields").ok().saying("kind: List", "managedFields:");
        kubectl.run("get", "rs,ro,cm", "--ignore-not-found").ok().saying("rollout.argoproj.io/shop");
        kubectl.run("get", "all").ok();
        kubectl.run("get", "ro", "-A", "-o", "name").ok().saying("rollout.argoproj.io/shop");
    }

    @Test
    void getSelectsByLabelAndField(Space space) {
        space.create(CONFIG_MAP, Given.labelled(Given.configMap("a"), "tier", "back"));
        space.create(CONFIG_MAP, Given.labelled(Given.configMap("b"), "tier", "front"));
        Kubectl kubectl = Kubectl.in(space);
        assertThat(kubectl.run("get", "cm", "-l", "tier in (back)", "-o", "name")
                        .ok()
                        .out())
                .isEqualTo("configmap/a\n");
        assertThat(kubectl.run("get", "cm", "--field-selector", "metadata.name=b", "-L", "tier", "--no-headers")
                        .ok()
                        .out())
                .matches("b +1 +\\d+s +front\n");
    }

    @Test
    void getSaysWhatIsNotThere(Space space) {
        Kubectl kubectl = Kubectl.in(space);
        kubectl.run("get", "ro", "nobody")
                .failed(1)
                .complaining("Error from server (NotFound): rollouts.argoproj.io \"nobody\" not found");
        kubectl.run("get", "unheardofs")
                .failed(1)
                .complaining("error: the server doesn't have a resource type \"unheardofs\"");
        kubectl.run("get", "ro").ok().complaining("No resources found in " + space.namespace() + " namespace.");
    }

    @Test
    void getWatchesAsATable(Space space) throws IOException {
        space.create(ROLLOUT, Given.rollout("shop"));
        Process process = Kubectl.in(space).start("get", "ro", "-w", "--output-watch-events");
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).startsWith("EVENT");
            assertThat(lines.readLine()).matches("ADDED +shop +5 .*");
            space.merge(ROLLOUT, "shop", "{\"spec\":{\"replicas\":6}}");
            assertThat(lines.readLine()).matches("MODIFIED +shop +6 .*");
            space.delete(ROLLOUT, "shop");
            assertThat(lines.readLine()).matches("DELETED +shop +6 .*");
        } finally {
            process.destroy();
        }
    }

    @Test
    void describeShowsAnObjectAndItsEvents(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        space.create(Kind.EVENT, """
                apiVersion: v1
                kind: Event
                metadata: {name: shop.1}
                involvedObject:
                  {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: shop, namespace: %s, uid: %s}
                reason: RolloutUpdated
                message: Rollout updated to revision 1
                type: Normal
                source: {component: rollouts-controller}
                firstTimestamp: '2026-01-01T00:00:00Z'
                lastTimestamp: '2026-01-01T00:00:00Z'
                count: 1
                """.formatted(space.namespace(), Space.uidOf(rollout)));
        Kubectl kubectl = Kubectl.in(space);
        kubectl.run("describe", "ro", "shop")
                .ok()
                .saying(
                        "Name:         shop",
                        "Kind:         Rollout",
                        "Set Weight:  20",
                        "RolloutUpdated",
                        "rollouts-controller");
        space.create(POD, Given.pod("shop"));
        kubectl.run("describe", "pod", "shop").ok().saying("Image:        shop:blue", "Status:       Pending");
        space.create(REPLICA_SET, Given.replicaSet("set"));
        kubectl.run("describe", "rs", "set")
                .ok()
                .saying("Selector:     app=shop", "Replicas:     0 current / 0 desired");
    }

    @Test
    void applyCreatesThenConfiguresThenFindsNothingToDo(Space space) {
        Kubectl kubectl = Kubectl.in(space);
        assertThat(apply(kubectl, 5, "blue")).isEqualTo("rollout.argoproj.io/shop created\n");
        assertThat(apply(kubectl, 5, "blue")).isEqualTo("rollout.argoproj.io/shop unchanged\n");
        space.merge(ROLLOUT, "shop", "{\"spec\":{\"paused\":true}}");
        assertThat(apply(kubectl, 6, "red")).isEqualTo("rollout.argoproj.io/shop configured\n");
        Json applied = space.get(ROLLOUT, "shop");
        assertThat(applied.at("spec", "replicas")).isEqualTo(Json.of(6));
        assertThat(applied.at("spec", "paused").isTrue())
                .as("others' fields stay")
                .isTrue();
        assertThat(applied.at("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration")
                        .isString())
                .isTrue();
    }

    private static String apply(Kubectl kubectl, int replicas, String colour, String... flags) {
        var words = new java.util.ArrayList<>(List.of("apply", "-f", "-"));
        words.addAll(List.of(flags));
        return kubectl.runWith(ROLLOUT_YAML.formatted(replicas, colour), words.toArray(String[]::new))
                .ok()
                .out();
    }

    @Test
    void applyWorksOnBuiltInObjectsByStrategicPatch(Space space) {
        Kubectl kubectl = Kubectl.in(space);
        String set = """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: set}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [%s]}
                """;
        String one = "{name: shop, image: 'shop:blue'}";
        kubectl.runWith(set.formatted(one), "apply", "-f", "-").ok().saying("replicaset.apps/set created");
        kubectl.runWith(set.formatted(one + ", {name: side, image: 'side:1'}"), "apply", "-f", "-")
                .ok()
                .saying("configured");
        kubectl.runWith(set.formatted(one), "apply", "-f", "-").ok().saying("configured");
        assertThat(space.get(REPLICA_SET, "set")
                        .at("spec", "template", "spec", "containers")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void applyRefusesUnknownFields(Space space) {
        Kubectl.in(space)
                .runWith(ROLLOUT_YAML.formatted(1, "blue") + "  colour: red\n", "apply", "-f", "-")
                .failed(1)
                .complaining("unknown field \"spec.colour\"");
        Kubectl.in(space)
                .runWith(ROLLOUT_YAML.formatted(1, "blue") + "  colour: red\n", "apply", "-f", "-", "--validate=warn")
                .ok()
                .complaining("Warning: unknown field \"spec.colour\"");
    }

    @Test
    void serverSideApplyMeetsConflictsAndForcesThem(Space space) {
        Kubectl kubectl = Kubectl.in(space);
        assertThat(apply(kubectl, 5, "blue", "--server-side"))
                .isEqualTo("rollout.argoproj.io/shop serverside-applied\n");
        assertThat(apply(kubectl, 5, "blue", "--server-side"))
                .isEqualTo("rollout.argoproj.io/shop serverside-applied\n");
        kubectl.runWith(ROLLOUT_YAML.formatted(7, "blue"), "apply", "-f", "-", "--server-side", "--field-manager=other")
                .failed(1)
                .complaining("Apply failed with 1 conflict: conflict with \"kubectl\": .spec.replicas");
        apply(kubectl, 7, "blue", "--server-side", "--field-manager=other", "--force-conflicts");
        assertThat(space.get(ROLLOUT, "shop").at("spec", "replicas")).isEqualTo(Json.of(7));
    }

    @Test
    void createReplaceAndDryRun(Space space) {
        Kubectl kubectl = Kubectl.in(space);
        String yaml = ROLLOUT_YAML.formatted(5, "blue");
        kubectl.runWith(yaml, "create", "-f", "-", "--dry-run=server").ok().saying("created (server dry run)");
        kubectl.runWith(yaml, "create", "-f", "-").ok().saying("rollout.argoproj.io/shop created");
        kubectl.runWith(yaml, "create", "-f", "-")
                .failed(1)
                .complaining("Error from server (AlreadyExists): ", "rollouts.argoproj.io \"shop\" already exists");
        kubectl.runWith(ROLLOUT_YAML.formatted(6, "blue"), "replace", "-f", "-")
                .ok()
                .saying("replaced");
        assertThat(space.get(ROLLOUT, "shop").at("spec", "replicas")).isEqualTo(Json.of(6));
        kubectl.run("create", "configmap", "made", "--from-literal=a=b").ok().saying("configmap/made created");
        assertThat(space.get(CONFIG_MAP, "made").get("data")).isEqualTo(Json.object("a", "b"));
    }

    @Test
    void diffShowsWhatApplyWouldChange(Space space) {
        Kubectl kubectl = Kubectl.in(space);
        apply(kubectl, 5, "blue");
        kubectl.runWith(ROLLOUT_YAML.formatted(5, "blue"), "diff", "-f", "-").ok();
        kubectl.runWith(ROLLOUT_YAML.formatted(6, "red"), "diff", "-f", "-")
                .failed(1)
                .saying("-  replicas: 5", "+  replicas: 6", "+      - image: shop:red");
        kubectl.runWith(ROLLOUT_YAML.formatted(6, "red"), "diff", "--server-side", "--force-conflicts", "-f", "-")
                .failed(1)
                .saying("+  replicas: 6");
    }

    @Test
    void editSavesWhatTheEditorLeft(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Kubectl.in(space)
                .editingWith("sed -i s/shop:blue/shop:red/")
                .run("edit", "ro", "shop")
                .ok()
                .saying("rollout.argoproj.io/shop edited");
        assertThat(space.get(ROLLOUT, "shop")
                        .at("spec", "template", "spec", "containers")
                        .get(0)
                        .get("image"))
                .isEqualTo(Json.of("shop:red"));
        space.create(CONFIG_MAP, Given.configMap("c"));
        Kubectl.in(space)
                .editingWith("sed -i s/blue/red/")
                .run("edit", "cm", "c")
                .ok();
        assertThat(space.get(CONFIG_MAP, "c").at("data", "colour")).isEqualTo(Json.of("red"));
        Kubectl.in(space)
                .editingWith("true")
                .run("edit", "cm", "c")
                .ok()
                .complaining("Edit cancelled, no changes made");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "merge     | {\"spec\":{\"replicas\":6}}",
                "json      | [{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":6}]"
            })
    void patchOfARollout(String type, String patch, Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Kubectl kubectl = Kubectl.in(space);
        kubectl.run("patch", "ro", "shop", "--type", type, "-p", patch).ok().saying("rollout.argoproj.io/shop patched");
        assertThat(space.get(ROLLOUT, "shop").at("spec", "replicas")).isEqualTo(Json.of(6));
        kubectl.run("patch", "ro", "shop", "--type", type, "-p", patch).ok().saying("patched (no change)");
    }

    @Test
    void patchOfABuiltInObjectIsStrategicAndOfAStatusGoesToItsPath(Space space) {
        space.create(REPLICA_SET, Given.replicaSet("set"));
        Kubectl kubectl = Kubectl.in(space);
        kubectl.run(
                        "patch",
                        "rs",
                        "set",
                        "-p",
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"shop\",\"image\":\"shop:red\"}]}}}}")
                .ok();
        assertThat(space.get(REPLICA_SET, "set")
                        .at("spec", "template", "spec", "containers")
                        .get(0)
                        .get("image"))
                .isEqualTo(Json.of("shop:red"));
        space.create(ROLLOUT, Given.rollout("shop"));
        kubectl.run(
                        "patch",
                        "ro",
                        "shop",
                        "--subresource=status",
                        "--type=merge",
                        "-p",
                        "{\"status\":{\"abort\":true}}")
                .ok();
        assertThat(space.get(ROLLOUT, "shop").at("status", "abort").isTrue()).isTrue();
        kubectl.run("patch", "ro", "shop", "-p", "{}")
                .failed(1)
                .complaining("the body of the request was in an unknown format");
    }

    @Test
    void scaleGoesThroughTheSubresource(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Kubectl kubectl = Kubectl.in(space);
        kubectl.run("scale", "ro", "shop", "--replicas=8").ok().saying("rollout.argoproj.io/shop scaled");
        assertThat(space.get(ROLLOUT, "shop").at("spec", "replicas")).isEqualTo(Json.of(8));
        kubectl.run("scale", "ro", "shop", "--current-replicas=5", "--replicas=9")
                .failed(1)
                .complaining("Expected replicas to be 5, was 8");
        kubectl.run("get", "ro", "shop", "--subresource=scale").ok();
        space.create(REPLICA_SET, Given.replicaSet("set"));
        kubectl.run("scale", "rs", "set", "--replicas=0").ok().saying("replicaset.apps/set scaled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"background", "foreground"})
    void deleteTakesTheDependentsAlong(String cascade, Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        space.create(REPLICA_SET, Given.ownedBy(rollout, Given.replicaSet("set")));
        Kubectl.in(space)
                .run("delete", "ro", "shop", "--cascade=" + cascade)
                .ok()
                .saying("rollout.argoproj.io \"shop\" deleted");
        space.one("GET", ROLLOUT, "shop").refused(404, "NotFound");
        space.awaitGone(REPLICA_SET, "set");
    }

    @Test
    void deleteCanLeaveTheDependentsBehind(Space space) {
        Json rollout = space.create(ROLLOUT, Given.rollout("shop"));
        space.create(REPLICA_SET, Given.ownedBy(rollout, Given.replicaSet("set")));
        Kubectl.in(space).run("delete", "ro", "shop", "--cascade=orphan").ok();
        space.awaitGone(ROLLOUT, "shop");
        assertThat(space.get(REPLICA_SET, "set")
                        .at("metadata", "ownerReferences")
                        .isMissing())
                .isTrue();
    }

    @Test
    void deleteByLabelAndForce(Space space) {
        space.create(CONFIG_MAP, Given.labelled(Given.configMap("a"), "tier", "back"));
        space.create(CONFIG_MAP, Given.labelled(Given.configMap("b"), "tier", "front"));
        Kubectl kubectl = Kubectl.in(space);
        kubectl.run("delete", "cm", "-l", "tier=back").ok().saying("configmap \"a\" deleted");
        space.get(CONFIG_MAP, "b");
        space.create(POD, Given.pod("shop"));
        DeletionTest.bind(space, "shop", "nowhere");
        kubectl.run("delete", "pod", "shop", "--force", "--grace-period=0").ok();
        space.one("GET", POD, "shop").refused(404, "NotFound");
        kubectl.run("delete", "cm", "nobody").failed(1).complaining("configmaps \"nobody\" not found");
        kubectl.run("delete", "cm", "nobody", "--ignore-not-found").ok();
    }

    @Test
    void labelAndAnnotateAddAndRemove(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Kubectl kubectl = Kubectl.in(space);
        kubectl.run("label", "ro", "shop", "tier=front").ok().saying("rollout.argoproj.io/shop labeled");
        kubectl.run("label", "ro", "shop", "tier=back").failed(1).complaining("'tier' already has a value (front)");
        kubectl.run("label", "ro", "shop", "tier=back", "--overwrite").ok();
        kubectl.run("annotate", "ro", "shop", "note=a b").ok().saying("rollout.argoproj.io/shop annotated");
        Json metadata = space.get(ROLLOUT, "shop").get("metadata");
        assertThat(metadata.get("labels")).isEqualTo(Json.object("tier", "back"));
        assertThat(metadata.get("annotations")).isEqualTo(Json.object("note", "a b"));
        kubectl.run("label", "ro", "shop", "tier-").ok().saying("unlabeled");
        assertThat(space.get(ROLLOUT, "shop").at("metadata", "labels").isEmpty())
                .isTrue();
    }

    @Test
    void waitForAConditionAFieldAndAnEnd(Space space) throws IOException, InterruptedException {
        space.create(ROLLOUT, Given.rollout("shop"));
        Kubectl kubectl = Kubectl.in(space);
        Process condition = kubectl.start("wait", "ro/shop", "--for=condition=Available", "--timeout=30s");
        Process field = kubectl.start("wait", "ro/shop", "--for=jsonpath={.status.phase}=Healthy", "--timeout=30s");
        space.merge(ROLLOUT, "shop/status", """
                {"status":{"phase":"Healthy","conditions":[{"type":"Available","status":"True","reason":"r","message":"m",
                 "lastUpdateTime":"2026-01-01T00:00:00Z","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}""");
        assertThat(condition.waitFor()).isZero();
        assertThat(field.waitFor()).isZero();
        Process end = kubectl.start("wait", "ro/shop", "--for=delete", "--timeout=30s");
        space.delete(ROLLOUT, "shop");
        assertThat(end.waitFor()).isZero();
        space.create(ROLLOUT, Given.rollout("shop"));
        kubectl.run("wait", "ro/shop", "--for=condition=Available", "--timeout=1s")
                .failed(1)
                .complaining("timed out waiting for the condition");
    }

    @Test
    void apiResourcesAndVersionsListOurs(Space space) {
        Kubectl kubectl = Kubectl.in(space);
        List<String> lines = kubectl.run("api-resources", "--api-group=argoproj.io", "--no-headers")
                .ok()
                .out()
                .lines()
                .map(line -> String.join(" ", line.trim().split(" +")))
                .toList();
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "analysisruns ar argoproj.io/v1alpha1 true AnalysisRun",
                        "analysistemplates at argoproj.io/v1alpha1 true AnalysisTemplate",
                        "clusteranalysistemplates cat argoproj.io/v1alpha1 false ClusterAnalysisTemplate",
                        "experiments exp argoproj.io/v1alpha1 true Experiment",
                        "rollouts ro argoproj.io/v1alpha1 true Rollout");
        kubectl.run("api-versions").ok().saying("argoproj.io/v1alpha1\n", "apps/v1\n", "v1\n");
        kubectl.run("cluster-info").ok().saying("is running at");
        kubectl.run("version").ok().saying("Server Version: v1.");
    }

    @Test
    void explainKnowsEveryLevel(Space space) {
        Kubectl kubectl = Kubectl.in(space);
        kubectl.run("explain", "rollout.spec.strategy")
                .ok()
                .saying(
                        "GROUP:      argoproj.io",
                        "KIND:       Rollout",
                        "FIELD: strategy <Object>",
                        "canary\t<Object>");
        kubectl.run("explain", "rollout.spec.strategy.canary.steps.setWeight")
                .ok()
                .saying("FIELD: setWeight <integer>");
        kubectl.run("explain", "rollout", "--recursive").ok().saying("setWeight\t<integer>");
        kubectl.run("explain", "pod.spec.containers.image").ok().saying("FIELD: image <string>");
        kubectl.run("explain", "rollout.spec.nonsense").failed(1).complaining("field \"nonsense\" does not exist");
    }

    @Test
    void authCanISaysYes(Space space) {
        assertThat(Kubectl.in(space)
                        .run("auth", "can-i", "patch", "rollouts")
                        .ok()
                        .out())
                .isEqualTo("yes\n");
        assertThat(Kubectl.in(space)
                        .run("auth", "can-i", "update", "rollouts", "--subresource=status")
                        .ok()
                        .out())
                .isEqualTo("yes\n");
    }

    @Test
    void eventsAreListed(Space space) {
        space.create(Kind.EVENT, """
                apiVersion: v1
                kind: Event
                metadata: {name: shop.1}
                involvedObject: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: shop, namespace: %s}
                reason: RolloutPaused
                message: it waits
                type: Normal
                lastTimestamp: '2026-01-01T00:00:00Z'
                """.formatted(space.namespace()));
        Kubectl.in(space).run("get", "events").ok().saying("RolloutPaused", "rollout/shop", "it waits");
        Kubectl.in(space).run("events").ok().saying("RolloutPaused", "Rollout/shop", "it waits");
    }

    @OnlyOn(value = "embedded", because = "a real API would ask a kubelet, and there is none")
    @Test
    void logsAndExecSayThatSimulatedPodsHaveNone(Space space) {
        space.create(POD, Given.pod("shop"));
        Kubectl.in(space).run("logs", "shop").failed(1).complaining("simulated");
        Kubectl.in(space).run("exec", "shop", "--", "ls").failed(1).complaining("simulated");
    }
}
