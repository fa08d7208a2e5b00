package tidegate.kube.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;

class JsonPatchTest {
    private final Json seen = Json.parse("""
            {"metadata":{"name":"web","resourceVersion":"7","annotations":{"a/b":"1"}},"spec":{"replicas":3}}""");

    private static Json ops(String... operations) {
        return Json.parse("[" + String.join(",", operations) + "]");
    }

    private static final String ON_VERSION_7 =
            "{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\"7\"}";

    @Test
    void namesTheVersionThatTheDecisionWasBasedOnFirst() {
        JsonPatch patch = JsonPatch.against(seen).set(5, "spec", "replicas").build();
        assertThat(patch.body())
                .isEqualTo(ops(ON_VERSION_7, "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":5}"));
    }

    @Test
    void whatIsSoAlreadyIsNotSent() {
        JsonPatch patch = JsonPatch.against(seen)
                .set(3, "spec", "replicas")
                .set("1", "metadata", "annotations", "a/b")
                .remove("metadata", "labels", "x")
                .build();
        assertThat(patch.hasChanges()).isFalse();
    }

    @Test
    void escapesSlashAndTilde() {
        assertThat(JsonPatch.pointer(List.of("metadata", "annotations", "a/b~c")))
                .isEqualTo("/metadata/annotations/a~1b~0c");
    }

    @Test
    void makesTheObjectsThatLeadToAPath() {
        JsonPatch patch = JsonPatch.against(seen)
                .set("x", "metadata", "labels", "one")
                .set("y", "metadata", "labels", "two")
                .build();
        assertThat(patch.body())
                .isEqualTo(ops(
                        ON_VERSION_7,
                        "{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"one\":\"x\"}}",
                        "{\"op\":\"add\",\"path\":\"/metadata/labels/two\",\"value\":\"y\"}"));
    }

    @Test
    void anExplicitNullOnTheWayIsReplaced() {
        Json nulled = Json.parse("{\"metadata\":{\"resourceVersion\":\"7\",\"labels\":null}}");
        assertThat(JsonPatch.against(nulled)
                        .set("x", "metadata", "labels", "one")
                        .build()
                        .body())
                .isEqualTo(ops(
                        ON_VERSION_7, "{\"op\":\"replace\",\"path\":\"/metadata/labels\",\"value\":{\"one\":\"x\"}}"));
    }

    @Test
    void aChangeSeesThoseBeforeIt() {
        JsonPatch patch = JsonPatch.against(seen)
                .remove("metadata", "annotations", "a/b")
                .set("2", "metadata", "annotations", "a/b")
                .build();
        assertThat(patch.body())
                .isEqualTo(ops(
                        ON_VERSION_7,
                        "{\"op\":\"remove\",\"path\":\"/metadata/annotations/a~1b\"}",
                        "{\"op\":\"add\",\"path\":\"/metadata/annotations/a~1b\",\"value\":\"2\"}"));
    }

    @Test
    void canInsistOnOneFieldInsteadOfTheVersion() {
        JsonPatch patch = JsonPatch.unconditionally(seen)
                .expectUnchanged("spec", "replicas")
                .set(4, "spec", "replicas")
                .build();
        assertThat(patch.body())
                .isEqualTo(ops(
                        "{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":3}",
                        "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}"));
    }
}
