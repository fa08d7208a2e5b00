package tidegate.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    private final Json pod = Json.parse("{\"metadata\":{\"name\":\"a\",\"labels\":{\"x\":\"1\"}},\"n\":5,\"l\":[1,2]}");

    @Test
    void readsAlongPathsAndFindsNothingWithoutFailing() {
        assertThat(pod.at("metadata", "name").string()).contains("a");
        assertThat(pod.at("metadata", "none", "deeper").isMissing()).isTrue();
        assertThat(pod.get("n").integer()).hasValue(5);
        assertThat(pod.get("n").string()).isEmpty();
        assertThat(pod.get("l").get(1).integer()).hasValue(2);
        assertThat(pod.get("l").get(2).isMissing()).isTrue();
        assertThat(pod.at("metadata", "labels").strings()).containsEntry("x", "1");
    }

    @Test
    void aChangeLeavesTheOriginalAlone() {
        Json changed = pod.withAt(List.of("metadata", "labels", "y"), "2");
        assertThat(changed.at("metadata", "labels").strings()).containsKeys("x", "y");
        assertThat(pod.at("metadata", "labels").strings()).containsOnlyKeys("x");
        assertThat(changed.without("l").get("l").isMissing()).isTrue();
    }

    @Test
    void mergePatchFollowsTheRfc() {
        Json patched = pod.merged(Json.parse("{\"metadata\":{\"labels\":{\"x\":null,\"z\":\"3\"}},\"l\":[9]}"));
        assertThat(patched)
                .isEqualTo(Json.parse("{\"metadata\":{\"name\":\"a\",\"labels\":{\"z\":\"3\"}},\"n\":5,\"l\":[9]}"));
    }

    @Test
    void whatIsMissingIsNotWritten() {
        assertThat(Json.object("a", Json.MISSING, "b", null, "c", List.of(1)).toString())
                .isEqualTo("{\"b\":null,\"c\":[1]}");
    }

    @Test
    void brokenTextIsNamedWithItsPlace() {
        assertThatThrownBy(() -> Json.parse("{\"a\":"))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("line 1");
    }
}
