package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.conformance.Kind.CONFIG_MAP;
import static tidegate.system.conformance.Kind.DEPLOYMENT;
import static tidegate.system.conformance.Kind.POD;
import static tidegate.system.conformance.Kind.REPLICA_SET;
import static tidegate.system.conformance.Kind.ROLLOUT;
import static tidegate.system.conformance.Kind.SERVICE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.system.bench.Yaml;

/** The forms in which objects travel: JSON, YAML, tables, metadata only; and what is no form at all. */
@ExtendWith(ConformanceExtension.class)
class RepresentationTest {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final String TABLE_OR_JSON = TABLE + ",application/json";
    private static final String METADATA = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    private static final String METADATA_LIST = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    record Columns(Kind kind, List<String> shown, List<String> wide) {
        @Override
        public String toString() {
            return kind.plural;
        }
    }

    static final List<Columns> columns = List.of(
            new Columns(ROLLOUT, List.of("Name", "Desired", "Current", "Up-to-date", "Available", "Age"), List.of()),
            new Columns(Kind.ANALYSIS_RUN, List.of("Name", "Status", "Age"), List.of()),
            new Columns(Kind.EXPERIMENT, List.of("Name", "Status", "Age"), List.of()),
            new Columns(Kind.ANALYSIS_TEMPLATE, List.of("Name", "Age"), List.of()),
            new Columns(
                    REPLICA_SET,
                    List.of("Name", "Desired", "Current", "Ready", "Age"),
                    List.of("Containers", "Images", "Selector")),
            new Columns(
                    POD,
                    List.of("Name", "Ready", "Status", "Restarts", "Age"),
                    List.of("IP", "Node", "Nominated Node", "Readiness Gates")),
            new Columns(
                    SERVICE,
                    List.of("Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age"),
                    List.of("Selector")),
            new Columns(
                    DEPLOYMENT,
                    List.of("Name", "Ready", "Up-to-date", "Available", "Age"),
                    List.of("Containers", "Images", "Selector")),
            new Columns(CONFIG_MAP, List.of("Name", "Data", "Age"), List.of()));

    @ParameterizedTest
    @FieldSource("columns")
    void aTableHasTheColumnsThatKubectlShows(Columns expected, Space space) {
        Json table = space.all("GET", expected.kind()).accepting(TABLE).ok(200);
        assertThat(table.get("kind")).isEqualTo(Json.of("Table"));
        assertThat(table.get("apiVersion")).isEqualTo(Json.of("meta.k8s.io/v1"));
        assertThat(columnsOfPriority(table, 0)).isEqualTo(expected.shown());
        assertThat(columnsOfPriority(table, 1)).isEqualTo(expected.wide());
    }

    private static List<String> columnsOfPriority(Json table, int priority) {
        return table.get("columnDefinitions").elements().stream()
                .filter(column -> column.get("priority").equals(Json.of(priority)))
                .map(Space.member("name"))
                .toList();
    }

    @Test
    void theTableOfARolloutShowsWhatItsColumnsPointAt(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        space.merge(ROLLOUT, "shop/status", "{\"status\":{\"replicas\":4,\"updatedReplicas\":1}}");
        Json table = space.all("GET", ROLLOUT).accepting(TABLE_OR_JSON).ok(200);
        List<Json> cells = cellsOf(table);
        assertThat(cells.subList(0, 5)).containsExactly(Json.of("shop"), Json.of(5), Json.of(4), Json.of(1), Json.NULL);
        assertThat(cells.get(5).stringOrEmpty()).matches("\\d+s");
        Json object = table.get("rows").get(0).get("object");
        assertThat(object.get("kind")).isEqualTo(Json.of("PartialObjectMetadata"));
        assertThat(object.get("apiVersion")).isEqualTo(Json.of("meta.k8s.io/v1"));
        assertThat(object.get("metadata")).isEqualTo(space.get(ROLLOUT, "shop").get("metadata"));
        assertThat(Space.versionOf(table)).isNotEmpty();
    }

    @Test
    void theObjectsOfATableAreIncludedAsAskedFor(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Call call = space.one("GET", ROLLOUT, "shop").accepting(TABLE);
        Json whole = call.with("includeObject", "Object").ok(200);
        assertThat(whole.get("rows").get(0).get("object")).isEqualTo(space.get(ROLLOUT, "shop"));
        Json none = call.with("includeObject", "None").ok(200);
        assertThat(none.get("rows").get(0).get("object").isNullOrMissing()).isTrue();
    }

