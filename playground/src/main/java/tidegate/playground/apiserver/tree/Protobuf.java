package tidegate.playground.apiserver.tree;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code application/vnd.kubernetes.protobuf}, in which Go clients send built-in kinds. How the kinds are written
 * is derived from Kubernetes by {@code src/script}. Answers are always JSON: every client reads that.
 */
public final class Protobuf {
    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private Protobuf() {}

    /**
     * The object in an envelope, with its apiVersion and kind.
     *
     * @return empty for a kind that has no protobuf form here
     * @throws Documents.UnreadableException if the bytes are no such envelope
     */
    public static Optional<ObjectNode> read(byte[] body) {
        if (body.length < MAGIC.length || !Arrays.equals(Arrays.copyOf(body, MAGIC.length), MAGIC))
            throw new Documents.UnreadableException("not a Kubernetes protobuf", new IllegalArgumentException());
        try {
            ByteBuffer in = buffer(body);
            in.position(MAGIC.length);
            return envelope(in);
        } catch (RuntimeException e) {
            if (e instanceof Documents.UnreadableException unreadable) throw unreadable;
            throw new Documents.UnreadableException("malformed protobuf: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Optional<ObjectNode> envelope(ByteBuffer in) {
        String apiVersion = "";
        String kind = "";
        byte[] raw = {};
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag >>> 3)) {
                case 1 -> {
                    ByteBuffer type = buffer(bytes(in));
                    while (type.hasRemaining()) {
                        int number = (int) (varint(type) >>> 3);
                        String text = new String(bytes(type), StandardCharsets.UTF_8);
                        if (number == 1) apiVersion = text;
                        else kind = text;
                    }
                }
                case 2 -> raw = bytes(in);
                default -> skip(in, (int) tag & 7);
            }
        }
        String message = GoTypes.messageOf(apiVersion, kind);
        if (!GoTypes.isKnown(message)) return Optional.empty();
        ObjectNode object = Tree.object();
        object.put("apiVersion", apiVersion).put("kind", kind);
        message(buffer(raw), message, object);
        return Optional.of(object);
    }

    private static void message(ByteBuffer in, String type, ObjectNode into) {
        Map<Integer, GoTypes.Field> fields = GoTypes.fields(type);
        while (in.hasRemaining()) {
            long tag = varint(in);
            GoTypes.Field field = fields.get((int) (tag >>> 3));
            if (field == null) skip(in, (int) tag & 7);
            else field(in, (int) tag & 7, field, into);
        }
    }

    private static void field(ByteBuffer in, int wire, GoTypes.Field field, ObjectNode into) {
        switch (field.shape()) {
            case PLAIN -> {
                if (field.name().isEmpty()) {
                    message(buffer(bytes(in)), field.type(), into);
                    return;
                }
                JsonNode value = value(in, wire, field.type());
                if (value != null && !GoTypes.isZero(value)) into.set(field.name(), value);
            }
            case OPTIONAL -> {
                JsonNode value = value(in, wire, field.type());
                if (value != null) into.set(field.name(), value);
            }
            case LIST -> {
                ArrayNode list =
                        into.get(field.name()) instanceof ArrayNode there ? there : into.putArray(field.name());
                JsonNode value = value(in, wire, field.type());
                if (value != null) list.add(value);
            }
            case MAP -> mapEntry(buffer(bytes(in)), field, Tree.make(into, field.name()));
        }
    }

    private static void mapEntry(ByteBuffer in, GoTypes.Field field, ObjectNode map) {
        String key = "";
        JsonNode value = null;
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag >>> 3 == 1) key = new String(bytes(in), StandardCharsets.UTF_8);
            else value = value(in, (int) tag & 7, field.type());
        }
        map.set(key, value == null ? Tree.string("") : value);
    }

    private static @Nullable JsonNode value(ByteBuffer in, int wire, String type) {
        return switch (type) {
            case "string" -> Tree.string(new String(bytes(in), StandardCharsets.UTF_8));
            case "bytes" -> Tree.string(Base64.getEncoder().encodeToString(bytes(in)));
            case "bool" -> Tree.NODES.booleanNode(varint(in) != 0);
            case "int32", "int" -> Tree.number((int) varint(in));
            case "int64", "uint32", "uint64", "byte" -> Tree.number(varint(in));
            case "float64" -> Tree.NODES.numberNode(in.getDouble());
            case "Time", "MicroTime" -> time(buffer(bytes(in)), type);
            case "Quantity" -> text(buffer(bytes(in)));
            case "Duration" -> duration(buffer(bytes(in)));
            case "IntOrString" -> intOrString(buffer(bytes(in)));
            case "FieldsV1", "RawExtension" -> json(buffer(bytes(in)));
            case "ExtraValue" -> texts(buffer(bytes(in)));
            default -> {
                if (wire != BYTES) {
                    skip(in, wire);
                    yield null;
                }
                ObjectNode nested = Tree.object();
                message(buffer(bytes(in)), type, nested);
                yield nested;
            }
        };
    }

    /** Null for the zero time. */
    private static @Nullable JsonNode time(ByteBuffer in, String type) {
        long seconds = 0;
        long nanos = 0;
        boolean any = in.hasRemaining();
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag >>> 3 == 1) seconds = varint(in);
            else nanos = varint(in);
        }
        if (!any) return null;
        Instant instant = Instant.ofEpochSecond(seconds, nanos);
        return Tree.string(type.equals("Time") ? Tree.time(instant) : Tree.microTime(instant));
    }

    private static JsonNode text(ByteBuffer in) {
        String text = "";
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag >>> 3 == 1) text = new String(bytes(in), StandardCharsets.UTF_8);
            else skip(in, (int) tag & 7);
        }
        return Tree.string(text);
    }

    private static JsonNode duration(ByteBuffer in) {
        long nanos = 0;
        while (in.hasRemaining()) {
            varint(in);
            nanos = varint(in);
        }
        return Tree.string(nanos / 1_000_000_000L + "s");
    }

    private static JsonNode intOrString(ByteBuffer in) {
        long type = 0;
        long number = 0;
        String text = "";
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag >>> 3)) {
                case 1 -> type = varint(in);
                case 2 -> number = varint(in);
                case 3 -> text = new String(bytes(in), StandardCharsets.UTF_8);
                default -> skip(in, (int) tag & 7);
            }
        }
        return type == 0 ? Tree.number((int) number) : Tree.string(text);
    }

    private static @Nullable JsonNode json(ByteBuffer in) {
        byte[] raw = {};
        while (in.hasRemaining()) {
            long tag = varint(in);
            if (tag >>> 3 == 1) raw = bytes(in);
            else skip(in, (int) tag & 7);
        }
        return raw.length == 0 ? null : Documents.json(raw).tree();
    }

    private static JsonNode texts(ByteBuffer in) {
        ArrayNode all = Tree.array();
        while (in.hasRemaining()) {
            varint(in);
            all.add(new String(bytes(in), StandardCharsets.UTF_8));
        }
        return all;
    }

    // ---- the wire

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) return value;
        }
        throw new IllegalArgumentException("a varint of more than 64 bits");
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = Math.toIntExact(varint(in));
        if (length < 0 || length > in.remaining())
            throw new IllegalArgumentException("a field of " + length + " bytes, " + in.remaining() + " are left");
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static void skip(ByteBuffer in, int wire) {
        switch (wire) {
            case VARINT -> varint(in);
            case FIXED64 -> in.getLong();
            case BYTES -> bytes(in);
            case FIXED32 -> in.getInt();
            default -> throw new IllegalArgumentException("wire type " + wire);
        }
    }
}
