package tidegate.playground.apiserver.apply;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Documents;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A set of paths into an object, as {@code fieldsV1} writes it: {@code f:name} for a member, {@code k:{…}} for the list
 * element with these keys, {@code v:…} for a value in a set, and {@code .} where an inner node is itself in the set.
 *
 * <p>Sets are values to their users: every operation answers a new one. Only its builders change it.
 */
final class FieldSet {
    private boolean member;
    private final Map<String, FieldSet> children = new TreeMap<>();

    static FieldSet empty() {
        return new FieldSet();
    }

    // ---- building

    FieldSet child(String element) {
        return children.computeIfAbsent(element, _ -> new FieldSet());
    }

    void addSelf() {
        member = true;
    }

    // ---- asking

    boolean isEmpty() {
        return !member && children.values().stream().allMatch(FieldSet::isEmpty);
    }

    boolean isMember() {
        return member;
    }

    Map<String, FieldSet> children() {
        return children;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FieldSet set && toJson().equals(set.toJson());
    }

    @Override
    public int hashCode() {
        return toJson().hashCode();
    }

    /** The paths in the set, as people read them: {@code .spec.containers[name="c"].image}. */
    List<String> paths() {
        var all = new ArrayList<String>();
        collect("", all);
        return all;
    }

    private void collect(String prefix, List<String> all) {
        if (member) all.add(prefix);
        children.forEach((element, child) -> child.collect(prefix + readable(element), all));
    }

    private static String readable(String element) {
        String rest = element.substring(2);
        return switch (element.charAt(0)) {
            case 'f' -> "." + rest;
            case 'k' -> {
                var keys = new ArrayList<String>();
                if (Documents.json(rest.getBytes(StandardCharsets.UTF_8)).tree() instanceof ObjectNode map)
                    map.properties().forEach(entry -> keys.add(entry.getKey() + "=" + Tree.text(entry.getValue())));
                yield "[" + String.join(",", keys) + "]";
            }
            case 'v' -> "[=" + rest + "]";
            default -> "[" + rest + "]";
        };
    }

    // ---- combining

    FieldSet union(FieldSet other) {
        FieldSet result = new FieldSet();
        result.member = member || other.member;
        children.forEach((element, child) -> result.children.put(element, child.union(other.sub(element))));
        other.children.forEach((element, child) -> result.children.computeIfAbsent(element, _ -> child.copy()));
        return result;
    }

    private FieldSet sub(String element) {
        return children.getOrDefault(element, new FieldSet());
    }

    FieldSet copy() {
        return union(new FieldSet());
    }

    FieldSet intersection(FieldSet other) {
        FieldSet result = new FieldSet();
        result.member = member && other.member;
        children.forEach((element, child) -> {
            FieldSet both = child.intersection(other.sub(element));
            if (!both.isEmpty()) result.children.put(element, both);
        });
        return result;
    }

    /** What is in this set and not in the other. */
    FieldSet minus(FieldSet other) {
        FieldSet result = new FieldSet();
        result.member = member && !other.member;
        children.forEach((element, child) -> {
            FieldSet rest = child.minus(other.sub(element));
            if (!rest.isEmpty()) result.children.put(element, rest);
        });
        return result;
    }

    /** What is in this set, where the other has neither it nor anything below it. */
    FieldSet minusWithParents(FieldSet other) {
        FieldSet result = new FieldSet();
        result.member = member && other.isEmpty();
        children.forEach((element, child) -> {
            FieldSet rest = child.minusWithParents(other.sub(element));
            if (!rest.isEmpty()) result.children.put(element, rest);
        });
        return result;
    }

    /** Without a path and all below it. */
    FieldSet without(String... path) {
        FieldSet result = copy();
        result.cut(List.of(path));
        return result;
    }

    /** Without one of the first elements itself; what is below it stays. */
    FieldSet withoutOnly(String element) {
        FieldSet result = copy();
        FieldSet child = result.children.get(element);
        if (child != null) child.member = false;
        return result;
    }

    private void cut(List<String> path) {
        FieldSet child = children.get(path.getFirst());
        if (child == null) return;
        if (path.size() == 1) children.remove(path.getFirst());
        else {
            child.cut(path.subList(1, path.size()));
            if (child.isEmpty()) children.remove(path.getFirst());
        }
    }

    /** Only what is below a path's first element. */
    FieldSet only(String element) {
        FieldSet result = new FieldSet();
        FieldSet child = children.get(element);
        if (child != null) result.children.put(element, child.copy());
        return result;
    }

    // ---- on the wire

    ObjectNode toJson() {
        ObjectNode json = Tree.object();
        children.forEach((element, child) -> {
            if (!child.isEmpty()) json.set(element, child.toJson());
        });
        if (!member || json.isEmpty()) return json;
        ObjectNode withSelf = Tree.object();
        withSelf.putObject(".");
        withSelf.setAll(json);
        return withSelf;
    }

    static FieldSet fromJson(JsonNode json) {
        FieldSet set = new FieldSet();
        read(json, set);
        return set;
    }

    private static void read(JsonNode json, FieldSet into) {
        for (var entry : json.properties()) {
            if (entry.getKey().equals(".")) {
                into.member = true;
                continue;
            }
            FieldSet child = into.child(entry.getKey());
            if (entry.getValue().isEmpty()) child.member = true;
            else read(entry.getValue(), child);
        }
    }
}
