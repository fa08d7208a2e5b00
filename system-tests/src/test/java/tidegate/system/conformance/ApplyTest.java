package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.ROLLOUT;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tidegate.api.json.Json;

/** Server-side apply: who owns what, and what happens when two want the same. */
@ExtendWith(ConformanceExtension.class)
class ApplyTest {
    private static final String COLOURS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: c}
            data: {%s}
            """;

    @Test
    void applyingCreatesThenUpdates(Space space) {
        Json made = space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue"))
                .ok(201);
        assertThat(made.get("data")).isEqualTo(Json.object("wall", "blue"));
        Json updated = space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: red"))
                .ok(200);
        assertThat(updated.get("data")).isEqualTo(Json.object("wall", "red"));
    }

    @Test
    void applyingTheSameAgainChangesNothing(Space space) {
        Json first = space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue"))
                .ok(201);
        assertThat(space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue"))
                        .ok(200))
                .isEqualTo(first);
    }

    @Test
    void applyingNeedsAManager(Space space) {
        space.patch(CONFIG_MAP, "c", Call.APPLY_PATCH, COLOURS.formatted("wall: blue"))
                .refused(422, "Invalid")
                .saying("fieldManager: Required value: is required for apply patch");
    }

    @Test
    void whatAManagerNoLongerSaysIsRemoved(Space space) {
        space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue, door: white"))
                .ok(201);
        space.merge(CONFIG_MAP, "c", "{\"data\":{\"roof\":\"black\"}}");
        Json updated = space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue"))
                .ok(200);
        assertThat(updated.get("data")).isEqualTo(Json.object("wall", "blue", "roof", "black"));
    }

    @Test
    void whatTwoManagersSaidStaysUntilBothNoLongerDo(Space space) {
        space.apply(CONFIG_MAP, "c", "one", COLOURS.formatted("wall: blue, door: white"))
                .ok(201);
        space.apply(CONFIG_MAP, "c", "two", COLOURS.formatted("wall: blue")).ok(200);
        Json still = space.apply(CONFIG_MAP, "c", "one", COLOURS.formatted("door: white"))
                .ok(200);
        assertThat(still.get("data")).isEqualTo(Json.object("wall", "blue", "door", "white"));
        Json gone = space.apply(CONFIG_MAP, "c", "two", COLOURS.formatted("")).ok(200);
        assertThat(gone.get("data")).isEqualTo(Json.object("door", "white"));
    }

    @Test
    void anotherManagersValueIsAConflictThatNamesBoth(Space space) {
        space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue")).ok(201);
        Answer.Refused refused = space.apply(CONFIG_MAP, "c", "owner", COLOURS.formatted("wall: red"))
                .refused(409, "Conflict");
        refused.saying("Apply failed with 1 conflict: conflict with \"painter\": .data.wall")
                .causedBy("FieldManagerConflict", ".data.wall");
        assertThat(refused.details().get("causes").get(0).get("message"))
                .isEqualTo(Json.of("conflict with \"painter\""));
        assertThat(space.get(CONFIG_MAP, "c").get("data")).isEqualTo(Json.object("wall", "blue"));
    }

    @Test
    void severalConflictsAreListedByManager(Space space) {
        space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue, door: blue"))
                .ok(201);
        space.patch(CONFIG_MAP, "c", Call.MERGE_PATCH, "{\"data\":{\"roof\":\"black\"}}")
                .with("fieldManager", "roofer")
                .ok(200);
        space.apply(CONFIG_MAP, "c", "owner", COLOURS.formatted("wall: red, door: red, roof: red"))
                .refused(409, "Conflict")
                .saying(
                        "Apply failed with 3 conflicts: conflicts with \"painter\":\n- .data.door\n- .data.wall",
                        "conflicts with \"roofer\" using v1:\n- .data.roof");
    }

    @Test
    void forceTakesTheFieldOver(Space space) {
        space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue, door: white"))
                .ok(201);
        Json taken = space.apply(CONFIG_MAP, "c", "owner", COLOURS.formatted("wall: red"))
                .with("force", true)
                .ok(200);
        assertThat(taken.get("data")).isEqualTo(Json.object("wall", "red", "door", "white"));
        assertThat(fieldsOf(taken, "owner", "Apply")).isEqualTo(owned("data", "wall"));
        assertThat(fieldsOf(taken, "painter", "Apply")).isEqualTo(owned("data", "door"));
    }

    @Test
    void theSameValueIsSharedWithoutConflict(Space space) {
        space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue")).ok(201);
        Json shared = space.apply(CONFIG_MAP, "c", "owner", COLOURS.formatted("wall: blue"))
                .ok(200);
        assertThat(fieldsOf(shared, "owner", "Apply")).isEqualTo(owned("data", "wall"));
        assertThat(fieldsOf(shared, "painter", "Apply")).isEqualTo(owned("data", "wall"));
    }

    @Test
    void anUpdateTakesOwnershipOfWhatItChanges(Space space) {
        space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue, door: white"))
                .ok(201);
        Json updated = space.patch(CONFIG_MAP, "c", Call.MERGE_PATCH, "{\"data\":{\"wall\":\"red\"}}")
                .with("fieldManager", "hand")
                .ok(200);
        assertThat(fieldsOf(updated, "painter", "Apply")).isEqualTo(owned("data", "door"));
        assertThat(fieldsOf(updated, "hand", "Update"))
                .isEqualTo(Json.object("f:data", Json.object("f:wall", Json.EMPTY_OBJECT)));
        space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue, door: white"))
                .refused(409, "Conflict")
                .saying("conflict with \"hand\" using v1");
    }

    @Test
    void managedFieldsTellManagerOperationVersionTimeAndFields(Space space) {
        Json made = space.all("POST", ROLLOUT)
                .with("fieldManager", "creator")
                .body(Given.rollout("shop"))
                .ok(201);
        Json status = space.patch(ROLLOUT, "shop/status", Call.MERGE_PATCH, "{\"status\":{\"replicas\":1}}")
                .with("fieldManager", "observer")
                .ok(200);

        assertThat(made.at("metadata", "managedFields").size()).isEqualTo(1);
        Json creator = status.at("metadata", "managedFields").get(0);
        assertThat(creator.members().keySet())
                .containsExactlyInAnyOrder("manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1");
        assertThat(creator.get("manager")).isEqualTo(Json.of("creator"));
        assertThat(creator.get("operation")).isEqualTo(Json.of("Update"));
        assertThat(creator.get("apiVersion")).isEqualTo(Json.of("argoproj.io/v1alpha1"));
        assertThat(creator.get("fieldsType")).isEqualTo(Json.of("FieldsV1"));
        assertThat(creator.at("fieldsV1", "f:spec", "f:replicas")).isEqualTo(Json.EMPTY_OBJECT);
        assertThat(creator.at("fieldsV1", "f:spec", "f:strategy", "f:canary", "f:steps"))
                .isEqualTo(Json.EMPTY_OBJECT);
        assertThat(creator.at("fieldsV1", "f:spec", "f:template", "f:spec", "f:containers")
                        .members())
                .as("containers are known by their names")
                .containsKeys(".", "k:{\"name\":\"shop\"}");

        Json observer = status.at("metadata", "managedFields").get(1);
        assertThat(observer.get("manager")).isEqualTo(Json.of("observer"));
        assertThat(observer.get("subresource")).isEqualTo(Json.of("status"));
        assertThat(observer.get("fieldsV1")).isEqualTo(Json.parse("{\"f:status\":{\".\":{},\"f:replicas\":{}}}"));
    }

    @Test
    void whoCreatesOwnsEveryFieldAndNoneOfTheServersOwn(Space space) {
        Json labelled = Given.labelled(Given.configMap("c"), "tier", "front");
        assertThat(space.create(CONFIG_MAP, labelled)
                        .at("metadata", "managedFields")
                        .get(0)
                        .get("fieldsV1"))
                .isEqualTo(Json.parse("""
                        {"f:data":{".":{},"f:colour":{}},"f:metadata":{"f:labels":{".":{},"f:tier":{}}}}"""));
        Json run = space.create(Kind.ANALYSIS_RUN, Given.analysisRun("run"));
        assertThat(run.at("metadata", "managedFields").get(0).get("fieldsV1"))
                .isEqualTo(Json.parse("{\"f:spec\":{\".\":{},\"f:metrics\":{}}}"));
    }

    @Test
    void withoutAManagerTheUserAgentIsTaken(Space space) {
        Json made = space.create(CONFIG_MAP, Given.configMap("c"));
        assertThat(made.at("metadata", "managedFields").get(0).get("manager")).isEqualTo(Json.of(Http.USER_AGENT));
    }

    @Test
    void managedFieldsCanBeEmptied(Space space) {
        space.create(CONFIG_MAP, Given.configMap("c"));
        Json emptied = space.merge(CONFIG_MAP, "c", "{\"metadata\":{\"managedFields\":[{}]}}");
        assertThat(emptied.at("metadata", "managedFields").elements()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLICA_SET", "ROLLOUT"})
    void listsWithKeysMergeByKeyAndLeaveOthersElementsAlone(Kind kind, Space space) {
        String container = """
                apiVersion: %s
                kind: %s
                metadata: {name: shop}
                spec:
                  %s
                  template:
                    spec:
                      containers:
                        - %s
                """;
        String selector = "selector: {matchLabels: {app: shop}}";
        Json given = kind == ROLLOUT ? Given.rollout("shop") : Given.replicaSet("shop");
        space.all("POST", kind).with("fieldManager", "base").body(given).ok(201);
        String kindName = kind == ROLLOUT ? "Rollout" : "ReplicaSet";
        space.apply(
                        kind,
                        "shop",
                        "meshed",
                        container.formatted(kind.apiVersion, kindName, selector, "{name: proxy, image: 'proxy:1'}"))
                .ok(200);
        Json both = space.apply(
                        kind,
                        "shop",
                        "meshed",
                        container.formatted(kind.apiVersion, kindName, selector, "{name: proxy, image: 'proxy:2'}"))
                .ok(200);
        assertThat(images(both)).containsExactly("shop:blue", "proxy:2");

        Json without = space.apply(kind, "shop", "meshed", """
                        apiVersion: %s
                        kind: %s
                        metadata: {name: shop}
                        spec: {%s}
                        """.formatted(kind.apiVersion, kindName, selector))
                .ok(200);
        assertThat(images(without)).containsExactly("shop:blue");
    }

    private static List<String> images(Json workload) {
        return workload.at("spec", "template", "spec", "containers").elements().stream()
                .map(Space.member("image"))
                .toList();
    }

    @Test
    void aListWithoutKeysBelongsToOneManager(Space space) {
        space.all("POST", ROLLOUT)
                .with("fieldManager", "base")
                .body(Given.rollout("shop"))
                .ok(201);
        space.apply(ROLLOUT, "shop", "other", """
                        apiVersion: argoproj.io/v1alpha1
                        kind: Rollout
                        metadata: {name: shop}
                        spec: {strategy: {canary: {steps: [{setWeight: 99}]}}}
                        """)
                .refused(409, "Conflict")
                .saying("conflict with \"base\" using argoproj.io/v1alpha1: .spec.strategy.canary.steps")
                .causedBy("FieldManagerConflict", ".spec.strategy.canary.steps");
    }

    @Test
    void anAppliedObjectIsDefaultedAndValidatedAsAnyOther(Space space) {
        String rollout = """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: shop}
                spec:
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: %s
                """;
        String good = "{containers: [{name: shop, image: 'shop:blue', ports: [{containerPort: 80}]}]}";
        Json made =
                space.apply(ROLLOUT, "shop", "painter", rollout.formatted(good)).ok(201);
        assertThat(made.at("spec", "template", "spec", "containers")
                        .get(0)
                        .get("ports")
                        .get(0)
                        .get("protocol"))
                .isEqualTo(Json.of("TCP"));
        space.apply(ROLLOUT, "shop", "painter", rollout.formatted("{dnsPolicy: Default}"))
                .refused(422, "Invalid")
                .saying("spec.template.spec.containers: Required value")
                .causedBy("FieldValueRequired", "spec.template.spec.containers");
    }

    @Test
    void theStatusIsAppliedThroughItsOwnPath(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        String status = """
                apiVersion: argoproj.io/v1alpha1
                kind: Rollout
                metadata: {name: shop}
                status: {replicas: 3}
                """;
        Json applied = space.apply(ROLLOUT, "shop/status", "observer", status).ok(200);
        assertThat(applied.at("status", "replicas")).isEqualTo(Json.of(3));
        assertThat(fieldsOf(applied, "observer", "Apply")).isEqualTo(Json.parse("{\"f:status\":{\"f:replicas\":{}}}"));
    }

    @Test
    void theVersionGuardsAnApplyToo(Space space) {
        Json made = space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue"))
                .ok(201);
        space.merge(CONFIG_MAP, "c", "{\"data\":{\"roof\":\"black\"}}");
        space.apply(CONFIG_MAP, "c", "painter", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: c, resourceVersion: '%s'}
                        data: {wall: red}
                        """.formatted(Space.versionOf(made)))
                .refused(409, "Conflict");
    }

    @Test
    void anAppliedObjectSaysItsKindAndCarriesNoManagedFields(Space space) {
        space.apply(CONFIG_MAP, "c", "painter", "{metadata: {name: c}, data: {wall: blue}}")
                .refused(400, "BadRequest");
        space.apply(CONFIG_MAP, "c", "painter", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: c, managedFields: [{manager: x, operation: Apply, apiVersion: v1}]}
                        """)
                .refused(400, "BadRequest")
                .saying("metadata.managedFields must be nil");
    }

    @Test
    void aDryRunOfAnApplyFindsConflictsAndStoresNothing(Space space) {
        Json made = space.apply(CONFIG_MAP, "c", "painter", COLOURS.formatted("wall: blue"))
                .ok(201);
        space.apply(CONFIG_MAP, "c", "owner", COLOURS.formatted("wall: red"))
                .with("dryRun", "All")
                .refused(409, "Conflict");
        Json tried = space.apply(CONFIG_MAP, "c", "owner", COLOURS.formatted("wall: red"))
                .with("dryRun", "All")
                .with("force", true)
                .ok(200);
        assertThat(tried.get("data")).isEqualTo(Json.object("wall", "red"));
        assertThat(space.get(CONFIG_MAP, "c")).isEqualTo(made);
    }

    @Test
    void labelsAndFinalizersAreOwnedOneByOne(Space space) {
        String given = """
                apiVersion: apps/v1
                kind: ReplicaSet
                metadata: {name: set, labels: {%s}}
                spec:
                  selector: {matchLabels: {app: shop}}
                  template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: shop, image: 'shop:blue'}]}}
                  replicas: 0
                """;
        space.apply(REPLICA_SET, "set", "painter", given.formatted("a: '1', b: '2'"))
                .ok(201);
        space.merge(REPLICA_SET, "set", "{\"metadata\":{\"labels\":{\"c\":\"3\"}}}");
        Json updated = space.apply(REPLICA_SET, "set", "painter", given.formatted("a: '1'"))
                .ok(200);
        assertThat(updated.at("metadata", "labels")).isEqualTo(Json.object("a", "1", "c", "3"));
    }

    private static Json owned(String parent, String child) {
        return Json.object("f:" + parent, Json.object("f:" + child, Json.EMPTY_OBJECT));
    }

    private static Json fieldsOf(Json object, String manager, String operation) {
        return object.at("metadata", "managedFields").elements().stream()
                .filter(entry -> entry.get("manager").stringOrEmpty().equals(manager)
                        && entry.get("operation").stringOrEmpty().equals(operation))
                .findFirst()
                .map(entry -> entry.get("fieldsV1"))
                .orElse(Json.MISSING);
    }
}
