package tidegate.api.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One immutable JSON value, or {@linkplain #MISSING the absence of one}.
 *
 * <p>Reading never fails on absence: {@code get} and {@code at} answer {@link #MISSING}, whose every question is false
 * or empty. Changing answers a new value and shares what stayed. Key order is kept; {@code equals} ignores it, as JSON
 * does. Numbers keep the kind they were read with: {@code 1} and {@code 1.0} differ.
 *
 * <p>It stands in front of Jackson's tree, which is mutable and would let a reader change a cache.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What is not there; different from an explicit {@link #NULL}. */
    public static final Json MISSING = new Json(MissingNode.getInstance());

    /** The JSON value {@code null}. */
    public static final Json NULL = new Json(NODES.nullNode());

    /** {@code {}}. */
    public static final Json EMPTY_OBJECT = new Json(NODES.objectNode());

    /** {@code []}. */
    public static final Json EMPTY_ARRAY = new Json(NODES.arrayNode());

    private final JsonNode node;

    private Json(JsonNode node) {
        this.node = node;
    }

    /**
     * Reads one JSON document.
     *
     * @throws JsonException if the text is not exactly one JSON value; the message has line and column
     */
    public static Json parse(String text) {
        try {
            return new Json(MAPPER.readTree(text));
        } catch (JacksonException e) {
            throw new JsonException("not JSON: " + e.getOriginalMessage() + where(e), e);
        }
    }

    /** {@link #parse(String)} of UTF-8 bytes. */
    public static Json parse(byte[] utf8) {
        try {
            return new Json(MAPPER.readTree(utf8));
        } catch (JacksonException e) {
            throw new JsonException("not JSON: " + e.getOriginalMessage() + where(e), e);
        }
    }

    private static String where(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    /** The value around a Jackson tree, which is copied: later changes of the tree do not show. */
    public static Json copyOf(JsonNode tree) {
        return new Json(tree.deepCopy());
    }

    /** A mutable Jackson copy, for libraries that want one. */
    public JsonNode toTree() {
        return node.deepCopy();
    }

    /**
     * A value from plain Java: {@code Json}, {@code Map} with string keys, {@code Collection}, {@code CharSequence},
     * {@code Number}, {@code Boolean}, {@code Optional} (empty becomes {@link #MISSING}) or null.
     *
     * <p>Map entries and list elements that are MISSING are left out.
     *
     * @throws JsonException for any other type
     */
    public static Json of(@Nullable Object value) {
        // no switch over types: preparing one takes 40 ms at run time, a tenth of a whole run of the command line
        if (value == null) return NULL;
        if (value instanceof Json json) return json;
        if (value instanceof Optional<?> optional) return optional.isPresent() ? of(optional.get()) : MISSING;
        if (value instanceof CharSequence text) return new Json(NODES.stringNode(text.toString()));
        if (value instanceof Boolean bool) return new Json(NODES.booleanNode(bool));
        if (value instanceof Integer number) return new Json(NODES.numberNode(number.intValue()));
        if (value instanceof Long number) return ofLong(number);
        if (value instanceof Double number) return new Json(NODES.numberNode(number.doubleValue()));
        if (value instanceof Map<?, ?> map) return ofMap(map);
        if (value instanceof Collection<?> list) return ofList(list);
        throw new JsonException("no JSON for a " + value.getClass().getName());
    }

    private static Json ofLong(long number) {
        boolean small = number == (int) number;
        return new Json(small ? NODES.numberNode((int) number) : NODES.numberNode(number));
    }

    private static Json ofMap(Map<?, ?> map) {
        ObjectNode made = NODES.objectNode();
        map.forEach((key, value) -> {
            Json json = of(value);
            if (json.isPresent()) made.set((String) key, json.node);
        });
        return new Json(made);
    }

    private static Json ofList(Collection<?> list) {
        ArrayNode made = NODES.arrayNode();
        for (Object element : list) {
            Json json = of(element);
            if (json.isPresent()) made.add(json.node);
        }
        return new Json(made);
    }

    /**
     * An object from alternating keys and values, each value as for {@link #of}; a MISSING value leaves its key out.
     *
     * @throws JsonException if the count is odd or a key is no string
     */
    public static Json object(@Nullable Object... keysAndValues) {
        if (keysAndValues.length % 2 != 0) throw new JsonException("object: a key without a value");
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (!(keysAndValues[i] instanceof String key)) throw new JsonException("object: key " + keysAndValues[i]);
            map.put(key, keysAndValues[i + 1]);
        }
        return ofMap(map);
    }

    /** An array of values, each as for {@link #of}. */
    public static Json array(Object... elements) {
        return ofList(List.of(elements));
    }

    public boolean isPresent() {
        return !node.isMissingNode();
    }

    public boolean isMissing() {
        return node.isMissingNode();
    }

    /** Absent, or an explicit null: the API treats both alike nearly everywhere. */
    public boolean isNullOrMissing() {
        return node.isMissingNode() || node.isNull();
    }

    public boolean isObject() {
        return node.isObject();
    }

    public boolean isArray() {
        return node.isArray();
    }

    public boolean isString() {
        return node.isString();
    }

    public boolean isNumber() {
        return node.isNumber();
    }

    /** A number written without fraction and exponent. */
    public boolean isInteger() {
        return node.isIntegralNumber();
    }

    public boolean isBoolean() {
        return node.isBoolean();
    }

    /** Absent, null, {@code {}} or {@code []}. */
    public boolean isEmpty() {
        return isNullOrMissing() || (node.isContainer() && node.isEmpty());
    }

    /** The member of an object, MISSING if this is no object or has none of that name. */
    public Json get(String key) {
        return wrap(node.get(key));
    }

    /** The element of an array, MISSING outside its bounds. */
    public Json get(int index) {
        return wrap(node.get(index));
    }

    /** {@link #get(String)} along a path of keys. */
    public Json at(String... keys) {
        Json found = this;
        for (String key : keys) found = found.get(key);
        return found;
    }

    private static Json wrap(@Nullable JsonNode found) {
        return found == null ? MISSING : new Json(found);
    }

    /** The text of a string; empty for every other kind. */
    public Optional<String> string() {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    /** The text of a string, {@code ""} for every other kind: as Go reads an absent string. */
    public String stringOrEmpty() {
        return node.isString() ? node.stringValue() : "";
    }

    /** The value of an integer that fits 32 bits; empty otherwise. */
    public OptionalInt integer() {
        return node.isIntegralNumber() && node.canConvertToInt()
                ? OptionalInt.of(node.intValue())
                : OptionalInt.empty();
    }

    /** The value of an integer that fits 64 bits; empty otherwise. */
    public OptionalLong longInteger() {
        return node.isIntegralNumber() && node.canConvertToLong()
                ? OptionalLong.of(node.longValue())
                : OptionalLong.empty();
    }

    /** The value of any number; NaN for every other kind. */
    public double number() {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    /** True only for the JSON value {@code true}. */
    public boolean isTrue() {
        return node.isBoolean() && node.booleanValue();
    }

    /** The value of a boolean; empty for every other kind. */
    public Optional<Boolean> bool() {
        return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
    }

    /** The elements of an array in order; empty for every other kind. */
    public List<Json> elements() {
        if (!node.isArray()) return List.of();
        var all = new ArrayList<Json>(node.size());
        for (JsonNode element : node) all.add(new Json(element));
        return List.copyOf(all);
    }

    /** The members of an object in their order; empty for every other kind. The map cannot be changed. */
    public Map<String, Json> members() {
        if (!node.isObject()) return Map.of();
        var all = new LinkedHashMap<String, Json>();
        for (var entry : node.properties()) all.put(entry.getKey(), new Json(entry.getValue()));
        return java.util.Collections.unmodifiableMap(all);
    }

    /** The members whose values are strings, as labels and annotations are. The map cannot be changed. */
    public Map<String, String> strings() {
        var all = new LinkedHashMap<String, String>();
        members().forEach((key, value) -> value.string().ifPresent(text -> all.put(key, text)));
        return java.util.Collections.unmodifiableMap(all);
    }

    /** Elements of an array or members of an object; 0 for every other kind. */
    public int size() {
        return node.size();
    }

    /**
     * This object with one member set. MISSING removes the member; on an absent or null value a new object begins.
     *
     * @throws JsonException if this is a scalar or an array
     */
    public Json with(String key, @Nullable Object value) {
        Json json = of(value);
        if (json.isMissing()) return without(key);
        ObjectNode copy = shallowObject("set " + key);
        copy.set(key, json.node);
        return new Json(copy);
    }

    /** {@link #with} along a path; objects that are not there are made. */
    public Json withAt(List<String> path, @Nullable Object value) {
        String key = path.getFirst();
        return path.size() == 1 ? with(key, value) : with(key, get(key).withAt(path.subList(1, path.size()), value));
    }

    /** This object without one member; the same value if it has none. */
    public Json without(String key) {
        if (!node.has(key)) return this;
        ObjectNode copy = shallowObject("remove " + key);
        copy.remove(key);
        return new Json(copy);
    }

    /** This object with one member replaced by what {@code change} makes of it (given MISSING where there is none). */
    public Json map(String key, UnaryOperator<Json> change) {
        return with(key, change.apply(get(key)));
    }

    /** This array with each element replaced. */
    public Json mapElements(UnaryOperator<Json> change) {
        return isArray() ? ofList(elements().stream().map(change).toList()) : this;
    }

    private ObjectNode shallowObject(String purpose) {
        if (isNullOrMissing()) return NODES.objectNode();
        if (!(node instanceof ObjectNode object)) throw new JsonException("cannot " + purpose + " in " + this);
        ObjectNode copy = NODES.objectNode();
        for (var entry : object.properties()) copy.set(entry.getKey(), entry.getValue());
        return copy;
    }

    /** This value after a JSON merge patch (RFC 7386). */
    public Json merged(Json patch) {
        if (!patch.isObject()) return patch;
        Json result = isObject() ? this : EMPTY_OBJECT;
        for (var entry : patch.members().entrySet()) {
            String key = entry.getKey();
            Json change = entry.getValue();
            result = change.node.isNull()
                    ? result.without(key)
                    : result.with(key, result.get(key).merged(change));
        }
        return result;
    }

    /** UTF-8 bytes of {@link #toString}. */
    public byte[] toBytes() {
        return MAPPER.writeValueAsBytes(node);
    }

    /** Compact JSON, keys in their order; {@code ""} for MISSING. */
    @Override
    public String toString() {
        return node.isMissingNode() ? "" : MAPPER.writeValueAsString(node);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && node.equals(json.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }
}
