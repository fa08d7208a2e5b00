package tidegate.playground.apiserver.patch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON patch, RFC 6902. */
public final class JsonPatch {
    private JsonPatch() {}

    /**
     * The document after all operations of the patch.
     *
     * @throws BadPatchException if the patch is malformed, a path does not exist or a test fails; nothing is changed
     */
    public static JsonNode apply(JsonNode document, JsonNode patch) {
        if (!patch.isArray())
            throw BadPatchException.malformed(
                    "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp");
        JsonNode result = document.deepCopy();
        for (JsonNode operation : patch) result = apply(result, operation, Tree.textAt(operation, "op"));
        return result;
    }

    private static JsonNode apply(JsonNode document, JsonNode operation, String op) {
        List<String> path = pointer(operation, "path");
        return switch (op) {
            case "add" -> add(document, path, valueOf(operation));
            case "replace" -> replace(document, path, valueOf(operation));
            case "remove" -> remove(document, path);
            case "test" -> test(document, path, operation);
            case "copy" ->
                add(
                        document,
                        path,
                        existing(document, pointer(operation, "from"), op).deepCopy());
            case "move" -> {
                List<String> from = pointer(operation, "from");
                JsonNode moved = existing(document, from, op);
                yield add(remove(document, from), path, moved);
            }
            default -> throw BadPatchException.cannotApply("unexpected kind: " + (op.isEmpty() ? "unknown" : op));
        };
    }

    private static JsonNode valueOf(JsonNode operation) {
        JsonNode value = operation.get("value");
        return value == null ? Tree.NODES.nullNode() : value.deepCopy();
    }

    private static List<String> pointer(JsonNode operation, String key) {
        JsonNode text = operation.get(key);
        if (text == null || !text.isString()) throw BadPatchException.malformed("operation without " + key);
        String pointer = text.stringValue();
        if (pointer.isEmpty()) return List.of();
        if (pointer.charAt(0) != '/') throw BadPatchException.malformed("path " + pointer + " does not begin with /");
        var parts = new ArrayList<String>();
        for (String part : pointer.substring(1).split("/", -1))
            parts.add(part.replace("~1", "/").replace("~0", "~"));
        return parts;
    }

    private static JsonNode existing(JsonNode document, List<String> path, String op) {
        JsonNode found = find(document, path);
        if (found == null) throw missing(op, path);
        return found;
    }

    private static @Nullable JsonNode find(JsonNode document, List<String> path) {
        JsonNode found = document;
        for (String part : path) {
            JsonNode next = switch (found) {
                case ObjectNode object -> object.get(part);
                case ArrayNode array -> isIndex(part) ? array.get(Integer.parseInt(part)) : null;
                default -> null;
            };
            if (next == null) return null;
            found = next;
        }
        return found;
    }

    private static boolean isIndex(String part) {
        return part.length() < 10 && !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static JsonNode parent(JsonNode document, List<String> path, String op) {
        JsonNode parent = find(document, path.subList(0, path.size() - 1));
        if (parent == null || !parent.isContainer()) throw missing(op, path);
        return parent;
    }

    private static JsonNode add(JsonNode document, List<String> path, JsonNode value) {
        if (path.isEmpty()) return value;
        String last = path.getLast();
        switch (parent(document, path, "add")) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> {
                if (last.equals("-")) array.add(value);
                else array.insert(index(array, last, array.size(), path, "add"), value);
            }
            default -> throw missing("add", path);
        }
        return document;
    }

    private static int index(ArrayNode array, String part, int most, List<String> path, String op) {
        if (!isIndex(part) || Integer.parseInt(part) > most) throw missing(op, path);
        return Integer.parseInt(part);
    }

    /** Of a member that is not there it is an addition: the real server's library is that lenient, and users rely on it. */
    private static JsonNode replace(JsonNode document, List<String> path, JsonNode value) {
        if (path.isEmpty()) return value;
        String last = path.getLast();
        switch (parent(document, path, "replace")) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> array.set(index(array, last, array.size() - 1, path, "replace"), value);
            default -> throw missing("replace", path);
        }
        return document;
    }

    private static JsonNode remove(JsonNode document, List<String> path) {
        if (path.isEmpty()) return Tree.NODES.nullNode();
        existing(document, path, "remove");
        String last = path.getLast();
        switch (parent(document, path, "remove")) {
            case ObjectNode object -> object.remove(last);
            case ArrayNode array -> array.remove(index(array, last, array.size() - 1, path, "remove"));
            default -> throw missing("remove", path);
        }
        return document;
    }

    private static JsonNode test(JsonNode document, List<String> path, JsonNode operation) {
        JsonNode found = find(document, path);
        JsonNode wanted = valueOf(operation);
        boolean holds = found == null ? wanted.isNull() : found.equals(wanted);
        if (!holds) throw BadPatchException.cannotApply("testing value " + pointerText(path) + " failed: test failed");
        return document;
    }

    private static BadPatchException missing(String op, List<String> path) {
        return BadPatchException.cannotApply(
                op + " operation does not apply: doc is missing path: " + pointerText(path) + ": missing value");
    }

    private static String pointerText(List<String> path) {
        return path.isEmpty() ? "" : "/" + String.join("/", path);
    }
}
