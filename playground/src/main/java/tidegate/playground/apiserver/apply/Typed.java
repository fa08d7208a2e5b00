package tidegate.playground.apiserver.apply;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.schema.Schema;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a schema makes of a value: which fields it sets, how it differs from another, how one is merged into another and
 * how fields are taken out of it. Where the schema says nothing, maps are merged and lists are one value.
 */
final class Typed {
    private Typed() {}

    // ---- the fields a value sets

    static FieldSet fieldsOf(JsonNode value, Schema schema) {
        FieldSet set = FieldSet.empty();
        fields(value, schema, set);
        return set;
    }

    private static void fields(JsonNode value, Schema schema, FieldSet into) {
        switch (value) {
            case ObjectNode object
            when !schema.isAtomicMap() -> {
                for (var entry : object.properties()) {
                    FieldSet child = into.child(Elements.member(entry.getKey()));
                    JsonNode member = entry.getValue();
                    fields(member, schema.member(entry.getKey()).orElse(Schema.ANYTHING), child);
                    boolean empty = member.isNull() || (member.isObject() && member.isEmpty());
                    if (empty || !schema.properties().containsKey(entry.getKey())) child.addSelf();
                }
            }
            case ArrayNode list
            when Elements.isAssociative(schema) -> {
                for (JsonNode element : list) {
                    FieldSet child = into.child(Elements.of(element, schema));
                    if (element.isContainer()) fields(element, schema.items().orElse(Schema.ANYTHING), child);
                    child.addSelf();
                }
            }
            default -> into.addSelf();
        }
    }

    // ---- differences

    /** What it takes to get from one value to another. */
    record Difference(FieldSet added, FieldSet modified, FieldSet removed) {
        FieldSet set() {
            return added.union(modified);
        }

        boolean isEmpty() {
            return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
        }
    }

    static Difference compare(JsonNode before, JsonNode after, Schema schema) {
        var difference = new Difference(FieldSet.empty(), FieldSet.empty(), FieldSet.empty());
        compare(before, after, schema, false, difference);
        return difference;
    }

    /** @param implied the value is there even when it is empty, as a struct inside a struct is */
    private static void compare(
            @Nullable JsonNode before, @Nullable JsonNode after, Schema schema, boolean implied, Difference into) {
        if (before != null && before.isNull()) before = null;
        if (after != null && after.isNull()) after = null;
        if (before == null && after == null || before != null && before.equals(after)) return;
        boolean maps = isMapOrAbsent(before) && isMapOrAbsent(after) && !schema.isAtomicMap();
        boolean lists = isListOrAbsent(before) && isListOrAbsent(after) && Elements.isAssociative(schema);
        if (!maps && !lists) {
            leaf(before, after, into);
            return;
        }
        if ((before == null || after == null) && !implied) leaf(before, after, into);
        if (maps) compareMembers(before, after, schema, into);
        else compareElements(before, after, schema, into);
    }

    private static boolean isMapOrAbsent(@Nullable JsonNode value) {
        return value == null || value.isObject();
    }

    private static boolean isListOrAbsent(@Nullable JsonNode value) {
        return value == null || value.isArray();
    }

    private static void leaf(@Nullable JsonNode before, @Nullable JsonNode after, Difference into) {
        if (before == null) into.added().addSelf();
        else if (after == null) into.removed().addSelf();
        else into.modified().addSelf();
    }

    private static void compareMembers(
            @Nullable JsonNode before, @Nullable JsonNode after, Schema schema, Difference into) {
        Set<String> names = new TreeSet<>();
        if (before != null) before.propertyNames().forEach(names::add);
        if (after != null) after.propertyNames().forEach(names::add);
        for (String name : names) {
            Schema member = schema.member(name).orElse(Schema.ANYTHING);
            boolean implied = member.defaultValue().filter(JsonNode::isObject).isPresent();
            compare(
                    before == null ? null : before.get(name),
                    after == null ? null : after.get(name),
                    member,
                    implied,
                    inside(into, Elements.member(name)));
        }
    }

    private static Difference inside(Difference difference, String element) {
        return new Difference(
                difference.added().child(element),
                difference.modified().child(element),
                difference.removed().child(element));
    }

