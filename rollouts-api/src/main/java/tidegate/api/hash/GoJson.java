package tidegate.api.hash;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import tidegate.api.json.Json;
import tidegate.api.value.MalformedValueException;
import tidegate.api.value.Quantity;

/**
 * JSON as Go's encoder writes it after reading the same JSON into typed structures.
 *
 * <p>Fields come in the order of the type, unknown ones are dropped, empty ones are left out where the type says so,
 * map keys are sorted, quantities are canonical, and {@code < > &} are escaped. Never throws on odd input: a value of
 * the wrong kind counts as absent.
 */
public final class GoJson {
    /** Which encoder to follow. */
    public enum Dialect {
        /** Kubernetes 1.34 types and later. */
        CURRENT,
        /** Kubernetes 1.33 types and earlier: an unset time is written as {@code null}. */
        NULL_TIMES,
        /**
         * For comparing, not for hashing: equal exactly if Kubernetes calls the values semantically equal. An empty
         * list or map is an absent one, quantities are plain numbers, those in maps rounded up to a thousandth.
         */
        SEMANTIC
    }

    private final GoTypes types;
    private final Dialect dialect;
    private final StringBuilder out = new StringBuilder(512);

    private GoJson(GoTypes types, Dialect dialect) {
        this.types = types;
        this.dialect = dialect;
    }

    /** A PodTemplateSpec. */
    public static String podTemplate(Json template, Dialect dialect) {
        return new GoJson(GoTypes.POD_TEMPLATE, dialect).written(new GoType.Named("PodTemplateSpec"), template);
    }

    /** The steps of a canary; {@code null} when there are none. */
    public static String canarySteps(Json steps) {
        if (steps.isEmpty()) return "null";
        return new GoJson(GoTypes.CANARY_STEPS, Dialect.CURRENT)
                .written(new GoType.Slice(new GoType.Named("CanaryStep")), steps);
    }

    /** A string literal with Go's escapes. */
    static String quoted(String text) {
        var json = new GoJson(GoTypes.CANARY_STEPS, Dialect.CURRENT);
        json.string(text);
        return json.out.toString();
    }

    private String written(GoType type, Json value) {
        write(type, value);
        return out.toString();
    }

    private void write(GoType type, Json value) {
        switch (type) {
            case GoType.Scalar scalar -> writeScalar(scalar, value);
            case GoType.Slice(GoType element) -> writeSlice(element, value);
            case GoType.MapOf(GoType member) -> writeMap(member, value);
            case GoType.Pointer(GoType target) -> {
                if (value.isNullOrMissing()) out.append("null");
                else write(target, value);
            }
            case GoType.Named(String name) -> writeStruct(types.struct(name), value);
        }
    }

    private void writeStruct(GoType.Struct struct, Json value) {
        out.append('{');
        String separator = "";
        for (GoType.Field field : struct.fields()) {
            Json member = value.get(field.name());
            if (isLeftOut(field, member)) continue;
            out.append(separator);
            string(field.name());
            out.append(':');
            write(field.type(), member);
            separator = ",";
        }
        out.append('}');
    }

    private boolean isLeftOut(GoType.Field field, Json value) {
        return switch (field.mark()) {
            case ALWAYS -> false;
            case UNLESS_EMPTY -> isEmpty(field.type(), value);
            case UNLESS_ZERO -> value.isNullOrMissing() && dialect != Dialect.NULL_TIMES;
        };
    }

    /** What Go's {@code omitempty} leaves out: structures and the scalars made of structures are never empty. */
    private static boolean isEmpty(GoType type, Json value) {
        return switch (type) {
            case GoType.Pointer _ -> value.isNullOrMissing();
            case GoType.Slice _, GoType.MapOf _ -> value.size() == 0;
            case GoType.Named _ -> false;
            case GoType.Scalar scalar ->
                switch (scalar) {
                    case STRING -> value.stringOrEmpty().isEmpty();
                    case BOOL -> !value.isTrue();
                    case INT -> value.longInteger().orElse(0) == 0;
                    case RAW -> value.isMissing();
                    case QUANTITY, INT_OR_STRING, TIME -> false;
                };
        };
    }

