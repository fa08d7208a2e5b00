package tidegate.playground.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.apiserver.tree.Tree;

/** What goes with what, in both orders; and the end of namespaces and definitions. */
class GarbageCollectionTest {
    private static EmbeddedApi api;
    private static Http http;
    private static int spaces;
    private String name;
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
        name = "gc-" + ++spaces;
        http.post("/api/v1/namespaces", "metadata: {name: " + name + "}");
        maps = "/api/v1/namespaces/" + name + "/configmaps";
    }

    private String owner() {
        return http.post(maps, "metadata: {name: owner}").text("metadata", "uid");
    }

    private void dependent(String named, String uid, boolean blocks) {
        http.post(maps, """
                metadata:
                  name: %s
                  ownerReferences:
                  - {apiVersion: v1, kind: ConfigMap, name: owner, uid: %s, blockOwnerDeletion: %s}
                """.formatted(named, uid, blocks));
    }

    /** Waits for the event, not for a time. */
    private void awaitDeleted(String named) {
        String one = maps + "?watch=true&timeoutSeconds=10&fieldSelector=metadata.name=" + named;
        try (var events = http.watch(one)) {
            boolean there = http.get(maps + "/" + named).code() == 200;
            if (there)
                assertThat(events.anyMatch(event -> Tree.textAt(event, "type").equals("DELETED")))
                        .isTrue();
        }
        assertThat(http.get(maps + "/" + named).code()).isEqualTo(404);
    }

    @Test
    void dependentGoesAfterItsOwner() {
        dependent("d", owner(), false);
        http.delete(maps + "/owner");
        awaitDeleted("d");
    }

    @Test
    void dependentOfAnOwnerThatIsGoneAlreadyGoesToo() {
        String uid = owner();
        http.delete(maps + "/owner");
        dependent("late", uid, false);
        awaitDeleted("late");
    }

    @Test
    void orphaningLeavesTheDependentWithoutOwner() {
        dependent("d", owner(), false);
        http.delete(maps + "/owner", "{\"propagationPolicy\":\"Orphan\"}");
        awaitDeleted("owner");
        assertThat(Tree.at(http.get(maps + "/d").body(), "metadata", "ownerReferences"))
                .isNull();
    }

    @Test
    void foregroundDeletionKeepsTheOwnerUntilWhatBlocksItIsGone() {
        dependent("d", owner(), true);
        http.patch(maps + "/d", Http.MERGE, "{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}");
        http.delete(maps + "/owner", "{\"propagationPolicy\":\"Foreground\"}");
        assertThat(http.get(maps + "/owner").body().toString()).contains("foregroundDeletion");
        http.patch(maps + "/d", Http.MERGE, "{\"metadata\":{\"finalizers\":null}}");
        awaitDeleted("d");
        awaitDeleted("owner");
    }

    @Test
    void dependentWithAnotherLivingOwnerStaysAndLosesTheReference() {
        String gone = owner();
        String stays = http.post(maps, "metadata: {name: stays}").text("metadata", "uid");
        http.post(maps, """
                metadata:
                  name: d
                  ownerReferences:
                  - {apiVersion: v1, kind: ConfigMap, name: owner, uid: %s}
                  - {apiVersion: v1, kind: ConfigMap, name: stays, uid: %s}
                """.formatted(gone, stays));
        String version = http.get(maps + "/d").text("metadata", "resourceVersion");
        http.delete(maps + "/owner");
        String changes =
                maps + "?watch=true&timeoutSeconds=10&fieldSelector=metadata.name=d&resourceVersion=" + version;
        try (var events = http.watch(changes)) {
            var changed = events.findFirst().orElseThrow();
            assertThat(Tree.objectsAt(changed, "object", "metadata", "ownerReferences"))
                    .hasSize(1);
        }
    }

    @Test
    void namespaceTakesItsContentWithIt() {
        http.post(maps, "metadata: {name: a}");
        String version = http.get("/api/v1/namespaces").text("metadata", "resourceVersion");
        assertThat(http.delete("/api/v1/namespaces/" + name).text("status", "phase"))
                .isEqualTo("Terminating");
        String watch = "/api/v1/namespaces?watch=true&timeoutSeconds=10&fieldSelector=metadata.name=" + name
                + "&resourceVersion=" + version;
        try (var events = http.watch(watch)) {
            assertThat(events.anyMatch(event -> Tree.textAt(event, "type").equals("DELETED")))
                    .isTrue();
        }
        assertThat(Tree.listAt(http.get(maps).body(), "items")).isEmpty();
    }

    @Test
    void terminatingNamespaceTakesNothingNew() {
        http.post(maps, "metadata: {name: held, finalizers: [example.com/hold]}");
        http.delete("/api/v1/namespaces/" + name);
        var refused = http.post(maps, "metadata: {name: b}");
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message()).contains("because it is being terminated");
    }
}
