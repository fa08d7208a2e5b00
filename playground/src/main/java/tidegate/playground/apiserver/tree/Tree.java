package tidegate.playground.apiserver.tree;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reaching into JSON trees: what is absent reads as empty, what is missing on the way is made when writing. */
public final class Tree {
    public static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Tree() {}

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    public static ArrayNode array() {
        return NODES.arrayNode();
    }

    public static JsonNode string(String text) {
        return NODES.stringNode(text);
    }

    /** An integer in the kind of node that reading makes of it, so that equal numbers are equal nodes. */
    public static JsonNode number(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    public static byte[] bytes(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    public static String text(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }

    /** The node at the end of a path of member names; null when a part of it is absent or an explicit null. */
    public static @Nullable JsonNode at(@Nullable JsonNode from, String... path) {
        JsonNode found = from;
        for (String key : path) {
            if (found == null) return null;
            found = found.get(key);
        }
        return found == null || found.isNull() ? null : found;
    }

    /** The text at a path, {@code ""} where there is no string. */
    public static String textAt(@Nullable JsonNode from, String... path) {
        JsonNode found = at(from, path);
        return found != null && found.isString() ? found.stringValue() : "";
    }

    public static Optional<String> stringAt(@Nullable JsonNode from, String... path) {
        JsonNode found = at(from, path);
        return found != null && found.isString() ? Optional.of(found.stringValue()) : Optional.empty();
    }

    /** The integer at a path, {@code otherwise} where there is none. */
    public static long longAt(@Nullable JsonNode from, long otherwise, String... path) {
        JsonNode found = at(from, path);
        return found != null && found.isIntegralNumber() ? found.longValue() : otherwise;
    }

    public static boolean trueAt(@Nullable JsonNode from, String... path) {
        JsonNode found = at(from, path);
        return found != null && found.isBoolean() && found.booleanValue();
    }

    /** The elements of the array at a path; empty where there is none. */
    public static List<JsonNode> listAt(@Nullable JsonNode from, String... path) {
        JsonNode found = at(from, path);
        if (found == null || !found.isArray()) return List.of();
        var all = new ArrayList<JsonNode>(found.size());
        for (JsonNode element : found) all.add(element);
        return all;
    }

    /** The objects in the array at a path. */
    public static List<ObjectNode> objectsAt(@Nullable JsonNode from, String... path) {
        var all = new ArrayList<ObjectNode>();
        for (JsonNode element : listAt(from, path)) if (element instanceof ObjectNode object) all.add(object);
        return all;
    }

    public static Optional<ObjectNode> objectAt(@Nullable JsonNode from, String... path) {
        return at(from, path) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    /** The object at a path, made where it is absent. Changes {@code from}. */
    public static ObjectNode make(ObjectNode from, String... path) {
        ObjectNode current = from;
        for (String key : path) current = current.get(key) instanceof ObjectNode next ? next : current.putObject(key);
        return current;
    }

    /** Does {@code change} to the object at a path if it is there. */
    public static void ifObject(@Nullable JsonNode from, Consumer<ObjectNode> change, String... path) {
        objectAt(from, path).ifPresent(change);
    }

    public static void putIfAbsent(ObjectNode object, String key, String value) {
        if (at(object, key) == null) object.put(key, value);
    }

    public static void putIfAbsent(ObjectNode object, String key, int value) {
        if (at(object, key) == null) object.put(key, value);
    }

    public static void putIfAbsent(ObjectNode object, String key, boolean value) {
        if (at(object, key) == null) object.put(key, value);
    }

    /** A copy whose members are in alphabetical order, at every depth. */
    public static JsonNode sorted(JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> {
                var members = new TreeMap<String, JsonNode>();
                for (var entry : object.properties()) members.put(entry.getKey(), sorted(entry.getValue()));
                ObjectNode copy = object();
                members.forEach(copy::set);
                yield copy;
            }
            case ArrayNode list -> {
                ArrayNode copy = array();
                for (JsonNode element : list) copy.add(sorted(element));
                yield copy;
            }
            default -> tree;
        };
    }

    /** Second precision, as the API writes times. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Microsecond precision, as leases and events write times. */
    public static String microTime(Instant instant) {
        return MICROS.format(instant);
    }

    /** Two nodes are the same value, where absent, null, {@code {}} and {@code []} count alike. */
    public static boolean same(@Nullable JsonNode one, @Nullable JsonNode other) {
        boolean oneEmpty = isEmpty(one);
        boolean otherEmpty = isEmpty(other);
        if (oneEmpty || otherEmpty) return oneEmpty && otherEmpty;
        return one != null && one.equals(other);
    }

    public static boolean isEmpty(@Nullable JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode() || (node.isContainer() && node.isEmpty());
    }
}
