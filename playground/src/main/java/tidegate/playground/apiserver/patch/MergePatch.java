package tidegate.playground.apiserver.patch;

import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch, RFC 7386. */
public final class MergePatch {
    private MergePatch() {}

    /** The document after the patch; neither is changed. */
    public static JsonNode apply(JsonNode document, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) return patch.deepCopy();
        ObjectNode result = document instanceof ObjectNode object ? object.deepCopy() : Tree.object();
        merge(result, changes);
        return result;
    }

    private static void merge(ObjectNode target, ObjectNode changes) {
        for (var entry : changes.properties()) {
            String key = entry.getKey();
            JsonNode change = entry.getValue();
            if (change.isNull()) target.remove(key);
            else if (change instanceof ObjectNode nested) {
                ObjectNode inner = target.get(key) instanceof ObjectNode there ? there : target.putObject(key);
                merge(inner, nested);
            } else target.set(key, change.deepCopy());
        }
    }
}
