package tidegate.playground.apiserver.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks a tree against its schema and says what is wrong in the API's words. */
public final class Validation {
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final List<FieldError> errors = new ArrayList<>();

    private Validation() {}

    public static List<FieldError> check(JsonNode tree, Schema schema) {
        return check(tree, schema, "");
    }

    static List<FieldError> check(JsonNode tree, Schema schema, String path) {
        Validation validation = new Validation();
        validation.value(tree, schema, path);
        return validation.errors;
    }

    private void value(JsonNode value, Schema schema, String path) {
        if (value.isNull()) {
            boolean mayBeNull = schema.isNullable() || schema.type() == Schema.Type.ANY;
            if (!mayBeNull) wrongType("null", schema, path);
            return;
        }
        if (!hasType(value, schema)) {
            wrongType(typeName(value), schema, path);
            return;
        }
        oneOfEnum(value, schema, path);
        switch (value) {
            case ObjectNode object -> object(object, schema, path);
            case ArrayNode array -> array(array, schema, path);
            default -> scalar(value, schema, path);
        }
        combinations(value, schema, path);
    }

    private static boolean hasType(JsonNode value, Schema schema) {
        if (schema.isIntOrString()) return value.isIntegralNumber() || value.isString();
        return switch (schema.type()) {
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
            case STRING -> value.isString();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case ANY -> true;
        };
    }

