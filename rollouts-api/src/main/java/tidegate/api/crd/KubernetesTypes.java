package tidegate.api.crd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tidegate.api.json.Json;

/**
 * The types of Kubernetes that our resources contain: pod template, job and label selector.
 *
 * <p>They are derived from Kubernetes' published OpenAPI by {@code DerivePodSchema} (among the tests) and checked in, so
 * nothing is downloaded to generate. In the file a type refers to another by {@code $ref} and its short name; here every
 * reference is replaced by what it names, as a structural schema demands.
 */
final class KubernetesTypes {
    static final String RESOURCE = "/kubernetes/types.json";

    private final Map<String, Json> definitions;

    private KubernetesTypes(Json file) {
        this.definitions = file.get("definitions").members();
    }

    static KubernetesTypes ofClassPath() {
        try (InputStream file = KubernetesTypes.class.getResourceAsStream(RESOURCE)) {
            if (file == null) throw new IllegalStateException(RESOURCE + ": not on the class path");
            return new KubernetesTypes(Json.parse(file.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    /** @throws IllegalArgumentException if the file has no such type */
    Json schemaOf(String name) {
        Json found = definitions.get(name);
        if (found == null) throw new IllegalArgumentException(name + ": no such type in " + RESOURCE);
        return inlined(found);
    }

    private Json inlined(Json schema) {
        Map<String, Json> written = new LinkedHashMap<>();
        schema.get("$ref")
                .string()
                .ifPresent(name -> written.putAll(schemaOf(name).members()));
        schema.members().forEach((key, value) -> {
            switch (key) {
                case "$ref" -> {}
                case "properties" -> written.put(key, eachInlined(value));
                case "items", "additionalProperties" -> written.put(key, inlined(value));
                default -> written.put(key, value);
            }
        });
        return Json.of(written);
    }

    private Json eachInlined(Json properties) {
        Map<String, Json> written = new LinkedHashMap<>();
        properties.members().forEach((name, schema) -> written.put(name, inlined(schema)));
        return Json.of(written);
    }
}
