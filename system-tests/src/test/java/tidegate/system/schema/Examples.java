package tidegate.system.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tidegate.api.crd.CustomResource;
import tidegate.api.json.Json;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The objects that together set every field of our resources: those that the unit tests of the schemas keep complete. */
final class Examples {
    private static final List<String> FILES = List.of(
            "rollout-canary",
            "rollout-blue-green",
            "rollout-workload",
            "analysistemplate",
            "clusteranalysistemplate",
            "analysisrun",
            "experiment");

    private Examples() {}

    static List<Json> all() {
        return FILES.stream().map(Examples::read).toList();
    }

    static List<Json> of(CustomResource resource) {
        return all().stream()
                .filter(object -> object.get("kind").stringOrEmpty().equals(resource.kind()))
                .toList();
    }

    private static Json read(String name) {
        String file = "/every-field/" + name + ".yaml";
        try (var yaml = Examples.class.getResourceAsStream(file)) {
            return Json.copyOf(new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
