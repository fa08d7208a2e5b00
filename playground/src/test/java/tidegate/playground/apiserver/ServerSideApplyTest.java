package tidegate.playground.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.apiserver.Http.Answer;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** Server-side apply: who owns what, and what that means for the next apply. */
class ServerSideApplyTest {
    private static EmbeddedApi api;
    private static Http http;
    private static int spaces;
    private String maps;
    private String deployments;

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
    void aNamespace() {
        String name = "ssa-" + ++spaces;
        http.post("/api/v1/namespaces", "metadata: {name: " + name + "}");
        maps = "/api/v1/namespaces/" + name + "/configmaps/c";
        deployments = "/apis/apps/v1/namespaces/" + name + "/deployments/web";
    }

    private Answer apply(String path, String manager, String yaml) {
        return http.patch(path + "?fieldManager=" + manager, Http.APPLY, yaml);
    }

    private static String map(String data) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: " + data + "}";
    }

    private static String fieldsOf(Answer answer, String manager) {
        return Tree.objectsAt(answer.body(), "metadata", "managedFields").stream()
                .filter(entry -> Tree.textAt(entry, "manager").equals(manager))
                .map(entry -> String.valueOf(entry.get("fieldsV1")))
                .findFirst()
                .orElse("");
    }

    @Test
    void firstApplyCreatesAndOwnsJustWhatItNames() {
        Answer made = apply(maps, "one", map("{a: x}"));
        assertThat(made.code()).isEqualTo(201);
        assertThat(fieldsOf(made, "one")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
    }

    @Test
    void sameApplyAgainChangesNothing() {
        Answer first = apply(maps, "one", map("{a: x}"));
        Answer second = apply(maps, "one", map("{a: x}"));
        assertThat(second.text("metadata", "resourceVersion")).isEqualTo(first.text("metadata", "resourceVersion"));
    }

    @Test
    void fieldLeftOutOfTheNextApplyIsRemovedUnlessAnotherOwnsIt() {
        apply(maps, "one", map("{a: x, b: x, c: x}"));
        apply(maps, "two", map("{b: x}"));
        Answer after = apply(maps, "one", map("{c: x}"));
        assertThat(String.valueOf(after.body().get("data"))).isEqualTo("{\"b\":\"x\",\"c\":\"x\"}");
    }

    @Test
    void changeOfAnOthersFieldIsAConflictThatNamesItAndForceTakesItOver() {
        apply(maps, "one", map("{a: x}"));
        Answer refused = apply(maps, "two", map("{a: y}"));
        assertThat(refused.code()).isEqualTo(409);
        assertThat(refused.message()).isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .data.a");
        ObjectNode cause = Tree.objectsAt(refused.body(), "details", "causes").getFirst();
        assertThat(cause.toString()).contains("FieldManagerConflict", ".data.a");
        Answer taken = http.patch(maps + "?fieldManager=two&force=true", Http.APPLY, map("{a: y}"));
        assertThat(taken.text("data", "a")).isEqualTo("y");
        assertThat(fieldsOf(taken, "one")).isEmpty();
    }

    @Test
    void updateTakesOwnershipOfWhatItChangesAndTheOwnersNextApplyConflicts() {
        apply(maps, "one", map("{a: x, b: x}"));
        http.patch(maps + "?fieldManager=hand", Http.MERGE, "{\"data\":{\"a\":\"y\"}}");
        Answer seen = http.get(maps);
        assertThat(fieldsOf(seen, "hand")).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
        assertThat(fieldsOf(seen, "one")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
        assertThat(apply(maps, "one", map("{a: x, b: x}")).message())
                .contains("conflict with \"hand\" using v1: .data.a");
    }

    private static String deployment(String containers) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: %s}
                """.formatted(containers);
    }

    @Test
    void listsMergeByTheirKeysAndOthersElementsStay() {
        apply(deployments, "one", deployment("[{name: a, image: 'a:1'}]"));
        Answer both = apply(deployments, "two", deployment("[{name: b, image: 'b:1'}]"));
        assertThat(Tree.objectsAt(both.body(), "spec", "template", "spec", "containers").stream()
                        .map(container -> Tree.textAt(container, "name")))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(fieldsOf(both, "two")).contains("\"k:{\\\"name\\\":\\\"b\\\"}\"");
        Answer less = apply(deployments, "two", deployment("[{name: a, image: 'a:1'}]"));
        assertThat(Tree.objectsAt(less.body(), "spec", "template", "spec", "containers"))
                .hasSize(1);
    }

    @Test
    void statusIsOwnedApartFromTheRest() {
        apply(deployments, "one", deployment("[{name: a, image: 'a:1'}]"));
        http.patch(deployments + "/status?fieldManager=ctl", Http.MERGE, "{\"status\":{\"replicas\":1}}");
        ObjectNode entry = Tree.objectsAt(http.get(deployments).body(), "metadata", "managedFields").stream()
                .filter(each -> Tree.textAt(each, "manager").equals("ctl"))
                .findFirst()
                .orElseThrow();
        assertThat(Tree.textAt(entry, "subresource")).isEqualTo("status");
        assertThat(String.valueOf(entry.get("fieldsV1"))).isEqualTo("{\"f:status\":{\"f:replicas\":{}}}");
    }

    @Test
    void applyWithoutAManagerIsRefused() {
        assertThat(http.patch(maps, Http.APPLY, map("{a: x}")).code()).isEqualTo(422);
    }

    @Test
    void ownersThatTheClientRewritesCount() {
        apply(maps, "one", map("{a: x}"));
        http.patch(
                maps + "?fieldManager=hand",
                Http.JSON_PATCH,
                "[{\"op\":\"replace\",\"path\":\"/metadata/managedFields/0/manager\",\"value\":\"renamed\"}]");
        assertThat(Tree.listAt(http.get(maps).body(), "metadata", "managedFields").stream()
                        .map(entry -> Tree.textAt(entry, "manager")))
                .isEqualTo(List.of("renamed"));
    }
}
