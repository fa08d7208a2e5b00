package tidegate.playground.apiserver.patch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.schema.Schema;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strategic merge patch of the built-in kinds: a merge patch whose lists merge by the key that the schema names.
 * Directives: {@code $patch}, {@code $retainKeys}, {@code $deleteFromPrimitiveList/…}, {@code $setElementOrder/…}.
 */
public final class StrategicMerge {
    private static final String PATCH = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String DELETE_PRIMITIVES = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private StrategicMerge() {}

    /** The document after the patch; neither is changed. @throws BadPatchException for an unknown directive */
    public static ObjectNode apply(ObjectNode document, ObjectNode patch, Schema schema) {
        return object(document.deepCopy(), patch, schema);
    }

    private static ObjectNode object(ObjectNode target, ObjectNode patch, Schema schema) {
        String directive = Tree.textAt(patch, PATCH);
        switch (directive) {
            case "replace" -> {
                return plain(patch);
            }
            case "delete" -> {
                return Tree.object();
            }
            case "", "merge" -> {}
            default -> throw BadPatchException.malformed("Unknown patch type found in list/object: " + directive);
        }
        retainKeys(target, patch);
        for (var entry : patch.properties()) {
            String key = entry.getKey();
            if (key.startsWith(DELETE_PRIMITIVES))
                deletePrimitives(target, key.substring(DELETE_PRIMITIVES.length()), entry.getValue());
            else if (!key.startsWith("$")) member(target, key, entry.getValue(), patch, schema);
        }
        return target;
    }

    private static void retainKeys(ObjectNode target, ObjectNode patch) {
        if (!(patch.get(RETAIN) instanceof ArrayNode kept)) return;
        Set<String> names = new HashSet<>();
        for (JsonNode name : kept) names.add(name.asString());
        target.retain(names);
    }

    private static void deletePrimitives(ObjectNode target, String key, JsonNode values) {
        if (!(target.get(key) instanceof ArrayNode list)) return;
        Set<JsonNode> gone = new HashSet<>();
        for (JsonNode value : values) gone.add(value);
        ArrayNode left = Tree.array();
        for (JsonNode element : list) if (!gone.contains(element)) left.add(element);
        target.set(key, left);
    }

    private static void member(ObjectNode target, String key, JsonNode change, ObjectNode patch, Schema schema) {
        Schema member = schema.member(key).orElse(Schema.ANYTHING);
        boolean replaces = member.patchStrategies().contains("replace");
        switch (change) {
            case JsonNode nothing when nothing.isNull() -> target.remove(key);
            case ObjectNode changes -> {
                if (replaces || !(target.get(key) instanceof ObjectNode inner)) {
                    target.set(key, object(Tree.object(), changes, member));
                } else target.set(key, object(inner, changes, member));
            }
            case ArrayNode changes -> list(target, key, changes, patch.get(ORDER + key), member);
            default -> target.set(key, change);
        }
    }

    private static void list(
            ObjectNode target, String key, ArrayNode changes, @Nullable JsonNode order, Schema schema) {
        ArrayNode original = target.get(key) instanceof ArrayNode there ? there : Tree.array();
        if (!schema.patchStrategies().contains("merge")) {
            target.set(key, plainList(changes));
            return;
        }
        String mergeKey = schema.patchMergeKey();
        List<JsonNode> merged = mergeKey.isEmpty()
                ? union(original, changes)
                : elements(original, changes, mergeKey, schema.items().orElse(Schema.ANYTHING));
        merged = ordered(merged, original, order instanceof ArrayNode wanted ? wanted : changes, mergeKey);
        ArrayNode result = Tree.array();
        merged.forEach(result::add);
        target.set(key, result);
    }

    private static List<JsonNode> union(ArrayNode original, ArrayNode changes) {
        var all = new ArrayList<JsonNode>();
        for (JsonNode element : original) all.add(element);
        for (JsonNode element : changes) if (!all.contains(element)) all.add(element);
        return all;
    }

    private static List<JsonNode> elements(ArrayNode original, ArrayNode changes, String mergeKey, Schema schema) {
        var all = new ArrayList<JsonNode>();
        boolean replacesAll = false;
        for (JsonNode change : changes)
            replacesAll |=
                    change.get(mergeKey) == null && Tree.textAt(change, PATCH).equals("replace");
        if (!replacesAll) for (JsonNode element : original) all.add(element);
        for (JsonNode change : changes) {
            JsonNode identity = change.get(mergeKey);
            if (identity == null || !(change instanceof ObjectNode changed)) continue;
            int at = indexOf(all, mergeKey, identity);
            if (Tree.textAt(change, PATCH).equals("delete")) {
                if (at >= 0) all.remove(at);
            } else if (at >= 0 && all.get(at) instanceof ObjectNode there) all.set(at, object(there, changed, schema));
            else all.add(object(Tree.object(), changed, schema));
        }
        return all;
    }

    private static int indexOf(List<JsonNode> elements, String mergeKey, JsonNode identity) {
        for (int i = 0; i < elements.size(); i++)
            if (identity.equals(elements.get(i).get(mergeKey))) return i;
        return -1;
    }

    /** What the order names comes in that order; what it does not name stays where it was relative to the others. */
    private static List<JsonNode> ordered(List<JsonNode> merged, ArrayNode original, ArrayNode order, String mergeKey) {
        var named = new ArrayList<JsonNode>();
        var others = new ArrayList<>(merged);
        for (JsonNode place : order) {
            JsonNode identity = mergeKey.isEmpty() ? place : place.get(mergeKey);
            Optional<JsonNode> found = others.stream()
                    .filter(element -> identity != null && identity.equals(identityOf(element, mergeKey)))
                    .findFirst();
            found.ifPresent(element -> {
                named.add(element);
                others.remove(element);
            });
        }
        return woven(named, others, original, mergeKey);
    }

    private static List<JsonNode> woven(
            List<JsonNode> named, List<JsonNode> others, ArrayNode original, String mergeKey) {
        var result = new ArrayList<JsonNode>();
        int next = 0;
        for (JsonNode other : others) {
            int place = originalIndex(other, original, mergeKey);
            while (next < named.size()) {
                int namedPlace = originalIndex(named.get(next), original, mergeKey);
                if (namedPlace >= 0 && place >= 0 && place < namedPlace) break;
                result.add(named.get(next++));
            }
            result.add(other);
        }
        result.addAll(named.subList(next, named.size()));
        return result;
    }

    private static @Nullable JsonNode identityOf(JsonNode element, String mergeKey) {
        return mergeKey.isEmpty() ? element : element.get(mergeKey);
    }

    private static int originalIndex(JsonNode element, ArrayNode original, String mergeKey) {
        JsonNode identity = identityOf(element, mergeKey);
        for (int i = 0; i < original.size(); i++)
            if (identity != null && identity.equals(identityOf(original.get(i), mergeKey))) return i;
        return -1;
    }

    /** The patch as a value: without its directives. */
    private static ObjectNode plain(ObjectNode patch) {
        ObjectNode result = Tree.object();
        for (var entry : patch.properties())
            if (!entry.getKey().startsWith("$")) result.set(entry.getKey(), plainValue(entry.getValue()));
        return result;
    }

    private static JsonNode plainValue(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> plain(object);
            case ArrayNode list -> plainList(list);
            default -> value;
        };
    }

    private static ArrayNode plainList(ArrayNode list) {
        ArrayNode result = Tree.array();
        for (JsonNode element : list) {
            boolean onlyDirective = element instanceof ObjectNode object && object.has(PATCH) && object.size() == 1;
            if (!onlyDirective) result.add(plainValue(element));
        }
        return result;
    }
}
