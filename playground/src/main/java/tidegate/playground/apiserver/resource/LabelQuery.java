package tidegate.playground.apiserver.resource;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The label selectors inside objects: {@code matchLabels} and {@code matchExpressions}. */
public final class LabelQuery {
    private LabelQuery() {}

    public static boolean matches(@Nullable JsonNode selector, Map<String, String> labels) {
        for (var wanted : Meta.strings(Tree.at(selector, "matchLabels")).entrySet())
            if (!wanted.getValue().equals(labels.get(wanted.getKey()))) return false;
        for (ObjectNode expression : Tree.objectsAt(selector, "matchExpressions"))
            if (!holds(expression, labels)) return false;
        return true;
    }

    private static boolean holds(ObjectNode expression, Map<String, String> labels) {
        String value = labels.get(Tree.textAt(expression, "key"));
        Set<String> values = new HashSet<>();
        for (JsonNode each : Tree.listAt(expression, "values")) values.add(each.asString());
        return switch (Tree.textAt(expression, "operator")) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> false;
        };
    }
}
