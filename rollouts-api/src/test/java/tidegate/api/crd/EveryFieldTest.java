package tidegate.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The objects under {@code every-field} together set every field of our resources. The system tests have the real API
 * store them; here it is made sure that none is forgotten when a field is added.
 */
class EveryFieldTest {
    private static final List<String> FILES = List.of(
            "rollout-canary",
            "rollout-blue-green",
            "rollout-workload",
            "analysistemplate",
            "clusteranalysistemplate",
            "analysisrun",
            "experiment");

    static List<Json> objects() {
        return FILES.stream().map(EveryFieldTest::read).toList();
    }

    static List<CustomResource> resources() {
        return Crds.resources();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void theExamplesSetEveryField(CustomResource resource) {
        List<Json> examples = examplesOf(resource);
        assertThat(Place.allIn(resource))
                .filteredOn(place -> examples.stream()
                        .allMatch(example -> place.valuesIn(example).isEmpty()))
                .as("fields of %s that no example sets", resource.kind())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void theExamplesConformToTheSchema(Json example) {
        String kind = example.get("kind").stringOrEmpty();
        CustomResource resource = Crds.resources().stream()
                .filter(each -> each.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        Json own = example.without("apiVersion").without("kind").without("metadata");
        assertThat(Complaints.about(resource.schema(), own)).isEmpty();
        assertThat(example.get("apiVersion").stringOrEmpty()).isEqualTo(resource.apiVersion());
    }

    @ParameterizedTest
    @MethodSource("resources")
    void everyFieldIsExplained(CustomResource resource) {
        assertThat(Place.allIn(resource)).allSatisfy(place -> {
            if (place.schema() instanceof Schema.ObjectOf object)
                assertThat(object.fields()).extracting(Field::text).allMatch(text -> text.endsWith("."));
        });
    }

    private static List<Json> examplesOf(CustomResource resource) {
        return objects().stream()
                .filter(object -> object.get("kind").stringOrEmpty().equals(resource.kind()))
                .toList();
    }

    private static Json read(String name) {
        String file = "/every-field/" + name + ".yaml";
        try (var yaml = EveryFieldTest.class.getResourceAsStream(file)) {
            return Json.copyOf(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