    @Test
    void theTableOfAPodSumsUpItsContainers(Space space) {
        space.create(POD, Given.pod("shop"));
        assertThat(texts(cellsOf(space.one("GET", POD, "shop").accepting(TABLE).ok(200)))
                        .subList(0, 4))
                .containsExactly("shop", "0/1", "Pending", "0");
        DeletionTest.bind(space, "shop", "node-1");
        space.merge(POD, "shop/status", """
                {"status":{"phase":"Running","podIP":"10.1.2.3","podIPs":[{"ip":"10.1.2.3"}],
                 "conditions":[{"type":"Ready","status":"True"}],
                 "containerStatuses":[{"name":"shop","image":"shop:blue","imageID":"","ready":true,"restartCount":2,
                   "state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}]}}""");
        List<String> running =
                texts(cellsOf(space.one("GET", POD, "shop").accepting(TABLE).ok(200)));
        assertThat(running.subList(0, 4)).containsExactly("shop", "1/1", "Running", "2");
        assertThat(running.subList(5, 7)).containsExactly("10.1.2.3", "node-1");

        space.merge(POD, "shop/status", """
                {"status":{"phase":"Pending","containerStatuses":[{"name":"shop","image":"shop:blue","imageID":"",
                 "ready":false,"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff"}}}]}}""");
        assertThat(texts(cellsOf(space.one("GET", POD, "shop").accepting(TABLE).ok(200)))
                        .subList(1, 3))
                .containsExactly("0/1", "ImagePullBackOff");

        space.one("DELETE", POD, "shop").ok(200);
        assertThat(texts(cellsOf(space.one("GET", POD, "shop").accepting(TABLE).ok(200)))
                        .get(2))
                .isEqualTo("Terminating");
    }

    @Test
    void theTableOfAReplicaSetCountsItsPods(Space space) {
        space.create(REPLICA_SET, Given.replicaSet("set"));
        List<Json> cells =
                cellsOf(space.all("GET", REPLICA_SET).accepting(TABLE).ok(200));
        assertThat(cells.subList(0, 4)).containsExactly(Json.of("set"), Json.of(0), Json.of(0), Json.of(0));
        assertThat(texts(cells).subList(5, 8)).containsExactly("shop", "shop:blue", "app=shop");
    }

    @Test
    void aWatchedTableRepeatsNoColumns(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        Call call = space.all("GET", ROLLOUT).accepting(TABLE_OR_JSON);
        try (Watching watch = call.watch()) {
            Json first = watch.next().object();
            assertThat(first.get("kind")).isEqualTo(Json.of("Table"));
            assertThat(first.get("columnDefinitions").size()).isEqualTo(6);
            space.merge(ROLLOUT, "shop", "{\"spec\":{\"replicas\":6}}");
            Json second = watch.next().object();
            assertThat(second.get("columnDefinitions").isEmpty()).isTrue();
            assertThat(cellsOf(second).get(1)).isEqualTo(Json.of(6));
        }
    }

    private static List<Json> cellsOf(Json table) {
        return table.get("rows").get(0).get("cells").elements();
    }

    private static List<String> texts(List<Json> cells) {
        return cells.stream()
                .map(cell -> cell.string().orElseGet(cell::toString))
                .toList();
    }

    @Test
    void anObjectCanTravelWithItsMetadataOnly(Space space) {
        Json made = space.create(ROLLOUT, Given.rollout("shop"));
        Json partial = space.one("GET", ROLLOUT, "shop").accepting(METADATA).ok(200);
        assertThat(partial)
                .isEqualTo(Json.object(
                        "kind",
                        "PartialObjectMetadata",
                        "apiVersion",
                        "meta.k8s.io/v1",
                        "metadata",
                        made.get("metadata")));
        Json list = space.all("GET", ROLLOUT).accepting(METADATA_LIST).ok(200);
        assertThat(list.get("kind")).isEqualTo(Json.of("PartialObjectMetadataList"));
        assertThat(list.get("items")).isEqualTo(Json.array(partial));
        space.all("GET", ROLLOUT).accepting(METADATA).refused(406, "NotAcceptable");
    }

    @Test
    void aWatchCanTellOfMetadataOnly(Space space) {
        space.create(ROLLOUT, Given.rollout("shop"));
        try (Watching watch = space.all("GET", ROLLOUT).accepting(METADATA).watch()) {
            assertThat(watch.expect("ADDED", "shop").members().keySet())
                    .containsExactlyInAnyOrder("kind", "apiVersion", "metadata");
        }
    }

