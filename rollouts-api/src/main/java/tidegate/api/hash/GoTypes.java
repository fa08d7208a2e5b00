package tidegate.api.hash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table of structures, read from a resource beside this class: an unindented line names a type, the indented ones
 * below are its fields. The notation is explained on top of {@code pod-template.types}.
 */
final class GoTypes {
    static final GoTypes POD_TEMPLATE = load("pod-template.types");
    static final GoTypes CANARY_STEPS = load("canary-steps.types");

    private final Map<String, GoType.Struct> structs;

    private GoTypes(Map<String, GoType.Struct> structs) {
        this.structs = structs;
    }

    private static GoTypes load(String resource) {
        try (InputStream in = GoTypes.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("no resource " + resource);
            try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return of(lines.lines().toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException if a line is no type and no field, or a field's type is not in the table
     */
    static GoTypes of(List<String> lines) {
        var structs = new TreeMap<String, GoType.Struct>();
        @Nullable List<GoType.Field> fields = null;
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith(" ")) {
                if (fields == null) throw new IllegalArgumentException("field: " + line + " (expected: a type first)");
                fields.add(field(line.strip()));
            } else {
                fields = new ArrayList<>();
                structs.put(line.strip(), new GoType.Struct(line.strip(), fields));
            }
        }
        var types = new GoTypes(structs);
        structs.values().forEach(struct -> struct.fields().forEach(field -> types.check(field.type())));
        return types;
    }

    private static GoType.Field field(String line) {
        String[] nameAndType = line.split(" ");
        if (nameAndType.length != 2) throw new IllegalArgumentException("field: " + line + " (expected: name type)");
        String name = nameAndType[0];
        GoType type = type(nameAndType[1]);
        if (name.endsWith("!")) return new GoType.Field(withoutLast(name), GoType.Mark.ALWAYS, type);
        if (name.endsWith("?")) return new GoType.Field(withoutLast(name), GoType.Mark.UNLESS_ZERO, type);
        return new GoType.Field(name, GoType.Mark.UNLESS_EMPTY, type);
    }

    private static String withoutLast(String name) {
        return name.substring(0, name.length() - 1);
    }

    private static GoType type(String text) {
        if (text.startsWith("*")) return new GoType.Pointer(type(text.substring(1)));
        if (text.startsWith("[]")) return new GoType.Slice(type(text.substring(2)));
        if (text.startsWith("map:")) return new GoType.MapOf(type(text.substring(4)));
        return switch (text) {
            case "string" -> GoType.Scalar.STRING;
            case "bool" -> GoType.Scalar.BOOL;
            case "int" -> GoType.Scalar.INT;
            case "quantity" -> GoType.Scalar.QUANTITY;
            case "intOrString" -> GoType.Scalar.INT_OR_STRING;
            case "time" -> GoType.Scalar.TIME;
            case "raw" -> GoType.Scalar.RAW;
            default -> new GoType.Named(text);
        };
    }

    private void check(GoType type) {
        switch (type) {
            case GoType.Scalar _ -> {}
            case GoType.Slice(GoType element) -> check(element);
            case GoType.MapOf(GoType value) -> check(value);
            case GoType.Pointer(GoType target) -> check(target);
            case GoType.Named(String name) -> struct(name);
        }
    }

    /** @throws IllegalArgumentException if the table has none of that name */
    GoType.Struct struct(String name) {
        GoType.@Nullable Struct struct = structs.get(name);
        if (struct == null) throw new IllegalArgumentException("type: " + name + " (expected: one of the table)");
        return struct;
    }
}