    private static String typeName(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> "null";
        };
    }

    private void wrongType(String found, Schema schema, String path) {
        String wanted =
                schema.isIntOrString() ? "integer,string" : schema.type().name().toLowerCase(Locale.ROOT);
        String detail = path + " in body must be of type " + wanted + ": \"" + found + '"';
        errors.add(FieldError.typeInvalid(path, '"' + found + '"', detail));
    }

    private void oneOfEnum(JsonNode value, Schema schema, String path) {
        Optional<JsonNode> allowed = schema.keyword("enum");
        if (allowed.isEmpty()) return;
        for (JsonNode each : allowed.get()) if (each.equals(value)) return;
        var words = new ArrayList<String>();
        for (JsonNode each : allowed.get()) words.add(Tree.text(each));
        errors.add(FieldError.unsupported(path, Tree.text(value), "supported values: " + String.join(", ", words)));
    }

    private void object(ObjectNode object, Schema schema, String path) {
        for (String name : schema.required())
            if (!object.has(name)) errors.add(FieldError.required(join(path, name), ""));
        bound(object.size(), schema, "minProperties", path, "should have at least", "properties");
        boundAbove(object.size(), schema, "maxProperties", path, "should have at most", "properties");
        for (var entry : object.properties())
            schema.member(entry.getKey())
                    .ifPresent(member -> value(entry.getValue(), member, join(path, entry.getKey())));
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private void array(ArrayNode array, Schema schema, String path) {
        bound(array.size(), schema, "minItems", path, "should have at least", "items");
        schema.keyword("maxItems")
                .filter(most -> array.size() > most.longValue())
                .ifPresent(most -> errors.add(FieldError.tooMany(path, array.size(), most.longValue())));
        uniqueElements(array, schema, path);
        schema.items().ifPresent(items -> {
            for (int i = 0; i < array.size(); i++) value(array.get(i), items, path + "[" + i + "]");
        });
    }

    private void uniqueElements(ArrayNode array, Schema schema, String path) {
        if (schema.listType() == Schema.ListType.ATOMIC) return;
        var seen = new HashSet<JsonNode>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode identity = identity(array.get(i), schema);
            if (!seen.add(identity)) errors.add(FieldError.duplicate(path + "[" + i + "]", Tree.text(identity)));
        }
    }

    private static JsonNode identity(JsonNode element, Schema schema) {
        if (schema.listType() == Schema.ListType.SET) return element;
        ObjectNode keys = Tree.object();
        for (String key : schema.listMapKeys()) {
            JsonNode value = Tree.at(element, key);
            if (value != null) keys.set(key, value);
        }
        return keys;
    }

    private void scalar(JsonNode value, Schema schema, String path) {
        if (value.isString()) string(value.stringValue(), schema, path);
        if (value.isNumber()) number(value, schema, path);
    }

    private void string(String text, Schema schema, String path) {
        int length = text.codePointCount(0, text.length());
        schema.keyword("minLength")
                .filter(least -> length < least.longValue())
                .ifPresent(least -> errors.add(FieldError.invalid(
                        path, quoted(text), path + " in body should be at least " + least + " chars long")));
        schema.keyword("maxLength")
                .filter(most -> length > most.longValue())
                .ifPresent(most -> errors.add(FieldError.tooLong(path, "may not be more than " + most + " bytes")));
        String pattern = schema.text("pattern");
        if (!pattern.isEmpty() && !compiled(pattern).matcher(text).find())
            errors.add(FieldError.invalid(path, quoted(text), path + " in body should match '" + pattern + "'"));
        String format = schema.format();
        if (!Formats.accepts(format, text))
            errors.add(FieldError.typeInvalid(
                    path, quoted(text), path + " in body must be of type " + format + ": " + quoted(text)));
    }

    private static String quoted(String text) {
        return Tree.text(Tree.string(text));
    }

    private static Pattern compiled(String pattern) {
        return PATTERNS.computeIfAbsent(pattern, text -> {
            try {
                return Pattern.compile(text);
            } catch (PatternSyntaxException _) {
                return Pattern.compile("");
            }
        });
    }

    private void number(JsonNode value, Schema schema, String path) {
        double number = value.doubleValue();
        schema.keyword("minimum")
                .filter(least -> isBelow(number, least.doubleValue(), schema.isSet("exclusiveMinimum")))
                .ifPresent(least -> errors.add(FieldError.invalid(
                        path,
                        Tree.text(value),
                        path + " in body should be greater than "
                                + (schema.isSet("exclusiveMinimum") ? "" : "or equal to ") + Tree.text(least))));
        schema.keyword("maximum")
                .filter(most -> isBelow(-number, -most.doubleValue(), schema.isSet("exclusiveMaximum")))
                .ifPresent(most -> errors.add(FieldError.invalid(
                        path,
                        Tree.text(value),
                        path + " in body should be less than "
                                + (schema.isSet("exclusiveMaximum") ? "" : "or equal to ") + Tree.text(most))));
        schema.keyword("multipleOf")
                .filter(step -> number % step.doubleValue() != 0)
                .ifPresent(step -> errors.add(FieldError.invalid(
                        path, Tree.text(value), path + " in body should be a multiple of " + Tree.text(step))));
        Formats.rangeOf(schema.format())
                .filter(range -> number < range.least() || number > range.most())
                .ifPresent(_ -> errors.add(FieldError.invalid(
                        path,
                        Tree.text(value),
                        "Invalid value: " + Tree.text(value) + ": " + path + " in body must be of type "
                                + schema.format() + ": " + quoted(Tree.text(value)))));
    }

    private static boolean isBelow(double number, double bound, boolean exclusive) {
        return exclusive ? number <= bound : number < bound;
    }

    private void bound(int size, Schema schema, String keyword, String path, String words, String unit) {
        schema.keyword(keyword)
                .filter(least -> size < least.longValue())
                .ifPresent(least -> errors.add(FieldError.invalid(
                        path, Integer.toString(size), path + " in body " + words + " " + least + " " + unit)));
    }

    private void boundAbove(int size, Schema schema, String keyword, String path, String words, String unit) {
        schema.keyword(keyword)
                .filter(most -> size > most.longValue())
                .ifPresent(most -> errors.add(FieldError.invalid(
                        path, Integer.toString(size), path + " in body " + words + " " + most + " " + unit)));
    }

    private void combinations(JsonNode value, Schema schema, String path) {
        for (Schema each : schema.alternatives("allOf")) value(value, each, path);
        oneAtLeast(value, schema, path);
        List<Schema> exclusive = schema.alternatives("oneOf");
        if (!exclusive.isEmpty() && matching(value, exclusive, path) != 1)
            errors.add(FieldError.invalid(
                    path, abbreviated(value), path + " in body must validate one and only one schema (oneOf)"));
        schema.negation()
                .filter(not -> check(value, not, path).isEmpty())
                .ifPresent(_ -> errors.add(FieldError.invalid(
                        path, abbreviated(value), path + " in body must not validate the schema (not)")));
    }

    private void oneAtLeast(JsonNode value, Schema schema, String path) {
        List<Schema> any = schema.alternatives("anyOf");
        if (any.isEmpty() || schema.isIntOrString()) return;
        if (matching(value, any, path) == 0)
            errors.add(FieldError.invalid(
                    path, abbreviated(value), path + " in body must validate at least one schema (anyOf)"));
    }

    private static long matching(JsonNode value, List<Schema> schemas, String path) {
        return schemas.stream()
                .filter(each -> check(value, each, path).isEmpty())
                .count();
    }

    private static String abbreviated(JsonNode value) {
        return value.isContainer() ? '"' + typeName(value) + '"' : Tree.text(value);
    }
}
