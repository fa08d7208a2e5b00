package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.DEPLOYMENT;
import static tidegate.system.conformance.Kind.POD;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** JSON, merge and strategic merge patches. */
@ExtendWith(ConformanceExtension.class)
class PatchTest {

    @Test
    void aMergePatchMergesObjectsReplacesListsAndRemovesNulls(Space space) {
        space.create(
                ROLLOUT,
                Given.rollout("shop").withAt(List.of("metadata", "annotations"), Json.object("a", "1", "b", "2")));
        Json patched = space.merge(ROLLOUT, "shop", """
                {"metadata":{"annotations":{"a":null,"c":"3"},"labels":null},
                 "spec":{"replicas":null,"strategy":{"canary":{"steps":[{"setWeight":50}]}},"absent":null}}""");
        assertThat(patched.at("metadata", "annotations")).isEqualTo(Json.object("b", "2", "c", "3"));
        assertThat(patched.at("spec", "replicas").isMissing()).isTrue();
        assertThat(patched.at("spec", "strategy", "canary", "steps"))
                .isEqualTo(Json.array(Json.object("setWeight", 50)));
        assertThat(patched.at("spec", "template"))
                .isEqualTo(space.get(ROLLOUT, "shop").at("spec", "template"));
    }

    @Test
    void anExplicitNullOfANewMemberIsNotStored(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Json patched = space.merge(ROLLOUT, "shop", """
                {"spec":{"strategy":{"canary":{"maxSurge":null,"steps":[{"pause":{}}]}}}}""");
        assertThat(patched.at("spec", "strategy", "canary").members().keySet()).containsExactly("steps");
        assertThat(patched.at("spec", "strategy", "canary", "steps").get(0).get("pause"))
                .isEqualTo(Json.EMPTY_OBJECT);
    }

