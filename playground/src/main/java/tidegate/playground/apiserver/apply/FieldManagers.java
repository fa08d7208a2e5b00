package tidegate.playground.apiserver.apply;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.schema.Schema;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who owns which fields of an object: the {@code managedFields} of its metadata as a value.
 *
 * <p>An update makes its manager the owner of what it changed. An apply makes its manager the owner of all it names,
 * and takes away what it named before and names no longer, unless somebody else owns that. To change what another owns
 * is a conflict, unless it is forced.
 */
public final class FieldManagers {
    /** One who writes. @param subresource empty for the object itself */
    public record Manager(String name, Operation operation, String apiVersion, String subresource) {
        public enum Operation {
            APPLY("Apply"),
            UPDATE("Update");

            private final String word;

            Operation(String word) {
                this.word = word;
            }
        }

        /** An applier stays the same over versions. */
        private boolean isSame(Manager other) {
            return name.equals(other.name)
                    && operation == other.operation
                    && subresource.equals(other.subresource)
                    && (operation == Operation.APPLY || apiVersion.equals(other.apiVersion));
        }

        private String described() {
            String who = '"' + name + '"' + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + '"');
            return operation == Operation.UPDATE ? who + " using " + apiVersion : who;
        }
    }

    private record Entry(Manager manager, FieldSet fields, String time) {}

    /** Changing what others own was refused. */
    public static final class ConflictException extends RuntimeException {
        private final List<FieldError> causes;

        private ConflictException(String message, List<FieldError> causes) {
            super(message);
            this.causes = causes;
        }

        public List<FieldError> causes() {
            return causes;
        }
    }

    private static final String[][] NEVER_OWNED = {
        {"f:apiVersion"},
        {"f:kind"},
        {"f:metadata", "f:name"},
        {"f:metadata", "f:namespace"},
        {"f:metadata", "f:creationTimestamp"},
        {"f:metadata", "f:deletionTimestamp"},
        {"f:metadata", "f:deletionGracePeriodSeconds"},
        {"f:metadata", "f:selfLink"},
        {"f:metadata", "f:uid"},
        {"f:metadata", "f:generation"},
        {"f:metadata", "f:managedFields"},
        {"f:metadata", "f:resourceVersion"},
    };

    private final List<Entry> entries;

    private FieldManagers(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    public static FieldManagers none() {
        return new FieldManagers(List.of());
    }

    /** What an object's metadata says. */
    public static FieldManagers of(JsonNode object) {
        var entries = new ArrayList<Entry>();
        for (ObjectNode entry : Tree.objectsAt(object, "metadata", "managedFields")) {
            if (entry.isEmpty()) continue;
            Manager.Operation operation = Tree.textAt(entry, "operation").equals("Apply")
                    ? Manager.Operation.APPLY
                    : Manager.Operation.UPDATE;
            JsonNode fields = Tree.at(entry, "fieldsV1");
            entries.add(new Entry(
                    new Manager(
                            Tree.textAt(entry, "manager"),
                            operation,
                            Tree.textAt(entry, "apiVersion"),
                            Tree.textAt(entry, "subresource")),
                    fields == null ? FieldSet.empty() : FieldSet.fromJson(fields),
                    Tree.textAt(entry, "time")));
        }
        return new FieldManagers(entries);
    }

    /** Writes them into an object's metadata. Changes the object. */
    public void into(ObjectNode object) {
        ObjectNode meta = Tree.make(object, "metadata");
        if (entries.isEmpty()) {
            meta.remove("managedFields");
            return;
        }
        ArrayNode list = meta.putArray("managedFields");
        entries.stream().sorted(ORDER).forEach(entry -> list.add(json(entry)));
    }

    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.manager().operation())
            .thenComparing(Entry::time)
            .thenComparing(entry -> entry.manager().name())
            .thenComparing(entry -> entry.manager().apiVersion())
            .thenComparing(entry -> entry.manager().subresource());

    private static ObjectNode json(Entry entry) {
        ObjectNode json = Tree.object();
        json.put("apiVersion", entry.manager().apiVersion()).put("fieldsType", "FieldsV1");
        json.set("fieldsV1", entry.fields().toJson());
        json.put("manager", entry.manager().name())
                .put("operation", entry.manager().operation().word);
        if (!entry.manager().subresource().isEmpty())
            json.put("subresource", entry.manager().subresource());
        if (!entry.time().isEmpty()) json.put("time", entry.time());
        return json;
    }

    // ---- updating

    /**
     * After a manager changed an object.
     *
     * @param part keeps only what this path can change, see {@link Part}
     */
    public FieldManagers updated(
            JsonNode before, JsonNode after, Schema schema, Manager manager, Part part, Instant now) {
        Typed.Difference difference = Typed.compare(before, after, schema);
        FieldSet taken = part.reduce(difference.set());
        FieldSet lost = taken.union(difference.removed());
        if (taken.isEmpty() && difference.removed().isEmpty()) return this;
        var next = new ArrayList<Entry>();
        FieldSet own = taken;
        for (Entry entry : entries) {
            if (entry.manager().isSame(manager)) own = own.union(entry.fields().minus(difference.removed()));
            else keep(next, entry, entry.fields().minus(lost));
        }
        if (!own.isEmpty()) next.add(new Entry(manager, own, timeOf(manager, own, now)));
        return new FieldManagers(next);
    }

    private static void keep(List<Entry> into, Entry entry, FieldSet fields) {
        if (!fields.isEmpty()) into.add(new Entry(entry.manager(), fields, entry.time()));
    }

    /** An unchanged set keeps its time: nothing happened to it. */
    private String timeOf(Manager manager, FieldSet fields, Instant now) {
        return entries.stream()
                .filter(entry ->
                        entry.manager().isSame(manager) && entry.fields().equals(fields))
                .map(Entry::time)
                .findFirst()
                .orElseGet(() -> Tree.time(now));
    }

    /** Which fields a path can own at all. */
    public enum Part {
        /** Everything. */
        WHOLE,
        /** Everything but the status. */
        WITHOUT_STATUS,
        /** The status alone. */
        STATUS;

        FieldSet reduce(FieldSet fields) {
            FieldSet result = fields.withoutOnly("f:metadata");
            for (String[] path : NEVER_OWNED) result = result.without(path);
            return switch (this) {
                case WHOLE -> result;
                case WITHOUT_STATUS -> result.without("f:status");
                case STATUS -> result.only("f:status");
            };
        }
    }

    // ---- applying

    /** @param object a new tree, its metadata without managedFields */
    public record Applied(ObjectNode object, FieldManagers managers) {}

    /**
     * Applies a configuration.
     *
     * @param live the object as it is; null for a new one
     * @throws ConflictException if it changes what others own and that is not forced
     */
    public Applied apply(
            @Nullable ObjectNode live,
            ObjectNode configuration,
            Schema schema,
            Manager manager,
            Part part,
            boolean force,
            Instant now) {
        FieldSet wanted = part.reduce(Typed.fieldsOf(configuration, schema));
        ObjectNode before = live == null ? Tree.object() : live;
        ObjectNode merged = (ObjectNode) Typed.merge(before, configuration, schema);
        FieldSet previous = FieldSet.empty();
        FieldSet others = FieldSet.empty();
        for (Entry entry : entries) {
            if (entry.manager().isSame(manager)) previous = entry.fields();
            else others = others.union(entry.fields());
        }
        Typed.remove(merged, previous.minusWithParents(wanted.union(others)), schema);
        Typed.Difference difference = Typed.compare(before, merged, schema);
        FieldSet changed = part.reduce(difference.set());
        if (!force) refuseConflicts(changed, manager);
        var next = new ArrayList<Entry>();
        for (Entry entry : entries)
            if (!entry.manager().isSame(manager))
                keep(next, entry, entry.fields().minus(changed).minus(difference.removed()));
        next.add(new Entry(manager, wanted, difference.isEmpty() ? timeOf(manager, wanted, now) : Tree.time(now)));
        return new Applied(merged, new FieldManagers(next));
    }

    private void refuseConflicts(FieldSet changed, Manager manager) {
        var conflicts = new LinkedHashMap<Manager, List<String>>();
        for (Entry entry : entries) {
            if (entry.manager().isSame(manager)) continue;
            List<String> paths = entry.fields().intersection(changed).paths();
            if (!paths.isEmpty()) conflicts.put(entry.manager(), paths);
        }
        if (conflicts.isEmpty()) return;
        var causes = new ArrayList<FieldError>();
        conflicts.forEach((other, paths) -> paths.forEach(path ->
                causes.add(new FieldError("FieldManagerConflict", path, "conflict with " + other.described()))));
        throw new ConflictException(message(conflicts, causes.size()), causes);
    }

    private static String message(Map<Manager, List<String>> conflicts, int count) {
        if (count == 1) {
            var only = conflicts.entrySet().iterator().next();
            return "Apply failed with 1 conflict: conflict with "
                    + only.getKey().described() + ": " + only.getValue().getFirst();
        }
        var lines = new TreeMap<String, List<String>>();
        conflicts.forEach((manager, paths) -> lines.put(manager.described(), paths));
        var text = new ArrayList<String>();
        lines.forEach((manager, paths) -> {
            text.add("conflicts with " + manager + ":");
            paths.forEach(path -> text.add("- " + path));
        });
        return "Apply failed with " + count + " conflicts: " + String.join("\n", text);
    }
}
