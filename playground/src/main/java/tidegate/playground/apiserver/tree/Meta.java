package tidegate.playground.apiserver.tree;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The metadata every object has. */
public final class Meta {
    private Meta() {}

    public static ObjectNode of(ObjectNode object) {
        return Tree.make(object, "metadata");
    }

    public static String name(JsonNode object) {
        return Tree.textAt(object, "metadata", "name");
    }

    public static String namespace(JsonNode object) {
        return Tree.textAt(object, "metadata", "namespace");
    }

    public static String uid(JsonNode object) {
        return Tree.textAt(object, "metadata", "uid");
    }

    public static String resourceVersion(JsonNode object) {
        return Tree.textAt(object, "metadata", "resourceVersion");
    }

    public static long generation(JsonNode object) {
        return Tree.longAt(object, 0, "metadata", "generation");
    }

    public static boolean isBeingDeleted(JsonNode object) {
        return Tree.at(object, "metadata", "deletionTimestamp") != null;
    }

    public static Map<String, String> labels(@Nullable JsonNode object) {
        return strings(Tree.at(object, "metadata", "labels"));
    }

    /** The members of an object whose values are strings. */
    public static Map<String, String> strings(@Nullable JsonNode object) {
        var all = new LinkedHashMap<String, String>();
        if (object instanceof ObjectNode map)
            for (var entry : map.properties())
                if (entry.getValue().isString())
                    all.put(entry.getKey(), entry.getValue().stringValue());
        return all;
    }

    public static List<String> finalizers(JsonNode object) {
        return Tree.listAt(object, "metadata", "finalizers").stream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .toList();
    }

    /** Replaces the finalizers; none removes the member. Changes the object. */
    public static void setFinalizers(ObjectNode object, List<String> finalizers) {
        ObjectNode meta = of(object);
        if (finalizers.isEmpty()) meta.remove("finalizers");
        else {
            ArrayNode list = meta.putArray("finalizers");
            finalizers.forEach(list::add);
        }
    }

    public static List<ObjectNode> owners(JsonNode object) {
        return Tree.objectsAt(object, "metadata", "ownerReferences");
    }
}