    @Test
    void aPatchThatChangesNothingKeepsTheVersion(Space space) {
        Json before = space.create(ROLLOUT, Given.rollout("shop"));
        assertThat(space.merge(ROLLOUT, "shop", "{\"spec\":{\"replicas\":5}}")).isEqualTo(before);
        assertThat(space.merge(ROLLOUT, "shop", "{}")).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_MAP", "ROLLOUT"})
    void aMergePatchWithAnOlderVersionIsAConflict(Kind kind, Space space) {
        Json made = space.create(kind, a(kind, "shop"));
        String withVersion = "{\"metadata\":{\"resourceVersion\":\"%s\",\"labels\":{\"a\":\"%s\"}}}";
        space.merge(kind, "shop", withVersion.formatted(Space.versionOf(made), "1"));
        space.patch(kind, "shop", Call.MERGE_PATCH, withVersion.formatted(Space.versionOf(made), "2"))
                .refused(409, "Conflict")
                .saying("the object has been modified; please apply your changes to the latest version and try again");
    }

    @ParameterizedTest
    @EnumSource(names = {"CONFIG_MAP", "ROLLOUT"})
    void aJsonPatchThatReplacesTheVersionByAnOlderOneIsAConflict(Kind kind, Space space) {
        Json made = space.create(kind, a(kind, "shop"));
        String guarded = """
                [{"op":"replace","path":"/metadata/resourceVersion","value":"%s"},
                 {"op":"add","path":"/metadata/labels","value":{"a":"%s"}}]""";
        space.patch(kind, "shop", Call.JSON_PATCH, guarded.formatted(Space.versionOf(made), "1"))
                .ok(200);
        space.patch(kind, "shop", Call.JSON_PATCH, guarded.formatted(Space.versionOf(made), "2"))
                .refused(409, "Conflict");
    }

    @Test
    void theStatusPatchIsGuardedByTheVersionToo(Space space) {
        Json made = space.create(ROLLOUT, Given.rollout("shop"));
        String guarded = "{\"metadata\":{\"resourceVersion\":\"%s\"},\"status\":{\"replicas\":%d}}";
        space.patch(ROLLOUT, "shop/status", Call.MERGE_PATCH, guarded.formatted(Space.versionOf(made), 1))
                .ok(200);
        space.patch(ROLLOUT, "shop/status", Call.MERGE_PATCH, guarded.formatted(Space.versionOf(made), 2))
                .refused(409, "Conflict");
    }

    record Operation(String why, String patch, String path, Json expected) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Operation> operations = List.of(
            new Operation("add a member", "{'op':'add','path':'/data/new','value':'x'}", "new", Json.of("x")),
            new Operation("add over a member", "{'op':'add','path':'/data/a','value':'x'}", "a", Json.of("x")),
            new Operation("replace", "{'op':'replace','path':'/data/a','value':'x'}", "a", Json.of("x")),
            new Operation("replace nothing", "{'op':'replace','path':'/data/b','value':'x'}", "b", Json.of("x")),
            new Operation("remove", "{'op':'remove','path':'/data/a'}", "a", Json.MISSING),
            new Operation("copy", "{'op':'copy','from':'/data/a','path':'/data/b'}", "b", Json.of("1")),
            new Operation("move", "{'op':'move','from':'/data/a','path':'/data/b'}", "b", Json.of("1")),
            new Operation(
                    "a test that holds, then a replacement",
                    "{'op':'test','path':'/data/a','value':'1'},{'op':'replace','path':'/data/a','value':'2'}",
                    "a",
                    Json.of("2")),
            new Operation(
                    "slashes and tildes escaped",
                    "{'op':'add','path':'/metadata/annotations','value':{}},"
                            + "{'op':'add','path':'/metadata/annotations/example.com~1key','value':'v'},"
                            + "{'op':'copy','from':'/metadata/annotations/example.com~1key','path':'/data/b'}",
                    "b",
                    Json.of("v")));

    @ParameterizedTest
    @FieldSource("operations")
    void aJsonPatchDoes(Operation operation, Space space) {
        space.create(CONFIG_MAP, Given.configMap("c").with("data", Json.object("a", "1")));
        String patch = "[" + operation.patch().replace('\'', '"') + "]";
        Json patched = space.patch(CONFIG_MAP, "c", Call.JSON_PATCH, patch).ok(200);
        assertThat(patched.at("data", operation.path())).isEqualTo(operation.expected());
    }

    @Test
    void aJsonPatchReachesIntoListsAndAppends(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Json patched = space.patch(ROLLOUT, "shop", Call.JSON_PATCH, """
                        [{"op":"replace","path":"/spec/template/spec/containers/0/image","value":"shop:red"},
                         {"op":"add","path":"/spec/strategy/canary/steps/-","value":{"setWeight":60}},
                         {"op":"add","path":"/spec/strategy/canary/steps/0","value":{"setWeight":10}},
                         {"op":"remove","path":"/spec/strategy/canary/steps/1"}]""").ok(200);
        assertThat(patched.at("spec", "template", "spec", "containers").get(0).get("image"))
                .isEqualTo(Json.of("shop:red"));
        assertThat(patched.at("spec", "strategy", "canary", "steps"))
                .isEqualTo(Json.parse("[{\"setWeight\":10},{\"pause\":{}},{\"setWeight\":60}]"));
    }

    static final List<String> failingOperations = List.of(
            "{'op':'test','path':'/data/colour','value':'red'}",
            "{'op':'remove','path':'/data/absent'}",
            "{'op':'add','path':'/absent/deep','value':'x'}",
            "{'op':'move','from':'/data/absent','path':'/data/b'}");

    @ParameterizedTest
    @FieldSource("failingOperations")
    void aJsonPatchThatDoesNotFitIsRefusedAsAWhole(String operation, Space space) {
        Json before = space.create(CONFIG_MAP, Given.configMap("c"));
        String patch =
                "[{\"op\":\"add\",\"path\":\"/data/first\",\"value\":\"done\"}," + operation.replace('\'', '"') + "]";
        space.patch(CONFIG_MAP, "c", Call.JSON_PATCH, patch).refused(422, "Invalid");
        assertThat(space.get(CONFIG_MAP, "c")).isEqualTo(before);
    }

    @Test
    void aTestOfAJsonPatchThatFailsOnACustomObjectIsRefused(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        space.patch(ROLLOUT, "shop", Call.JSON_PATCH, """
                        [{"op":"test","path":"/spec/replicas","value":4},
                         {"op":"replace","path":"/spec/replicas","value":6}]""")
                .refused(422, "Invalid")
                .saying("the server rejected our request due to an error in our request");
        assertThat(space.get(ROLLOUT, "shop").at("spec", "replicas")).isEqualTo(Json.of(5));
    }

    @Test
    void aMissingObjectCannotBePatched(Space space) {
        for (String path : List.of("nobody", "nobody/status"))
            space.patch(ROLLOUT, path, Call.MERGE_PATCH, "{\"status\":{\"abort\":true}}")
                    .refused(404, "NotFound")
                    .saying("rollouts.argoproj.io \"nobody\" not found");
    }

    @Test
    void aPatchMustNotRename(Space space) {
        space.create(CONFIG_MAP, Given.configMap("c"));
        space.patch(CONFIG_MAP, "c", Call.MERGE_PATCH, "{\"metadata\":{\"name\":\"d\"}}")
                .refused(400, "BadRequest")
                .saying("the name of the object (d) does not match the name on the URL (c)");
    }

    @ParameterizedTest
    @ValueSource(strings = {Call.MERGE_PATCH, Call.JSON_PATCH, Call.STRATEGIC_PATCH})
    void aPatchThatIsNotJsonIsRefused(String type, Space space) {
        space.create(CONFIG_MAP, Given.configMap("c"));
        space.patch(CONFIG_MAP, "c", type, "{not json").refused(400, "BadRequest");
    }

    @Test
    void aCustomObjectTakesNoStrategicPatch(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        space.patch(ROLLOUT, "shop", Call.STRATEGIC_PATCH, "{}")
                .refused(415, "UnsupportedMediaType")
                .saying("the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
    }

    @Test
    void anUnknownKindOfPatchIsRefused(Space space) {
        space.create(CONFIG_MAP, Given.configMap("c"));
        space.patch(CONFIG_MAP, "c", "application/json", "{}").refused(415, "UnsupportedMediaType");
    }

    @Test
    void aStrategicPatchMergesListsByTheirKeys(Space space) {
        space.create(REPLICA_SET, withTwoContainers("set"));
        Json patched =
                space.patch(REPLICA_SET, "set", Call.STRATEGIC_PATCH, """
                        {"spec":{"template":{"spec":{"containers":[
                            {"name":"shop","image":"shop:red","env":[{"name":"B","value":"3"},{"name":"C","value":"4"}]},
                            {"name":"proxy","image":"proxy:1"}]}}}}""").ok(200);
        List<Json> containers =
                patched.at("spec", "template", "spec", "containers").elements();
        assertThat(containers).extracting(Space.member("name")).containsExactlyInAnyOrder("shop", "proxy", "side");
        Json shop = named(containers, "shop");
        assertThat(shop.get("image")).isEqualTo(Json.of("shop:red"));
        assertThat(shop.get("env").elements().stream()
                        .map(env -> env.get("name").stringOrEmpty()
                                + env.get("value").stringOrEmpty()))
                .containsExactlyInAnyOrder("A1", "B3", "C4");
    }

    @Test
    void aStrategicPatchDeletesFromAListByKey(Space space) {
        space.create(REPLICA_SET, withTwoContainers("set"));
        Json patched =
                space.patch(REPLICA_SET, "set", Call.STRATEGIC_PATCH, """
                        {"spec":{"template":{"spec":{"containers":[
                            {"name":"side","$patch":"delete"},
                            {"name":"shop","env":[{"name":"A","$patch":"delete"}]}]}}}}""").ok(200);
        List<Json> containers =
                patched.at("spec", "template", "spec", "containers").elements();
        assertThat(containers).extracting(Space.member("name")).containsExactly("shop");
        assertThat(containers.getFirst().get("env").elements())
                .extracting(Space.member("name"))
                .containsExactly("B");
    }

    @Test
    void aStrategicPatchReplacesAListOrAnObjectWhereToldTo(Space space) {
        space.create(
                REPLICA_SET,
                withTwoContainers("set").withAt(List.of("metadata", "annotations"), Json.object("a", "1")));
        Json patched =
                space.patch(REPLICA_SET, "set", Call.STRATEGIC_PATCH, """
                        {"metadata":{"annotations":{"$patch":"replace","b":"2"}},
                         "spec":{"template":{"spec":{"containers":[
                            {"$patch":"replace"},
                            {"name":"only","image":"only:1"}]}}}}""").ok(200);
        assertThat(patched.at("metadata", "annotations")).isEqualTo(Json.object("b", "2"));
        assertThat(patched.at("spec", "template", "spec", "containers").elements())
                .extracting(Space.member("name"))
                .containsExactly("only");
    }

    @Test
    void aStrategicPatchHandlesListsOfPlainValuesAndNulls(Space space) {
        space.create(
                CONFIG_MAP,
                Given.configMap("c")
                        .map(
                                "metadata",
                                metadata -> metadata.with("finalizers", Json.array("example.com/a", "example.com/b"))
                                        .with("annotations", Json.object("x", "1", "y", "2"))));
        Json patched = space.patch(CONFIG_MAP, "c", Call.STRATEGIC_PATCH, """
                        {"metadata":{"annotations":{"x":null},"$deleteFromPrimitiveList/finalizers":["example.com/a"]}}""").ok(200);
        assertThat(patched.at("metadata", "annotations")).isEqualTo(Json.object("y", "2"));
        assertThat(patched.at("metadata", "finalizers")).isEqualTo(Json.array("example.com/b"));
        Json added = space.patch(
                        CONFIG_MAP, "c", Call.STRATEGIC_PATCH, "{\"metadata\":{\"finalizers\":[\"example.com/c\"]}}")
                .ok(200);
        assertThat(added.at("metadata", "finalizers").elements())
                .containsExactlyInAnyOrder(Json.of("example.com/b"), Json.of("example.com/c"));
        space.merge(CONFIG_MAP, "c", "{\"metadata\":{\"finalizers\":null}}");
    }

    @Test
    void aStrategicPatchOfAPodsConditionsMergesByType(Space space) {
        space.create(POD, Given.pod("shop"));
        String status = "{\"status\":{\"conditions\":[{\"type\":\"%s\",\"status\":\"%s\"}]}}";
        space.patch(POD, "shop/status", Call.STRATEGIC_PATCH, status.formatted("Ready", "False"))
                .ok(200);
        space.patch(POD, "shop/status", Call.STRATEGIC_PATCH, status.formatted("example.com/gate", "True"))
                .ok(200);
        Json patched = space.patch(POD, "shop/status", Call.STRATEGIC_PATCH, status.formatted("Ready", "True"))
                .ok(200);
        assertThat(patched.at("status", "conditions").elements().stream()
                        .map(one -> one.get("type").stringOrEmpty() + "="
                                + one.get("status").stringOrEmpty()))
                .containsExactlyInAnyOrder("Ready=True", "example.com/gate=True");
    }

    @Test
    void aStrategicPatchRetainsOnlyTheKeysItIsTold(Space space) {
        space.create(DEPLOYMENT, Given.replicaSet("d").with("kind", "Deployment"));
        Json patched = space.patch(DEPLOYMENT, "d", Call.STRATEGIC_PATCH, """
                        {"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}""").ok(200);
        assertThat(patched.at("spec", "strategy")).isEqualTo(Json.object("type", "Recreate"));
    }

    private static Json withTwoContainers(String name) {
        return Yaml.one("""
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: %s}
                spec:
                  replicas: 0
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec:
                      containers:
                        - {name: shop, image: 'shop:blue', env: [{name: A, value: '1'}, {name: B, value: '2'}]}
                        - {name: side, image: 'side:1'}
                """.formatted(name));
    }

    private static Json named(List<Json> containers, String name) {
        return containers.stream()
                .filter(container -> container.get("name").stringOrEmpty().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Json a(Kind kind, String name) {
        return kind == ROLLOUT ? Given.rollout(name) : Given.configMap(name);
    }
}
