package tidegate.system.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.crd.Crds;
import tidegate.api.crd.CustomResource;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.system.conformance.ApiUnderTest;

/** What an API server makes of our schemas. */
class SchemaConformanceTest {
    private static @Nullable KubeApi calls;
    private static @Nullable SchemaApi api;

    @BeforeAll
    static void start() {
        calls = KubeApi.of(ApiUnderTest.shared().plane().kubeconfig(), "schema-tests");
        api = SchemaApi.prepare(calls, "schema-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @AfterAll
    static void end() {
        if (api != null) api.deleteNamespace();
        if (calls != null) calls.close();
    }

    static List<Json> examples() {
        return Examples.all();
    }

    static List<CustomResource> resources() {
        return Crds.resources();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyFieldIsKnownAndStored(Json example) {
        CustomResource resource = resourceOf(example);
        Json stored = api().store(resource, renamed(example));
        try {
            assertThat(differences("", withoutMetadata(example), withoutMetadata(api().read(resource, stored))))
                    .isEmpty();
        } finally {
            api().delete(resource, stored);
        }
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyMissingFieldAndEveryWrongTypeIsRefusedByName(CustomResource resource) {
        Json stored = api().store(resource, renamed(Examples.of(resource).getFirst()));
        try {
            List<Refusal> refusals = Refusal.of(resource);
            assertThat(refusals).hasSizeGreaterThan(50);
            assertThat(refusals.parallelStream()
                            .flatMap(refusal -> notRefused(refusal, stored).stream())
                            .toList())
                    .isEmpty();
        } finally {
            api().delete(resource, stored);
        }
    }

    @Test
    void theSelectorOfARolloutMayBeAddedButNotChanged() {
        Json withSelector = renamed(Examples.of(Crds.ROLLOUT).getFirst());
        Json without = withSelector.map("spec", spec -> spec.without("selector"));
        Json stored = api().store(Crds.ROLLOUT, without);
        Json added = stored.map("spec", spec -> spec.with("selector", withSelector.at("spec", "selector")));
        api().replace(Crds.ROLLOUT, added);
        Json changed = api().read(Crds.ROLLOUT, stored)
                .withAt(List.of("spec", "selector"), Json.object("matchLabels", Json.object("app", "other")));

        assertThatThrownBy(() -> api().replace(Crds.ROLLOUT, changed))
                .isInstanceOf(ApiFailure.class)
                .hasMessageContaining("spec.selector: Invalid value")
                .hasMessageContaining(".spec.selector is immutable");
        api().delete(Crds.ROLLOUT, stored);
    }

    private static SchemaApi api() {
        return Optional.ofNullable(api).orElseThrow();
    }

    private static CustomResource resourceOf(Json example) {
        String kind = example.get("kind").stringOrEmpty();
        return Crds.resources().stream()
                .filter(resource -> resource.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    /** Under a name of its own: cluster-wide kinds have no namespace to keep tests apart. */
    private static Json renamed(Json example) {
        return example.with("metadata", Json.object("generateName", "every-field-"));
    }

    private static Json withoutMetadata(Json object) {
        return object.without("metadata");
    }

    /** Empty if the API server refused the object and named the field. */
    private static Optional<String> notRefused(Refusal refusal, Json stored) {
        try {
            api().tryOut(refusal, stored);
            return Optional.of(refusal + ": stored");
        } catch (ApiFailure e) {
            boolean named =
                    refusal.field().matcher(String.valueOf(e.getMessage())).find();
            return e.code() == 422 && named ? Optional.empty() : Optional.of(refusal + ": " + e.getMessage());
        }
    }

    /** What the API server took away or changed; what it added by default is not looked at. */
    private static List<String> differences(String path, Json sent, Json read) {
        var found = new ArrayList<String>();
        if (sent.isObject() && read.isObject())
            sent.members().forEach((key, value) -> found.addAll(differences(path + "." + key, value, read.get(key))));
        else if (sent.isArray() && sent.size() == read.size())
            for (int i = 0; i < sent.size(); i++)
                found.addAll(differences(path + "[" + i + "]", sent.get(i), read.get(i)));
        else if (!sent.equals(read)) found.add(path + ": " + sent + " became " + read);
        return found;
    }
}