    private void writeSlice(GoType element, Json value) {
        if (!value.isArray() || (dialect == Dialect.SEMANTIC && value.size() == 0)) {
            out.append("null");
            return;
        }
        out.append('[');
        String separator = "";
        for (Json each : value.elements()) {
            out.append(separator);
            write(element, each);
            separator = ",";
        }
        out.append(']');
    }

    private void writeMap(GoType member, Json value) {
        if (!value.isObject() || (dialect == Dialect.SEMANTIC && value.size() == 0)) {
            out.append("null");
            return;
        }
        boolean ofQuantities = member == GoType.Scalar.QUANTITY && dialect == Dialect.SEMANTIC;
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Json> entry : inByteOrder(value).entrySet()) {
            out.append(separator);
            string(entry.getKey());
            out.append(':');
            if (ofQuantities) string(roundedAmount(entry.getValue()));
            else write(member, entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    /** Go sorts keys by their bytes; UTF-8 sorts as code points do, which Java's UTF-16 does not. */
    private static Map<String, Json> inByteOrder(Json object) {
        var sorted = new TreeMap<String, Json>((a, b) ->
                Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()));
        sorted.putAll(object.members());
        return sorted;
    }

    private void writeScalar(GoType.Scalar type, Json value) {
        switch (type) {
            case STRING -> string(value.stringOrEmpty());
            case BOOL -> out.append(value.isTrue());
            case INT -> out.append(value.longInteger().orElse(0));
            case QUANTITY -> string(quantity(value));
            case INT_OR_STRING -> {
                if (value.isString()) string(value.stringOrEmpty());
                else out.append(value.longInteger().orElse(0));
            }
            case TIME -> {
                if (value.isString()) string(value.stringOrEmpty());
                else out.append("null");
            }
            case RAW -> raw(value);
        }
    }

    private String quantity(Json value) {
        try {
            return dialect == Dialect.SEMANTIC ? plain(Quantity.of(value).amount()) : Quantity.serialised(value);
        } catch (MalformedValueException unreadable) {
            return value.stringOrEmpty();
        }
    }

    private static String roundedAmount(Json value) {
        try {
            return plain(Quantity.of(value).roundedToMilli().amount());
        } catch (MalformedValueException unreadable) {
            return value.stringOrEmpty();
        }
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    private void raw(Json value) {
        if (value.isObject()) rawObject(value);
        else if (value.isArray()) writeSlice(GoType.Scalar.RAW, value);
        else if (value.isString()) string(value.stringOrEmpty());
        else if (value.isNumber()) out.append(number(value));
        else out.append(value.isNullOrMissing() ? "null" : value.toString());
    }

    private void rawObject(Json value) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Json> entry : inByteOrder(value).entrySet()) {
            out.append(separator);
            string(entry.getKey());
            out.append(':');
            raw(entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    /** Go prints a float without exponent from 1e-6 to below 1e21. */
    private static String number(Json value) {
        if (value.isInteger()) return value.toString();
        double number = value.number();
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        double size = Math.abs(number);
        if (size == 0) return "0";
        if (size >= 1e-6 && size < 1e21) return exact.toPlainString();
        int power = exact.precision() - exact.scale() - 1;
        String mantissa = exact.scaleByPowerOfTen(-power).toPlainString();
        return mantissa + (power < 0 ? "e" : "e+") + power;
    }

    private void string(String text) {
        out.append('"');
        text.codePoints().forEach(this::codePoint);
        out.append('"');
    }

    private void codePoint(int point) {
        switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '<', '>', '&', 0x2028, 0x2029 -> out.append(String.format("\\u%04x", point));
            default -> plainCodePoint(point);
        }
    }

    private void plainCodePoint(int point) {
        boolean loneSurrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        if (point < ' ') out.append(String.format("\\u%04x", point));
        else out.appendCodePoint(loneSurrogate ? 0xfffd : point);
    }
}