    @Test
    void anObjectCanTravelAsYaml(Space space) {
        Answer answer = space.all("POST", ROLLOUT)
                .accepting(Call.YAML)
                .body(Call.YAML, """
                        apiVersion: argoproj.io/v1alpha1
                        kind: Rollout
                        metadata:
                          name: shop
                          annotations: {answer: "yes", number: '0123'}
                        spec:
                          replicas: 2
                          template:
                            metadata: {labels: {app: shop}}
                            spec: {containers: [{name: shop, image: 'shop:blue', command: [sh, -c, "a\\nb"]}]}
                        """)
                .send();
        assertThat(answer.code()).as(answer.toString()).isEqualTo(201);
        assertThat(answer.contentType()).isEqualTo(Call.YAML);
        assertThat(Yaml.one(answer.text()).without("metadata"))
                .isEqualTo(space.get(ROLLOUT, "shop").without("metadata"));
        Json stored = space.get(ROLLOUT, "shop");
        assertThat(stored.at("metadata", "annotations")).isEqualTo(Json.object("answer", "yes", "number", "0123"));
        assertThat(stored.at("spec", "template", "spec", "containers")
                        .get(0)
                        .get("command")
                        .get(2))
                .isEqualTo(Json.of("a\nb"));
    }

    @Test
    void jsonIsTheDefault(Space space) {
        for (String accepted : List.of("*/*", "application/*", "application/json, */*", "application/json;q=0.5")) {
            Answer answer = space.all("GET", CONFIG_MAP).accepting(accepted).send();
            assertThat(answer.contentType()).as(accepted).isEqualTo("application/json");
        }
    }

    @Test
    void otherFormsAreRefused(Space space) {
        space.all("GET", ROLLOUT).accepting("text/html").refused(406, "NotAcceptable");
        space.all("POST", ROLLOUT)
                .body("text/plain", "hello")
                .refused(415, "UnsupportedMediaType")
                .saying("the body of the request was in an unknown format - accepted media types include:"
                        + " application/json, application/yaml");
    }

    @Test
    void whatIsNoObjectIsABadRequest(Space space) {
        for (Kind kind : List.of(ROLLOUT, CONFIG_MAP)) {
            space.all("POST", kind).body(Call.JSON, "{\"metadata\":").refused(400, "BadRequest");
            space.all("POST", kind).body(Call.JSON, "[]").refused(400, "BadRequest");
        }
        space.all("POST", CONFIG_MAP)
                .body(Json.parse("{\"metadata\":{\"name\":\"c\"},\"data\":{\"a\":5}}"))
                .refused(400, "BadRequest")
                .saying("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number");
    }

    @Test
    void anotherKindThanThePathsIsRefused(Space space) {
        space.all("POST", CONFIG_MAP)
                .body(Json.parse("{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"c\"}}"))
                .refused(400, "BadRequest")
                .saying("Secret in version \"v1\" cannot be handled as a ConfigMap");
        space.all("POST", ROLLOUT)
                .body(Given.rollout("shop").with("kind", "Experiment"))
                .refused(422, "Invalid")
                .saying("kind: Invalid value: \"Experiment\": must be Rollout");
        space.all("POST", ROLLOUT)
                .body(Given.rollout("shop").with("apiVersion", "argoproj.io/v1"))
                .refused(400, "BadRequest");
    }

    @Test
    void aBuiltInObjectNeedNotSayItsKind(Space space) {
        Json made = space.create(CONFIG_MAP, "{metadata: {name: c}}");
        assertThat(made.get("kind")).isEqualTo(Json.of("ConfigMap"));
        assertThat(made.get("apiVersion")).isEqualTo(Json.of("v1"));
    }

    @Test
    void whatThePathDoesNotAllowIsSaid(Space space) {
        space.all("PUT", CONFIG_MAP).body(Given.configMap("c")).refused(405, "MethodNotAllowed");
        space.create(CONFIG_MAP, Given.configMap("c"));
        space.one("POST", CONFIG_MAP, "c").body(Given.configMap("c")).refused(405, "MethodNotAllowed");
    }

    @Test
    void theServerSaysThatItIsWell(Space space) {
        for (String path : List.of("/healthz", "/livez", "/readyz"))
            assertThat(space.call("GET", path).send().text()).isEqualTo("ok");
        Json version = space.call("GET", "/version").ok(200);
        assertThat(version.get("gitVersion").stringOrEmpty()).matches("v1\\.\\d+\\.\\d+.*");
        assertThat(version.get("major")).isEqualTo(Json.of("1"));
        assertThat(version.get("minor").stringOrEmpty()).matches("\\d+");
    }
}
