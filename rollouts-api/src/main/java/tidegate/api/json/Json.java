package tidegate.api.json;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One immutable JSON value, or {@linkplain #MISSING the absence of one}.
 *
 * <p>Reading never fails on absence: {@code get} and {@code at} answer {@link #MISSING}, whose every question is false
 * or empty. Changing answers a new value and shares what stayed. Key order is kept; {@code equals} ignores it, as JSON
 * does. Numbers keep the kind they were read with: {@code 1} and {@code 1.0} differ.
 *
 * <p>It holds plain values in arrays instead of a tree of nodes with hash tables: a fifth of the memory.
 */
public final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What is not there; different from an explicit {@link #NULL}. */
    public static final Json MISSING = new Json(Plain.MISSING);

    /** The JSON value {@code null}. */
    public static final Json NULL = new Json(Plain.NULL);

    /** {@code {}}. */
    public static final Json EMPTY_OBJECT = new Json(Fields.NONE);

    /** {@code []}. */
    public static final Json EMPTY_ARRAY = new Json(Items.NONE);

    private final Object value;

    private Json(Object value) {
        this.value = value;
    }

    /**
     * Reads one JSON document.
     *
     * @return MISSING for empty text
     * @throws JsonException if the text is not exactly one JSON value; the message has line and column
     */
    public static Json parse(String text) {
        return wrap(JsonText.read(text));
    }

    /** {@link #parse(String)} of UTF-8 bytes. */
    public static Json parse(byte[] utf8) {
        return wrap(JsonText.read(utf8));
    }

    static Json wrap(@Nullable Object found) {
        if (found == null || found == Plain.MISSING) return MISSING;
        return found == Plain.NULL ? NULL : new Json(found);
    }

    Object plain() {
        return value;
    }

    /** The value of a Jackson tree; later changes of the tree do not show. */
    public static Json copyOf(JsonNode tree) {
        return wrap(plainOf(tree));
    }

    private static Object plainOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                var members = new LinkedHashMap<String, Object>();
                for (var entry : node.properties()) members.put(entry.getKey(), plainOf(entry.getValue()));
                yield Fields.of(members);
            }
            case ARRAY -> {
                var values = new Object[node.size()];
                for (int i = 0; i < values.length; i++) values[i] = plainOf(node.get(i));
                yield Items.of(values);
            }
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> numberOf(node);
            case MISSING -> Plain.MISSING;
            case NULL -> Plain.NULL;
            case BINARY, POJO -> throw new JsonException("no JSON for a node of type " + node.getNodeType());
        };
    }

    private static Object numberOf(JsonNode node) {
        if (!node.isIntegralNumber()) return node.doubleValue();
        if (node.canConvertToInt()) return node.intValue();
        return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
    }

    /** A mutable Jackson tree, for libraries that want one. */
    public JsonNode toTree() {
        return treeOf(value);
    }

    private static JsonNode treeOf(Object plain) {
        if (plain instanceof Fields fields) {
            ObjectNode made = NODES.objectNode();
            for (int i = 0; i < fields.size(); i++) made.set(fields.key(i), treeOf(fields.value(i)));
            return made;
        }
        if (plain instanceof Items items) {
            ArrayNode made = NODES.arrayNode();
            for (int i = 0; i < items.size(); i++) made.add(treeOf(items.get(i)));
            return made;
        }
        if (plain instanceof String text) return NODES.stringNode(text);
        if (plain instanceof Boolean bool) return NODES.booleanNode(bool);
        if (plain instanceof Integer number) return NODES.numberNode(number.intValue());
        if (plain instanceof Long number) return NODES.numberNode(number.longValue());
        if (plain instanceof Double number) return NODES.numberNode(number.doubleValue());
        if (plain instanceof BigInteger number) return NODES.numberNode(number);
        return plain == Plain.NULL ? NODES.nullNode() : NODES.missingNode();
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
        if (value instanceof CharSequence text) return new Json(text.toString());
        if (value instanceof Boolean || value instanceof Integer || value instanceof Double) return new Json(value);
        if (value instanceof Long number) return ofLong(number);
        if (value instanceof Map<?, ?> map) return ofMap(map);
        if (value instanceof Collection<?> list) return ofList(list);
        throw new JsonException("no JSON for a " + value.getClass().getName());
    }

    private static Json ofLong(long number) {
        boolean small = number == (int) number;
        return new Json(small ? (Object) (int) number : (Object) number);
    }

    private static Json ofMap(Map<?, ?> map) {
        var slots = new Object[2 * map.size()];
        int used = 0;
        for (var entry : map.entrySet()) {
            Json json = of(entry.getValue());
            if (json.isMissing()) continue;
            slots[used++] = (String) entry.getKey();
            slots[used++] = json.value;
        }
        return new Json(Fields.of(used == slots.length ? slots : Arrays.copyOf(slots, used)));
    }

    private static Json ofList(Collection<?> list) {
        var values = new Object[list.size()];
        int used = 0;
        for (Object element : list) {
            Json json = of(element);
            if (json.isPresent()) values[used++] = json.value;
        }
        return new Json(Items.of(used == values.length ? values : Arrays.copyOf(values, used)));
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
        return value != Plain.MISSING;
    }

    public boolean isMissing() {
        return value == Plain.MISSING;
    }

    /** Absent, or an explicit null: the API treats both alike nearly everywhere. */
    public boolean isNullOrMissing() {
        return value instanceof Plain;
    }

    public boolean isObject() {
        return value instanceof Fields;
    }

    public boolean isArray() {
        return value instanceof Items;
    }

    public boolean isString() {
        return value instanceof String;
    }

    public boolean isNumber() {
        return value instanceof Number;
    }

    /** A number written without fraction and exponent. */
    public boolean isInteger() {
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    }

    public boolean isBoolean() {
        return value instanceof Boolean;
    }

    /** Absent, null, {@code {}} or {@code []}. */
    public boolean isEmpty() {
        return isNullOrMissing() || ((isObject() || isArray()) && size() == 0);
    }

    /** The member of an object, MISSING if this is no object or has none of that name. */
    public Json get(String key) {
        return value instanceof Fields fields ? wrap(fields.get(key)) : MISSING;
    }

    /** The element of an array, MISSING outside its bounds. */
    public Json get(int index) {
        return value instanceof Items items && index >= 0 && index < items.size() ? wrap(items.get(index)) : MISSING;
    }

    /** {@link #get(String)} along a path of keys. */
    public Json at(String... keys) {
        Json found = this;
        for (String key : keys) found = found.get(key);
        return found;
    }

    /** The text of a string; empty for every other kind. */
    public Optional<String> string() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The text of a string, {@code ""} for every other kind: as Go reads an absent string. */
    public String stringOrEmpty() {
        return value instanceof String text ? text : "";
    }

    /** The value of an integer that fits 32 bits; empty otherwise. */
    public OptionalInt integer() {
        return value instanceof Integer number ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** The value of an integer that fits 64 bits; empty otherwise. */
    public OptionalLong longInteger() {
        return value instanceof Integer || value instanceof Long
                ? OptionalLong.of(((Number) value).longValue())
                : OptionalLong.empty();
    }

    /** The value of any number; NaN for every other kind. */
    public double number() {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** True only for the JSON value {@code true}. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /** The value of a boolean; empty for every other kind. */
    public Optional<Boolean> bool() {
        return value instanceof Boolean bool ? Optional.of(bool) : Optional.empty();
    }

    /** The elements of an array in order; empty for every other kind. The list cannot be changed. */
    public List<Json> elements() {
        return value instanceof Items items ? items.asList(Json::wrap) : List.of();
    }

    /** The members of an object in their order; empty for every other kind. The map cannot be changed. */
    public Map<String, Json> members() {
        return value instanceof Fields fields ? fields.asMap(Json::wrap) : Map.of();
    }

    /** The members whose values are strings, as labels and annotations are. The map cannot be changed. */
    public Map<String, String> strings() {
        return value instanceof Fields fields ? stringsOf(fields).asMap(String.class::cast) : Map.of();
    }

    private static Fields stringsOf(Fields fields) {
        Fields kept = fields;
        for (int i = 0; i < fields.size(); i++)
            if (!(fields.value(i) instanceof String)) kept = kept.without(fields.key(i));
        return kept;
    }

    /** Elements of an array or members of an object; 0 for every other kind. */
    public int size() {
        if (value instanceof Fields fields) return fields.size();
        return value instanceof Items items ? items.size() : 0;
    }

    /**
     * This object with one member set. MISSING removes the member; on an absent or null value a new object begins.
     *
     * @throws JsonException if this is a scalar or an array
     */
    public Json with(String key, @Nullable Object value) {
        Json json = of(value);
        return json.isMissing() ? without(key) : new Json(fieldsTo("set " + key).with(key, json.value));
    }

    /** {@link #with} along a path; objects that are not there are made. */
    public Json withAt(List<String> path, @Nullable Object value) {
        String key = path.getFirst();
        return path.size() == 1 ? with(key, value) : with(key, get(key).withAt(path.subList(1, path.size()), value));
    }

    /** This object without one member; the same value if it has none. */
    public Json without(String key) {
        if (!(value instanceof Fields fields)) return this;
        Fields less = fields.without(key);
        return less == fields ? this : new Json(less);
    }

    /** This object with one member replaced by what {@code change} makes of it (given MISSING where there is none). */
    public Json map(String key, UnaryOperator<Json> change) {
        return with(key, change.apply(get(key)));
    }

    /** This array with each element replaced. */
    public Json mapElements(UnaryOperator<Json> change) {
        return isArray() ? ofList(elements().stream().map(change).toList()) : this;
    }

    private Fields fieldsTo(String purpose) {
        if (isNullOrMissing()) return Fields.NONE;
        if (!(value instanceof Fields fields)) throw new JsonException("cannot " + purpose + " in " + this);
        return fields;
    }

    /** This value after a JSON merge patch (RFC 7386). */
    public Json merged(Json patch) {
        if (!patch.isObject()) return patch;
        Json result = isObject() ? this : EMPTY_OBJECT;
        for (var entry : patch.members().entrySet()) {
            String key = entry.getKey();
            Json change = entry.getValue();
            result = change.value == Plain.NULL
                    ? result.without(key)
                    : result.with(key, result.get(key).merged(change));
        }
        return result;
    }

    /** UTF-8 bytes of {@link #toString}. */
    public byte[] toBytes() {
        return isMissing() ? new byte[0] : JsonText.bytes(value);
    }

    /** Compact JSON, keys in their order; {@code ""} for MISSING. */
    @Override
    public String toString() {
        return isMissing() ? "" : JsonText.text(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json json && value.equals(json.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
