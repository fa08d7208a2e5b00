package tidegate.playground.apiserver.apply;

import java.util.TreeMap;
import tidegate.playground.apiserver.schema.Schema;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How the parts of a value are called in a {@link FieldSet}, and which values are one part. */
final class Elements {
    private Elements() {}

    static String member(String name) {
        return "f:" + name;
    }

    /** A list whose elements are owned and merged one by one. */
    static boolean isAssociative(Schema schema) {
        return schema.listType() != Schema.ListType.ATOMIC;
    }

    /** The element's name: its keys, or its value in a set. */
    static String of(JsonNode element, Schema list) {
        if (list.listType() == Schema.ListType.SET) return "v:" + Tree.text(element);
        Schema items = list.items().orElse(Schema.ANYTHING);
        var keys = new TreeMap<String, JsonNode>();
        for (String key : list.listMapKeys()) {
            JsonNode value = Tree.at(element, key);
            if (value == null)
                value = items.member(key).flatMap(Schema::defaultValue).orElse(null);
            if (value != null) keys.put(key, value);
        }
        ObjectNode json = Tree.object();
        keys.forEach(json::set);
        return "k:" + Tree.text(json);
    }
}
