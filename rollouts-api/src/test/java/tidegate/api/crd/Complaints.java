package tidegate.api.crd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tidegate.api.json.Json;

/** What is wrong with a value by its schema: unknown and missing fields, and values of another type. */
final class Complaints {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

    private final List<String> found = new ArrayList<>();

    private Complaints() {}

    static List<String> about(Schema schema, Json value) {
        var complaints = new Complaints();
        complaints.check("", schema, value);
        return complaints.found;
    }

    private void check(String path, Schema schema, Json value) {
        switch (schema) {
            case Schema.Scalar scalar -> expect(path, "a " + scalar, isOf(scalar), value);
            case Schema.Choice choice ->
                expect(path, "one of " + choice.values(), it -> choice.values().contains(it.stringOrEmpty()), value);
            case Schema.MapOf map -> {
                expect(path, "a map", Json::isObject, value);
                value.members().forEach((key, each) -> check(path + "." + key, map.values(), each));
            }
            case Schema.ListOf list -> {
                expect(path, "a list", Json::isArray, value);
                for (int i = 0; i < value.size(); i++) check(path + "[" + i + "]", list.element(), value.get(i));
            }
            case Schema.ObjectOf object -> checkFields(path, object, value);
            case Schema.AnyObject _, Schema.KubernetesType _ -> expect(path, "an object", Json::isObject, value);
            case Schema.Immutable immutable -> check(path, immutable.schema(), value);
        }
    }

    private void checkFields(String path, Schema.ObjectOf object, Json value) {
        expect(path, "an object", Json::isObject, value);
        List<String> known = object.fields().stream().map(Field::name).toList();
        for (String name : value.members().keySet())
            if (!known.contains(name)) found.add(path + "." + name + ": unknown");
        for (Field field : object.fields()) {
            Json member = value.get(field.name());
            if (member.isPresent()) check(path + "." + field.name(), field.schema(), member);
            else if (field.required()) found.add(path + "." + field.name() + ": missing");
        }
    }

    private static Predicate<Json> isOf(Schema.Scalar scalar) {
        return switch (scalar) {
            case TEXT -> Json::isString;
            case INT32 -> value -> value.integer().isPresent();
            case INT64 -> value -> value.longInteger().isPresent();
            case BOOL -> Json::isBoolean;
            case TIME -> value -> TIME.matcher(value.stringOrEmpty()).matches();
            case INT_OR_TEXT -> value -> value.isString() || value.isInteger();
        };
    }

    private void expect(String path, String what, Predicate<Json> test, Json value) {
        if (!test.test(value)) found.add(path + ": " + value + " (expected: " + what + ")");
    }
}
