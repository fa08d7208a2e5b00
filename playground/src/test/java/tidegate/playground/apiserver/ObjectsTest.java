package tidegate.playground.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.apiserver.Http.Answer;
import tidegate.playground.apiserver.tree.Tree;

/** Creating, changing and deleting objects, as raw HTTP. */
class ObjectsTest {
    private static EmbeddedApi api;
    private static Http http;
    private static int spaces;
    private String core;
    private String apps;

    @BeforeAll
    static void start() {
        api = EmbeddedApi.start();
        http = new Http(api.server());
    }

    @AfterAll
    static void stop() {
        http.close();
        api.close();
    }

    @BeforeEach
    void aNamespace(TestInfo test) {
        String name = "ns-" + ++spaces;
        assertThat(http.post("/api/v1/namespaces", "metadata: {name: " + name + "}")
                        .code())
                .as(test.getDisplayName())
                .isEqualTo(201);
        core = "/api/v1/namespaces/" + name + "/";
        apps = "/apis/apps/v1/namespaces/" + name + "/";
    }

    private static final String WEB = """
            apiVersion: apps/v1
            kind: ReplicaSet
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: c, image: "nginx:1", ports: [{containerPort: 80}]}]}
            """;

    @Test
    void createdObjectReadsBackWithWhatTheServerAdds() {
        Answer created = http.post(core + "configmaps", "metadata: {name: a}\ndata: {k: v}");
        assertThat(created.code()).isEqualTo(201);
        assertThat(created.text("metadata", "uid")).isNotEmpty();
        assertThat(created.text("metadata", "creationTimestamp")).endsWith("Z");
        assertThat(created.text("kind")).isEqualTo("ConfigMap");
        assertThat(http.get(core + "configmaps/a").body()).isEqualTo(created.body());
    }

    @Test
    void secondCreateOfANameIsRefusedAsAlreadyExists() {
        http.post(core + "configmaps", "metadata: {name: a}");
        Answer again = http.post(core + "configmaps", "metadata: {name: a}");
        assertThat(again.code()).isEqualTo(409);
        assertThat(again.reason()).isEqualTo("AlreadyExists");
        assertThat(again.message()).isEqualTo("configmaps \"a\" already exists");
    }

