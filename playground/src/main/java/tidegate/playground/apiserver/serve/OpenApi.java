package tidegate.playground.apiserver.serve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.resource.Catalog;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.schema.KubernetesSchemas;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI v3 documents, one for each group and version: the paths with what kubectl reads of them (kind, verbs,
 * whether fields can be validated), and the schemas of all kinds that are served.
 */
final class OpenApi {
    private static final String REF = "#/components/schemas/";
    private static final List<String> WRITE_PARAMETERS = List.of("dryRun", "fieldManager", "fieldValidation");

    private final Catalog catalog;
    private final KubernetesSchemas published = KubernetesSchemas.published();

    OpenApi(Catalog catalog) {
        this.catalog = catalog;
    }

    ObjectNode index() {
        ObjectNode index = Tree.object();
        ObjectNode paths = index.putObject("paths");
        for (String group : catalog.groups())
            for (String version : catalog.versions(group)) {
                String path = root(group, version);
                String hash = Integer.toHexString(document(group, version).hashCode());
                paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash);
            }
        return index;
    }

    private static String root(String group, String version) {
        return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
    }

    /** @param path behind {@code /openapi/v3/} */
    ObjectNode document(List<String> path) {
        if (path.size() == 2 && path.getFirst().equals("api") && catalog.serves("", path.get(1)))
            return document("", path.get(1));
        if (path.size() == 3 && path.getFirst().equals("apis") && catalog.serves(path.get(1), path.get(2)))
            return document(path.get(1), path.get(2));
        throw ApiFailure.noSuchResource();
    }

    private ObjectNode document(String group, String version) {
        ObjectNode document = Tree.object();
        document.put("openapi", "3.0.0");
        document.putObject("info").put("title", "Tidegate playground").put("version", "v1.36.3");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = document.putObject("components").putObject("schemas");
        Deque<String> wanted = new ArrayDeque<>();
        for (ResourceType type : catalog.in(group, version)) {
            addPaths(paths, type);
            String name = schemaName(type);
            if (type.custom()) {
                ObjectNode schema = customSchema(type);
                schemas.set(name, schema);
                wanted.addAll(references(schema));
            } else wanted.add(name);
        }
        while (!wanted.isEmpty()) {
            String name = wanted.removeFirst();
            if (schemas.has(name)) continue;
            published.definition(name).ifPresent(definition -> {
                schemas.set(name, definition);
                wanted.addAll(references(definition));
            });
        }
        return document;
    }

    private String schemaName(ResourceType type) {
        if (!type.custom())
            return published.nameOf(type.group(), type.version(), type.kind()).orElseThrow();
        List<String> parts = new ArrayList<>(Arrays.asList(type.group().split("\\.")));
        Collections.reverse(parts);
        return String.join(".", parts) + "." + type.version() + "." + type.kind();
    }

    private static ObjectNode customSchema(ResourceType type) {
        ObjectNode schema = (ObjectNode) type.schema().raw().deepCopy();
        schema.putArray("x-kubernetes-group-version-kind").add(kind(type));
        ObjectNode metadata = Tree.make(schema, "properties", "metadata");
        JsonNode reference = metadata.remove("$ref");
        if (reference != null) metadata.putArray("allOf").addObject().set("$ref", reference);
        metadata.put("description", "Standard object's metadata.");
        return schema;
    }

    private static ObjectNode kind(ResourceType type) {
        ObjectNode kind = Tree.object();
        return kind.put("group", type.group()).put("kind", type.kind()).put("version", type.version());
    }

    private static TreeSet<String> references(JsonNode node) {
        var found = new TreeSet<String>();
        collect(node, found);
        return found;
    }

    private static void collect(JsonNode node, TreeSet<String> found) {
        if (node instanceof ObjectNode object) {
            String reference = Tree.textAt(object, "$ref");
            if (reference.startsWith(REF)) found.add(reference.substring(REF.length()));
        }
        if (node.isContainer()) node.forEach(child -> collect(child, found));
    }

    // ---- paths

    private void addPaths(ObjectNode paths, ResourceType type) {
        String base =
                "/" + root(type.group(), type.version()) + "/" + (type.namespaced() ? "namespaces/{namespace}/" : "");
        ObjectNode collection = paths.putObject(base + type.plural());
        operation(collection, type, "get", "list", List.of("labelSelector", "fieldSelector"));
        operation(collection, type, "post", "post", WRITE_PARAMETERS);
        ObjectNode object = paths.putObject(base + type.plural() + "/{name}");
        operation(object, type, "get", "get", List.of());
        operation(object, type, "put", "put", WRITE_PARAMETERS);
        operation(object, type, "delete", "delete", List.of("dryRun", "propagationPolicy"));
        operation(object, type, "patch", "patch", patchParameters());
        if (type.hasStatus()) {
            ObjectNode status = paths.putObject(base + type.plural() + "/{name}/status");
            operation(status, type, "get", "get", List.of());
            operation(status, type, "put", "put", WRITE_PARAMETERS);
            operation(status, type, "patch", "patch", patchParameters());
        }
    }

    private static List<String> patchParameters() {
        var all = new ArrayList<>(WRITE_PARAMETERS);
        all.add("force");
        return all;
    }

    private void operation(ObjectNode path, ResourceType type, String method, String action, List<String> parameters) {
        ObjectNode operation = path.putObject(method);
        operation.put("operationId", action + type.kind());
        operation.put("x-kubernetes-action", action);
        operation.set("x-kubernetes-group-version-kind", kind(type));
        ArrayNode list = operation.putArray("parameters");
        for (String name : parameters) {
            ObjectNode parameter = list.addObject();
            parameter.put("in", "query").put("name", name);
            parameter.putObject("schema").put("type", name.equals("force") ? "boolean" : "string");
        }
        ObjectNode ok = Tree.make(operation, "responses", "200");
        ok.put("description", "OK");
        Tree.make(ok, "content", "application/json", "schema").put("$ref", REF + schemaName(type));
    }
}
