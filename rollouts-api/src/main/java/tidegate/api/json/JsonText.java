package tidegate.api.json;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

/** Reads and writes JSON text, straight from and to plain values. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** From so many members on, whether a key came before is not looked up one by one. */
    private static final int MANY = 16;

    private JsonText() {}

    /** @throws JsonException if it is not one JSON value; of empty text {@link Plain#MISSING} */
    static Object read(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return document(parser);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    static Object read(byte[] utf8) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), utf8)) {
            return document(parser);
        } catch (JacksonException e) {
            throw notJson(e);
        }
    }

    private static JsonException notJson(JacksonException e) {
        return new JsonException("not JSON: " + e.getOriginalMessage() + where(e), e);
    }

    private static String where(JacksonException e) {
        var at = e.getLocation();
        return at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
    }

    private static Object document(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) return Plain.MISSING;
        Object value = value(parser, first);
        JsonToken trailing = parser.nextToken();
        if (trailing == null) return value;
        var at = parser.currentTokenLocation();
        throw new JsonException(
                "not JSON: more follows after its end (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")");
    }

    private static Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> fields(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> Plain.NULL;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new JsonException("not JSON: " + token + " where a value is expected");
        };
    }

    private static Object integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> parser.getIntValue();
            case LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> parser.getBigIntegerValue();
        };
    }

    private static Fields fields(JsonParser parser) {
        var slots = new ArrayList<Object>(16);
        Map<String, Integer> places = new HashMap<>(0);
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            Object value = value(parser, parser.nextToken());
            int before = placeOf(key, slots, places);
            if (before >= 0) {
                slots.set(before + 1, value);
            } else {
                if (slots.size() >= 2 * MANY) places.put(key, slots.size());
                slots.add(key);
                slots.add(value);
            }
        }
        return Fields.of(slots.toArray());
    }

    /** The last one of equal keys counts, as everywhere. */
    private static int placeOf(String key, List<Object> slots, Map<String, Integer> places) {
        int few = Math.min(slots.size(), 2 * MANY);
        for (int i = 0; i < few; i += 2) if (slots.get(i).equals(key)) return i;
        return few < slots.size() ? places.getOrDefault(key, -1) : -1;
    }

    private static Items items(JsonParser parser) {
        var values = new ArrayList<Object>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken())
            values.add(value(parser, next));
        return Items.of(values.toArray());
    }

    static String text(Object plain) {
        var out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            write(generator, plain);
        }
        return out.toString();
    }

    static byte[] bytes(Object plain) {
        try (var out = new ByteArrayBuilder()) {
            try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
                write(generator, plain);
            }
            return out.toByteArray();
        }
    }

    private static void write(JsonGenerator out, Object plain) {
        if (plain instanceof String text) out.writeString(text);
        else if (plain instanceof Fields fields) write(out, fields);
        else if (plain instanceof Items items) write(out, items);
        else if (plain instanceof Integer number) out.writeNumber(number.intValue());
        else if (plain instanceof Boolean bool) out.writeBoolean(bool);
        else if (plain instanceof Long number) out.writeNumber(number.longValue());
        else if (plain instanceof Double number) out.writeNumber(number.doubleValue());
        else if (plain instanceof BigInteger number) out.writeNumber(number);
        else out.writeNull();
    }

    private static void write(JsonGenerator out, Fields fields) {
        out.writeStartObject();
        for (int i = 0; i < fields.size(); i++) {
            out.writeName(fields.key(i));
            write(out, fields.value(i));
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, Items items) {
        out.writeStartArray();
        for (int i = 0; i < items.size(); i++) write(out, items.get(i));
        out.writeEndArray();
    }
}
