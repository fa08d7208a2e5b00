package tidegate.playground.apiserver.resource;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A column of the tables that kubectl prints.
 *
 * @param type {@code string}, {@code integer}, {@code date} ...
 * @param priority 0 is always shown, more only in wide tables
 * @param cell the object's value, null for none; a date is the timestamp, made an age when it is printed
 */
public record Column(
        String name,
        String type,
        String format,
        String description,
        int priority,
        Function<ObjectNode, @Nullable JsonNode> cell) {}
