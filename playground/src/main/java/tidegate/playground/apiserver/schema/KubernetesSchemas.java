package tidegate.playground.apiserver.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of Kubernetes' own kinds, derived from its published OpenAPI by {@code src/script}. */
public final class KubernetesSchemas {
    public static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    /** Published without a shape because their bytes are free. */
    private static final Set<String> FREE = Set.of(
            "io.k8s.apimachinery.pkg.runtime.RawExtension",
            "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON");

    private static final KubernetesSchemas INSTANCE = new KubernetesSchemas();

    private final ObjectNode definitions;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Schema> made = new ConcurrentHashMap<>();

    private KubernetesSchemas() {
        try (InputStream in =
                KubernetesSchemas.class.getResourceAsStream("/tidegate/playground/apiserver/kubernetes-schemas.json")) {
            if (in == null) throw new IllegalStateException("kubernetes-schemas.json is not on the class path");
            definitions = (ObjectNode) JsonMapper.builder().build().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var entry : definitions.properties())
            for (JsonNode gvk : Tree.listAt(entry.getValue(), "x-kubernetes-group-version-kind"))
                names.put(
                        key(Tree.textAt(gvk, "group"), Tree.textAt(gvk, "version"), Tree.textAt(gvk, "kind")),
                        entry.getKey());
    }

    public static KubernetesSchemas published() {
        return INSTANCE;
    }

    private static String key(String group, String version, String kind) {
        return group + '/' + version + '/' + kind;
    }

    /** The definition's name of a kind. */
    public Optional<String> nameOf(String group, String version, String kind) {
        return Optional.ofNullable(names.get(key(group, version, kind)));
    }

    public Optional<Schema> named(String name) {
        if (FREE.contains(name)) return Optional.of(Schema.ANYTHING);
        if (!definitions.has(name)) return Optional.empty();
        return Optional.of(made.computeIfAbsent(name, key -> new Schema(definitions.get(key), this::named)));
    }

    /** @throws IllegalStateException for a kind that was not derived */
    public Schema of(String group, String version, String kind) {
        return nameOf(group, version, kind)
                .flatMap(this::named)
                .orElseThrow(() -> new IllegalStateException("no schema of " + key(group, version, kind)));
    }

    /** A definition as published, for the OpenAPI documents. */
    public Optional<JsonNode> definition(String name) {
        return Optional.ofNullable(definitions.get(name));
    }
}
