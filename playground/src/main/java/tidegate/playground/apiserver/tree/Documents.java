package tidegate.playground.apiserver.tree;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads one JSON or YAML document into a tree. Unlike a plain mapper it notices fields given twice (the last one
 * counts), and numbers come out as the API keeps them: {@code 1.0} is {@code 1}.
 */
public final class Documents {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final ObjectMapper YAML = YAMLMapper.builder().build();

    private Documents() {}

    /** A tree, and the paths ({@code spec.replicas}) of the fields given more than once, in their order. */
    public record Document(JsonNode tree, List<String> duplicates) {}

    /** @throws UnreadableException if it is not one JSON value */
    public static Document json(byte[] body) {
        return read(JSON, body);
    }

    /** YAML, of which JSON is a part. @throws UnreadableException if it is neither */
    public static Document yaml(byte[] body) {
        if (!looksLikeJson(body)) return read(YAML, body);
        try {
            return read(JSON, body);
        } catch (UnreadableException _) {
            return read(YAML, body); // YAML's own braces
        }
    }

    /** The envelope in which Go clients send built-in kinds. @throws UnreadableException for any other kind */
    public static Document protobuf(byte[] body) {
        return new Document(
                Protobuf.read(body)
                        .orElseThrow(() -> new UnreadableException(
                                "no protobuf form of this kind is known", new IllegalArgumentException())),
                List.of());
    }

    /** The same document in YAML. */
    public static byte[] yamlOf(byte[] json) {
        return YAML.writeValueAsBytes(JSON.readTree(json));
    }

    /** What could not be read; the message says where. */
    public static final class UnreadableException extends RuntimeException {
        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static boolean looksLikeJson(byte[] body) {
        for (byte b : body) if (!Character.isWhitespace(b)) return b == '{' || b == '[';
        return false;
    }

    private static Document read(ObjectMapper mapper, byte[] body) {
        var duplicates = new ArrayList<String>();
        try (JsonParser parser = mapper.createParser(body)) {
            JsonToken first = parser.nextToken();
            if (first == null) return new Document(Tree.NODES.missingNode(), List.of());
            JsonNode tree = value(parser, "", duplicates);
            if (mapper == JSON && parser.nextToken() != null)
                throw new UnreadableException("more than one JSON value", new IllegalStateException());
            return new Document(tree, List.copyOf(duplicates));
        } catch (JacksonException e) {
            var at = e.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw new UnreadableException(e.getOriginalMessage() + where, e);
        }
    }

    private static JsonNode value(JsonParser parser, String path, List<String> duplicates) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, path, duplicates);
            case START_ARRAY -> array(parser, path, duplicates);
            case VALUE_STRING -> Tree.string(parser.getString());
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> decimal(parser.getDoubleValue());
            case VALUE_TRUE -> Tree.NODES.booleanNode(true);
            case VALUE_FALSE -> Tree.NODES.booleanNode(false);
            default -> Tree.NODES.nullNode();
        };
    }

    private static JsonNode integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> Tree.number(parser.getLongValue());
            default -> Tree.NODES.numberNode(parser.getDoubleValue());
        };
    }

    private static JsonNode decimal(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Tree.number((long) value)
                : Tree.NODES.numberNode(value);
    }

    private static ObjectNode object(JsonParser parser, String path, List<String> duplicates) {
        ObjectNode made = Tree.object();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String here = path.isEmpty() ? key : path + "." + key;
            parser.nextToken();
            if (made.has(key)) duplicates.add(here);
            made.set(key, value(parser, here, duplicates));
        }
        return made;
    }

    private static ArrayNode array(JsonParser parser, String path, List<String> duplicates) {
        ArrayNode made = Tree.array();
        while (parser.nextToken() != JsonToken.END_ARRAY)
            made.add(value(parser, path + "[" + made.size() + "]", duplicates));
        return made;
    }
}