    private static void compareElements(
            @Nullable JsonNode before, @Nullable JsonNode after, Schema schema, Difference into) {
        Map<String, JsonNode> old = byName(before, schema);
        Map<String, JsonNode> now = byName(after, schema);
        Schema items = schema.items().orElse(Schema.ANYTHING);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (String name : names) compare(old.get(name), now.get(name), items, false, inside(into, name));
    }

    private static Map<String, JsonNode> byName(@Nullable JsonNode list, Schema schema) {
        var all = new LinkedHashMap<String, JsonNode>();
        if (list != null) for (JsonNode element : list) all.put(Elements.of(element, schema), element);
        return all;
    }

    // ---- merging

    /** {@code live} with everything that {@code applied} sets. A new tree. */
    static JsonNode merge(JsonNode live, JsonNode applied, Schema schema) {
        return switch (applied) {
            case ObjectNode wanted
            when live instanceof ObjectNode object && !schema.isAtomicMap() -> {
                ObjectNode result = object.deepCopy();
                for (var entry : wanted.properties()) {
                    JsonNode there = object.get(entry.getKey());
                    Schema member = schema.member(entry.getKey()).orElse(Schema.ANYTHING);
                    result.set(
                            entry.getKey(),
                            there == null ? entry.getValue().deepCopy() : merge(there, entry.getValue(), member));
                }
                yield result;
            }
            case ArrayNode wanted
            when live instanceof ArrayNode list && Elements.isAssociative(schema) -> mergeLists(list, wanted, schema);
            default -> applied.deepCopy();
        };
    }

    /** The applied elements in their order; what only the live list has stays before whatever it stood before. */
    private static ArrayNode mergeLists(ArrayNode live, ArrayNode applied, Schema schema) {
        Map<String, JsonNode> wanted = byName(applied, schema);
        Map<String, JsonNode> there = byName(live, schema);
        Schema items = schema.items().orElse(Schema.ANYTHING);
        ArrayNode result = Tree.array();
        Set<String> done = new HashSet<>();
        List<String> order = List.copyOf(wanted.keySet());
        int next = 0;
        for (var entry : there.entrySet()) {
            if (!wanted.containsKey(entry.getKey())) {
                result.add(entry.getValue().deepCopy());
                continue;
            }
            while (next < order.size() && !done.contains(entry.getKey())) {
                String name = order.get(next++);
                done.add(name);
                result.add(mergedElement(there.get(name), wanted, name, items));
            }
        }
        for (; next < order.size(); next++)
            result.add(mergedElement(there.get(order.get(next)), wanted, order.get(next), items));
        return result;
    }

    private static JsonNode mergedElement(
            @Nullable JsonNode there, Map<String, JsonNode> wanted, String name, Schema items) {
        JsonNode element = wanted.getOrDefault(name, Tree.NODES.nullNode());
        return there == null ? element.deepCopy() : merge(there, element, items);
    }

    // ---- removing

    /** Takes fields out of a value, and what is empty without them. Changes the value. */
    static void remove(JsonNode value, FieldSet fields, Schema schema) {
        switch (value) {
            case ObjectNode object -> removeMembers(object, fields, schema);
            case ArrayNode list -> removeElements(list, fields, schema);
            default -> {}
        }
    }

    private static void removeMembers(ObjectNode object, FieldSet fields, Schema schema) {
        fields.children().forEach((element, below) -> {
            if (!element.startsWith("f:")) return;
            String name = element.substring(2);
            JsonNode member = object.get(name);
            if (member == null) return;
            if (below.isMember()) {
                object.remove(name);
                return;
            }
            remove(member, below, schema.member(name).orElse(Schema.ANYTHING));
            if (member.isContainer() && member.isEmpty()) object.remove(name);
        });
    }

    private static void removeElements(ArrayNode list, FieldSet fields, Schema schema) {
        if (!Elements.isAssociative(schema)) return;
        var places = new HashMap<String, JsonNode>(byName(list, schema));
        Schema items = schema.items().orElse(Schema.ANYTHING);
        fields.children().forEach((element, below) -> {
            JsonNode found = places.get(element);
            if (found == null) return;
            if (below.isMember()) list.removeIf(each -> each == found || !each.isContainer() && each.equals(found));
            else remove(found, below, items);
        });
    }
}