    @Test
    void replaceWithAnOldVersionIsAConflictInTheKnownWords() {
        Answer first = http.post(core + "configmaps", "metadata: {name: a}");
        http.patch(core + "configmaps/a", Http.MERGE, "{\"data\":{\"x\":\"1\"}}");
        Answer stale = http.put(core + "configmaps/a", first.body().toString());
        assertThat(stale.code()).isEqualTo(409);
        assertThat(stale.reason()).isEqualTo("Conflict");
        assertThat(stale.message())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                        + " please apply your changes to the latest version and try again");
    }

    @Test
    void templateIsDefaultedOnCreateAndGenerationStartsAtOne() {
        Answer set = http.post(apps + "replicasets", WEB);
        assertThat(set.number("spec", "replicas")).isEqualTo(1);
        assertThat(set.number("metadata", "generation")).isEqualTo(1);
        assertThat(set.text("spec", "template", "spec", "dnsPolicy")).isEqualTo("ClusterFirst");
        assertThat(Tree.objectsAt(set.body(), "spec", "template", "spec", "containers")
                        .getFirst()
                        .toString())
                .contains("\"imagePullPolicy\":\"IfNotPresent\"", "\"protocol\":\"TCP\"");
    }

    @Test
    void statusPathChangesTheStatusAloneAndKeepsTheGeneration() {
        http.post(apps + "replicasets", WEB);
        Answer status = http.patch(
                apps + "replicasets/web/status", Http.MERGE, "{\"spec\":{\"replicas\":9},\"status\":{\"replicas\":1}}");
        assertThat(status.number("status", "replicas")).isEqualTo(1);
        assertThat(status.number("spec", "replicas")).isEqualTo(1);
        assertThat(status.number("metadata", "generation")).isEqualTo(1);
        Answer scaled = http.patch(
                apps + "replicasets/web", Http.MERGE, "{\"spec\":{\"replicas\":2},\"status\":{\"replicas\":7}}");
        assertThat(scaled.number("status", "replicas")).isEqualTo(1);
        assertThat(scaled.number("metadata", "generation")).isEqualTo(2);
    }

    @Test
    void patchThatChangesNothingKeepsTheResourceVersion() {
        http.post(apps + "replicasets", WEB);
        Answer once = http.patch(apps + "replicasets/web", Http.MERGE, "{\"spec\":{\"replicas\":2}}");
        Answer twice = http.patch(apps + "replicasets/web", Http.MERGE, "{\"spec\":{\"replicas\":2}}");
        assertThat(twice.text("metadata", "resourceVersion")).isEqualTo(once.text("metadata", "resourceVersion"));
    }

    @Test
    void scalePathShowsAndChangesReplicas() {
        http.post(apps + "replicasets", WEB);
        assertThat(http.get(apps + "replicasets/web/scale").text("status", "selector"))
                .isEqualTo("app=web");
        Answer scaled = http.patch(apps + "replicasets/web/scale", Http.MERGE, "{\"spec\":{\"replicas\":4}}");
        assertThat(scaled.text("kind")).isEqualTo("Scale");
        assertThat(http.get(apps + "replicasets/web").number("spec", "replicas"))
                .isEqualTo(4);
    }

    @Test
    void dryRunAnswersAsIfAndStoresNothing() {
        Answer dry = http.post(core + "configmaps?dryRun=All", "metadata: {name: a}");
        assertThat(dry.code()).isEqualTo(201);
        assertThat(http.get(core + "configmaps/a").code()).isEqualTo(404);
    }

    @Test
    void podOnANodeIsDeletedGracefullyAndGoneOnceItsGraceIsZero() {
        http.post(core + "pods", "metadata: {name: p}\nspec: {containers: [{name: c, image: x}]}");
        http.post(core + "pods/p/binding", "metadata: {name: p}\ntarget: {name: node-1}");
        Answer first = http.delete(core + "pods/p");
        assertThat(first.number("metadata", "deletionGracePeriodSeconds")).isEqualTo(30);
        assertThat(http.get(core + "pods/p").code()).isEqualTo(200);
        http.delete(core + "pods/p", "{\"gracePeriodSeconds\":0}");
        assertThat(http.get(core + "pods/p").code()).isEqualTo(404);
    }

    @Test
    void finalizerKeepsADeletedObjectUntilItIsRemoved() {
        http.post(core + "configmaps", "metadata: {name: a, finalizers: [example.com/wait]}");
        assertThat(http.delete(core + "configmaps/a").text("metadata", "deletionTimestamp"))
                .isNotEmpty();
        assertThat(http.get(core + "configmaps/a").code()).isEqualTo(200);
        http.patch(core + "configmaps/a", Http.MERGE, "{\"metadata\":{\"finalizers\":null}}");
        assertThat(http.get(core + "configmaps/a").code()).isEqualTo(404);
    }

    @Test
    void watchFromAListSeesEachChangeOnceAndInOrder() {
        String version = http.get(core + "configmaps").text("metadata", "resourceVersion");
        http.post(core + "configmaps", "metadata: {name: a}");
        http.patch(core + "configmaps/a", Http.MERGE, "{\"data\":{\"x\":\"1\"}}");
        http.delete(core + "configmaps/a");
        try (var events = http.watch(core + "configmaps?watch=true&timeoutSeconds=5&resourceVersion=" + version)) {
            assertThat(events.limit(3).map(event -> Tree.textAt(event, "type")))
                    .containsExactly("ADDED", "MODIFIED", "DELETED");
        }
    }

    @Test
    void watchFromAForgottenVersionIsExpired() {
        String version = http.get(core + "configmaps").text("metadata", "resourceVersion");
        http.post(core + "configmaps", "metadata: {name: a}");
        api.compact();
        try (var events = http.watch(core + "configmaps?watch=true&resourceVersion=" + version)) {
            var first = events.findFirst().orElseThrow();
            assertThat(Tree.textAt(first, "type")).isEqualTo("ERROR");
            assertThat(Tree.longAt(first, 0, "object", "code")).isEqualTo(410);
        }
    }

    @Test
    void pagesShowOneVersionThoughObjectsChangeBetweenThem() {
        for (String name : new String[] {"a", "b", "c"})
            http.post(core + "configmaps", "metadata: {name: " + name + "}");
        Answer first = http.get(core + "configmaps?limit=2");
        assertThat(first.number("metadata", "remainingItemCount")).isEqualTo(1);
        http.delete(core + "configmaps/c");
        Answer second = http.get(core + "configmaps?limit=2&continue=" + first.text("metadata", "continue"));
        assertThat(Tree.objectsAt(second.body(), "items")).hasSize(1);
        assertThat(second.text("metadata", "resourceVersion")).isEqualTo(first.text("metadata", "resourceVersion"));
    }

    @Test
    void everyWriteIsCountedWithItsUserAgent() {
        http.post(core + "configmaps", "metadata: {name: counted}");
        assertThat(api.audit().orElseThrow().writes())
                .anyMatch(write -> write.kind().equals("create configmaps")
                        && write.userAgent().equals("http-test/1.0")
                        && write.code() == 201);
    }
}
