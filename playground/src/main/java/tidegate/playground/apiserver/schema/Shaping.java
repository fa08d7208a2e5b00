package tidegate.playground.apiserver.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings a tree into the shape of its schema: drops what is not declared, fills in defaults. */
public final class Shaping {
    private Shaping() {}

    /**
     * Drops every field that the schema does not know. Changes the tree.
     *
     * @return the paths of what was dropped, in the order of the document
     */
    public static List<String> prune(JsonNode tree, Schema schema) {
        var dropped = new ArrayList<String>();
        prune(tree, schema, "", false, dropped);
        return dropped;
    }

    private static void prune(JsonNode tree, Schema schema, String path, boolean inPreserved, List<String> dropped) {
        boolean preserved = inPreserved && schema.properties().isEmpty() || schema.preservesUnknown();
        switch (tree) {
            case ObjectNode object -> pruneMembers(object, schema, path, preserved, dropped);
            case ArrayNode array -> {
                Optional<Schema> items = schema.items();
                if (items.isEmpty()) return;
                for (int i = 0; i < array.size(); i++)
                    prune(array.get(i), items.get(), path + "[" + i + "]", false, dropped);
            }
            default -> {}
        }
    }

    private static void pruneMembers(
            ObjectNode object, Schema schema, String path, boolean preserved, List<String> dropped) {
        var unknown = new ArrayList<String>();
        for (var entry : object.properties()) {
            String here = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            Optional<Schema> member = schema.member(entry.getKey());
            if (member.isPresent()) prune(entry.getValue(), member.get(), here, false, dropped);
            else if (!preserved && !isFreeObject(schema)) {
                unknown.add(entry.getKey());
                dropped.add(here);
            }
        }
        object.remove(unknown);
    }

    /** An object without any declared member, of a built-in kind: a bag such as a Quantity map or raw JSON. */
    private static boolean isFreeObject(Schema schema) {
        return schema.type() == Schema.Type.ANY && schema.properties().isEmpty();
    }

    /** Fills in the defaults of what is absent, as for custom resources. Changes the tree. */
    public static void fillDefaults(JsonNode tree, Schema schema) {
        switch (tree) {
            case ObjectNode object -> {
                schema.properties().forEach((name, member) -> fillMember(object, name, member));
                schema.additional().ifPresent(each -> {
                    for (var entry : object.properties()) fillDefaults(entry.getValue(), each);
                });
            }
            case ArrayNode array ->
                schema.items().ifPresent(each -> {
                    for (JsonNode element : array) fillDefaults(element, each);
                });
            default -> {}
        }
    }

    private static void fillMember(ObjectNode object, String name, Schema member) {
        JsonNode value = object.get(name);
        boolean absent = value == null || (value.isNull() && !member.isNullable());
        Optional<JsonNode> standard = member.defaultValue();
        if (absent && standard.isPresent()) object.set(name, standard.get().deepCopy());
        JsonNode filled = object.get(name);
        if (filled != null && !filled.isNull()) fillDefaults(filled, member);
    }

    /** Drops nulls where a custom resource may have none. Changes the tree. */
    public static void dropNulls(JsonNode tree, Schema schema) {
        switch (tree) {
            case ObjectNode object -> {
                var gone = new ArrayList<String>();
                for (var entry : object.properties()) {
                    Optional<Schema> member = schema.member(entry.getKey());
                    if (member.isEmpty()) continue;
                    boolean dropped = entry.getValue().isNull()
                            && !member.get().isNullable()
                            && !member.get().preservesUnknown();
                    if (dropped) gone.add(entry.getKey());
                    else dropNulls(entry.getValue(), member.get());
                }
                object.remove(gone);
            }
            case ArrayNode array ->
                schema.items().ifPresent(each -> {
                    for (JsonNode element : array) dropNulls(element, each);
                });
            default -> {}
        }
    }

    /** Drops every null member, as reading into a Go struct does. Changes the tree. */
    public static void dropAllNulls(JsonNode tree) {
        switch (tree) {
            case ObjectNode object -> {
                var gone = new ArrayList<String>();
                for (var entry : object.properties()) {
                    if (entry.getValue().isNull()) gone.add(entry.getKey());
                    else dropAllNulls(entry.getValue());
                }
                object.remove(gone);
            }
            case ArrayNode array -> array.forEach(Shaping::dropAllNulls);
            default -> {}
        }
    }

    /** The schema at a path of members; ANYTHING where it says nothing. */
    public static Schema at(@Nullable Schema from, String... path) {
        Schema found = from == null ? Schema.ANYTHING : from;
        for (String key : path) found = found.member(key).orElse(Schema.ANYTHING);
        return found;
    }
}
