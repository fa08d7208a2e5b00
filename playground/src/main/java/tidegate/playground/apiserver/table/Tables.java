package tidegate.playground.apiserver.table;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.resource.Ages;
import tidegate.playground.apiserver.resource.Column;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as {@code meta.k8s.io/v1 Table}: the columns of their kind, a row each. */
public final class Tables {
    private Tables() {}

    /** What of the object comes with its row. */
    public enum Include {
        NONE,
        METADATA,
        OBJECT
    }

    public static ObjectNode table(
            ResourceType type, ObjectNode listMeta, Collection<ObjectNode> objects, Include include, boolean headers) {
        ObjectNode table = Tree.object();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", listMeta);
        ArrayNode columns = table.putArray("columnDefinitions");
        if (headers) type.columns().forEach(column -> columns.add(definition(column)));
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) rows.add(row(type, object, include));
        return table;
    }

    private static ObjectNode definition(Column column) {
        ObjectNode definition = Tree.object();
        definition.put("name", column.name());
        definition.put("type", column.type());
        definition.put("format", column.format());
        definition.put("description", column.description());
        definition.put("priority", column.priority());
        return definition;
    }

    private static ObjectNode row(ResourceType type, ObjectNode object, Include include) {
        ObjectNode row = Tree.object();
        ArrayNode cells = row.putArray("cells");
        for (Column column : type.columns())
            cells.add(cell(column, column.cell().apply(object)));
        switch (include) {
            case NONE -> row.putNull("object");
            case METADATA -> row.set("object", metadataOnly(object));
            case OBJECT -> row.set("object", object);
        }
        return row;
    }

    private static JsonNode cell(Column column, @Nullable JsonNode value) {
        if (value == null) return column.type().equals("date") ? Tree.string("<unknown>") : Tree.NODES.nullNode();
        return switch (column.type()) {
            case "date" -> date(column, value);
            case "string" -> value.isContainer() ? Tree.string(Tree.text(value)) : Tree.string(value.asString());
            default -> value;
        };
    }

    /** A custom resource's date is shown as an age, a built-in one says which it is. */
    private static JsonNode date(Column column, JsonNode value) {
        if (column.name().equals("Created At")) return value;
        try {
            OffsetDateTime.parse(value.asString());
            return Tree.string(Ages.since(value.asString()));
        } catch (DateTimeParseException _) {
            return Tree.string("<invalid>");
        }
    }

    /** The object without everything but its metadata. */
    public static ObjectNode metadataOnly(ObjectNode object) {
        ObjectNode partial = Tree.object();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        JsonNode meta = object.get("metadata");
        partial.set("metadata", meta == null ? Tree.object() : meta);
        return partial;
    }
}
