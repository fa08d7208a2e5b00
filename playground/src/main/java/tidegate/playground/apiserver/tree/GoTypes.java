package tidegate.playground.apiserver.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Go structs of the built-in kinds, as far as they show on the wire: field numbers, and what JSON leaves out.
 * Derived from Kubernetes by {@code src/script/kubernetes-protobuf.py}.
 */
public final class GoTypes {
    private static final String META = "meta/v1.";
    private static final Map<String, Map<Integer, Field>> MESSAGES = load();

    private GoTypes() {}

    /**
     * @param name empty where the fields belong to the message around it
     * @param always JSON shows it even when it is empty
     */
    record Field(String name, Shape shape, String type, boolean always) {
        static Field parse(String text) {
            boolean always = text.endsWith("!");
            String body = always ? text.substring(0, text.length() - 1) : text;
            int space = body.indexOf(' ');
            String name = body.substring(0, space);
            String type = body.substring(space + 1);
            if (type.startsWith("*")) return new Field(name, Shape.OPTIONAL, type.substring(1), always);
            if (type.startsWith("[]")) return new Field(name, Shape.LIST, type.substring(2), always);
            if (type.startsWith("map ")) return new Field(name, Shape.MAP, type.substring(4), always);
            return new Field(name, Shape.PLAIN, type, always);
        }

        boolean isMessage() {
            return MESSAGES.containsKey(type);
        }
    }

    enum Shape {
        /** Its zero value means that it is absent. */
        PLAIN,
        /** A pointer: zero and absent differ. */
        OPTIONAL,
        LIST,
        MAP
    }

    private static Map<String, Map<Integer, Field>> load() {
        try (InputStream in =
                GoTypes.class.getResourceAsStream("/tidegate/playground/apiserver/kubernetes-protobuf.json")) {
            if (in == null) throw new IllegalStateException("kubernetes-protobuf.json is not on the class path");
            var all = new HashMap<String, Map<Integer, Field>>();
            JsonNode messages = JsonMapper.builder().build().readTree(in.readAllBytes());
            for (var message : messages.properties()) {
                var fields = new LinkedHashMap<Integer, Field>();
                for (var field : message.getValue().properties())
                    fields.put(
                            Integer.valueOf(field.getKey()),
                            Field.parse(field.getValue().asString()));
                all.put(message.getKey(), fields);
            }
            return Map.copyOf(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<Integer, Field> fields(String message) {
        return MESSAGES.getOrDefault(message, Map.of());
    }

    static boolean isKnown(String message) {
        return MESSAGES.containsKey(message);
    }

    /** The struct of a kind; options are the same in every group. */
    static String messageOf(String apiVersion, String kind) {
        if (kind.endsWith("Options") && MESSAGES.containsKey(META + kind)) return META + kind;
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "core" : apiVersion.substring(0, slash).split("\\.")[0];
        return group + "/" + apiVersion.substring(slash + 1) + "." + kind;
    }

    /** What a Go struct leaves out of JSON if it may. */
    static boolean isZero(JsonNode value) {
        return value.isString() && value.stringValue().isEmpty()
                || value.isNumber() && value.doubleValue() == 0
                || value.isBoolean() && !value.booleanValue();
    }

    /**
     * Gives an object the shape in which Go would write it: zero values vanish where they mean nothing, and appear where
     * a field is always written; quantities are in their canonical form. Changes the object; a second time changes
     * nothing more. A kind without known structs stays as it is.
     */
    public static void normalise(ObjectNode object) {
        String message = messageOf(Tree.textAt(object, "apiVersion"), Tree.textAt(object, "kind"));
        if (!isKnown(message)) return;
        normalise(object, message);
    }

    private static void normalise(ObjectNode object, String message) {
        for (Field field : fields(message).values()) {
            if (field.name().isEmpty()) normalise(object, field.type());
            else field(object, field);
        }
    }

    private static void field(ObjectNode object, Field field) {
        JsonNode value = object.get(field.name());
        boolean absent = value == null || value.isNull();
        switch (field.shape()) {
            case PLAIN -> plain(object, field, absent ? null : value);
            case OPTIONAL -> {
                if (absent) nullIfAlways(object, field);
                else object.set(field.name(), normal(value, field));
            }
            case LIST -> {
                if (absent || value.isEmpty()) {
                    if (absent) nullIfAlways(object, field);
                    else if (!field.always()) object.remove(field.name());
                } else if (value instanceof ArrayNode list)
                    for (int i = 0; i < list.size(); i++) list.set(i, normal(list.get(i), field));
            }
            case MAP -> {
                if (absent) nullIfAlways(object, field);
                else if (value instanceof ObjectNode map)
                    for (String key : List.copyOf(map.propertyNames())) map.set(key, normal(map.get(key), field));
            }
        }
    }

    private static void nullIfAlways(ObjectNode object, Field field) {
        if (field.always()) object.putNull(field.name());
        else object.remove(field.name());
    }

    private static void plain(ObjectNode object, Field field, @Nullable JsonNode value) {
        if (value == null) {
            if (field.always()) object.set(field.name(), zero(field));
            else object.remove(field.name());
            return;
        }
        if (isZero(value) && !field.always()) object.remove(field.name());
        else object.set(field.name(), normal(value, field));
    }

    private static JsonNode zero(Field field) {
        return switch (field.type()) {
            case "string" -> Tree.string("");
            case "bool" -> Tree.NODES.booleanNode(false);
            case "Time", "MicroTime", "FieldsV1", "RawExtension", "bytes" -> Tree.NODES.nullNode();
            case "Quantity" -> Tree.string("0");
            case "Duration" -> Tree.string("0s");
            default -> field.isMessage() ? normal(Tree.object(), field) : Tree.number(0);
        };
    }

    private static JsonNode normal(JsonNode value, Field field) {
        if (field.type().equals("Quantity")) return Quantities.canonical(value);
        if (value instanceof ObjectNode nested && field.isMessage()) normalise(nested, field.type());
        return value;
    }
}
