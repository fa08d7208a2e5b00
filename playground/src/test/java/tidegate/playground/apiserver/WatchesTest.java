package tidegate.playground.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;

/** How a watch begins, what it leaves out, and how a client learns how far it has seen. */
class WatchesTest {
    private static EmbeddedApi api;
    private static Http http;
    private static int spaces;
    private String maps;

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
        String name = "watch-" + ++spaces;
        http.post("/api/v1/namespaces", "metadata: {name: " + name + "}");
        maps = "/api/v1/namespaces/" + name + "/configmaps";
    }

    private List<String> types(String query) {
        try (var events = http.watch(maps + "?watch=true&" + query)) {
            return events.map(event -> Tree.textAt(event, "type")).toList();
        }
    }

    @Test
    void watchWithoutAVersionBeginsWithWhatIsThere() {
        http.post(maps, "metadata: {name: a}");
        http.post(maps, "metadata: {name: b}");
        assertThat(types("timeoutSeconds=1")).containsExactly("ADDED", "ADDED");
        assertThat(types("timeoutSeconds=1&resourceVersion=0")).containsExactly("ADDED", "ADDED");
    }

    @Test
    void initialEventsEndWithAMarkedBookmark() {
        http.post(maps, "metadata: {name: a}");
        String query = "timeoutSeconds=5&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan&resourceVersion=";
        try (var events = http.watch(maps + "?watch=true&" + query)) {
            List<JsonNode> first = events.limit(2).toList();
            assertThat(Tree.textAt(first.getFirst(), "type")).isEqualTo("ADDED");
            assertThat(Tree.textAt(first.getLast(), "type")).isEqualTo("BOOKMARK");
            assertThat(Tree.textAt(first.getLast(), "object", "metadata", "annotations", "k8s.io/initial-events-end"))
                    .isEqualTo("true");
        }
    }

    @Test
    void bookmarkAtTheEndOfAQuietWatchMovesItsVersionOn() {
        String version = http.get(maps).text("metadata", "resourceVersion");
        http.post("/api/v1/namespaces/default/secrets", "metadata: {generateName: other-}");
        String query = "?watch=true&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion=" + version;
        try (var events = http.watch(maps + query)) {
            JsonNode last = events.reduce((_, next) -> next).orElseThrow();
            assertThat(Tree.textAt(last, "type")).isEqualTo("BOOKMARK");
            assertThat(Tree.textAt(last, "object", "kind")).isEqualTo("ConfigMap");
        }
    }

    @Test
    void objectThatBeginsAndCeasesToMatchIsAddedAndDeleted() {
        http.post(maps, "metadata: {name: a}");
        String version = http.get(maps).text("metadata", "resourceVersion");
        http.patch(maps + "/a", Http.MERGE, "{\"metadata\":{\"labels\":{\"x\":\"1\"}}}");
        http.patch(maps + "/a", Http.MERGE, "{\"data\":{\"k\":\"v\"}}");
        http.patch(maps + "/a", Http.MERGE, "{\"metadata\":{\"labels\":null}}");
        http.patch(maps + "/a", Http.MERGE, "{\"data\":{\"k\":\"w\"}}");
        assertThat(types("timeoutSeconds=1&labelSelector=x=1&resourceVersion=" + version))
                .containsExactly("ADDED", "MODIFIED", "DELETED");
    }

    @Test
    void listAtAnExactVersionShowsThatVersion() {
        http.post(maps, "metadata: {name: a}");
        String version = http.get(maps).text("metadata", "resourceVersion");
        http.delete(maps + "/a");
        var then = http.get(maps + "?resourceVersion=" + version + "&resourceVersionMatch=Exact");
        assertThat(Tree.listAt(then.body(), "items")).hasSize(1);
        assertThat(then.text("metadata", "resourceVersion")).isEqualTo(version);
        assertThat(Tree.listAt(http.get(maps).body(), "items")).isEmpty();
    }

    @Test
    void versionFromTheFutureIsRefusedOnAListWithTheKnownCause() {
        var future = http.get(maps + "?resourceVersion=99999999");
        assertThat(future.code()).isEqualTo(504);
        assertThat(future.body().toString()).contains("ResourceVersionTooLarge");
    }
}
