package tidegate.playground.apiserver.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A structural OpenAPI v3 schema, as CRDs carry them and as Kubernetes publishes them for its own kinds.
 *
 * <p>A reference is followed when it is asked for, so a schema may contain itself. What a reference is given beside it
 * (a description, a list type) wins over what it refers to. An unknown part of the tree has no schema: every question
 * about it says "anything".
 */
public final class Schema {
    /** Of a JSON value. */
    public enum Type {
        OBJECT,
        ARRAY,
        STRING,
        INTEGER,
        NUMBER,
        BOOLEAN,
        ANY;

        static Type of(String word) {
            return switch (word) {
                case "object" -> OBJECT;
                case "array" -> ARRAY;
                case "string" -> STRING;
                case "integer" -> INTEGER;
                case "number" -> NUMBER;
                case "boolean" -> BOOLEAN;
                default -> ANY;
            };
        }
    }

    /** How a list merges when it is applied. */
    public enum ListType {
        ATOMIC,
        SET,
        MAP
    }

    private static final String REF_PREFIX = "#/components/schemas/";

    /** Anything at all. */
    public static final Schema ANYTHING = new Schema(anythingNode(), _ -> Optional.empty());

    private final JsonNode raw;
    private final String ref;
    private final Function<String, Optional<Schema>> definitions;
    private final Map<String, Schema> properties = new LinkedHashMap<>();
    private final @Nullable Schema items;
    private final @Nullable Schema additional;
    private final Set<String> required = new TreeSet<>();

    /**
     * @param raw the schema as JSON
     * @param definitions what {@code $ref}s name, by the last part of the reference
     */
    public Schema(JsonNode raw, Function<String, Optional<Schema>> definitions) {
        this.raw = raw;
        this.definitions = definitions;
        this.ref = refOf(raw);
        Tree.ifObject(
                raw,
                map -> map.properties()
                        .forEach(entry -> properties.put(entry.getKey(), new Schema(entry.getValue(), definitions))),
                "properties");
        this.items = Tree.objectAt(raw, "items")
                .map(node -> new Schema(node, definitions))
                .orElse(null);
        this.additional = additionalOf(raw, definitions);
        for (JsonNode name : Tree.listAt(raw, "required")) required.add(name.asString());
    }

    private static ObjectNode anythingNode() {
        ObjectNode any = Tree.object();
        any.put("x-kubernetes-preserve-unknown-fields", true);
        return any;
    }

    private static String refOf(JsonNode raw) {
        String direct = Tree.textAt(raw, "$ref");
        if (!direct.isEmpty()) return lastPart(direct);
        List<JsonNode> all = Tree.listAt(raw, "allOf");
        return all.size() == 1 ? lastPart(Tree.textAt(all.getFirst(), "$ref")) : "";
    }

    private static String lastPart(String reference) {
        return reference.startsWith(REF_PREFIX) ? reference.substring(REF_PREFIX.length()) : reference;
    }

    private static @Nullable Schema additionalOf(JsonNode raw, Function<String, Optional<Schema>> definitions) {
        JsonNode node = Tree.at(raw, "additionalProperties");
        if (node == null) return null;
        if (node.isBoolean()) return node.booleanValue() ? ANYTHING : null;
        return new Schema(node, definitions);
    }

    private Optional<Schema> base() {
        return ref.isEmpty() ? Optional.empty() : definitions.apply(ref);
    }

    /** The schema as JSON, references not followed. */
    public JsonNode raw() {
        return raw;
    }

    /** The name of the definition it stands for, without its package; {@code ""} for none. */
    public String typeName() {
        return ref.substring(ref.lastIndexOf('.') + 1);
    }

    private @Nullable JsonNode own(String key) {
        JsonNode found = Tree.at(raw, key);
        if (found != null) return found;
        return base().map(schema -> schema.own(key)).orElse(null);
    }

    public Type type() {
        JsonNode type = own("type");
        return type == null ? Type.ANY : Type.of(type.asString());
    }

    /** The schema of a member: a declared property, else what all members have; empty for an unknown one. */
    public Optional<Schema> member(String name) {
        Schema declared = properties.get(name);
        if (declared != null) return Optional.of(declared);
        if (additional != null) return Optional.of(additional);
        return base().flatMap(schema -> schema.member(name));
    }

    public Map<String, Schema> properties() {
        return base().map(Schema::properties).filter(_ -> properties.isEmpty()).orElse(properties);
    }

    public Optional<Schema> additional() {
        return additional != null ? Optional.of(additional) : base().flatMap(Schema::additional);
    }

    public Optional<Schema> items() {
        return items != null ? Optional.of(items) : base().flatMap(Schema::items);
    }

    public Set<String> required() {
        return base().map(Schema::required).filter(_ -> required.isEmpty()).orElse(required);
    }

    public Optional<JsonNode> defaultValue() {
        return Optional.ofNullable(own("default"));
    }

    public boolean isNullable() {
        return isSet("nullable");
    }

    public boolean isIntOrString() {
        return isSet("x-kubernetes-int-or-string") || "int-or-string".equals(text("format"));
    }

    public boolean preservesUnknown() {
        return isSet("x-kubernetes-preserve-unknown-fields");
    }

    public boolean isEmbeddedResource() {
        return isSet("x-kubernetes-embedded-resource");
    }

    /** A map or struct that is applied as one value. */
    public boolean isAtomicMap() {
        return "atomic".equals(text("x-kubernetes-map-type"));
    }

    public ListType listType() {
        return switch (text("x-kubernetes-list-type")) {
            case "map" -> ListType.MAP;
            case "set" -> ListType.SET;
            default -> ListType.ATOMIC;
        };
    }

    public List<String> listMapKeys() {
        return strings("x-kubernetes-list-map-keys");
    }

    /** The member by which a strategic merge patch pairs list elements; {@code ""} for none. */
    public String patchMergeKey() {
        return text("x-kubernetes-patch-merge-key");
    }

    /** {@code merge}, {@code replace}, {@code retainKeys} or a list of these. */
    public List<String> patchStrategies() {
        String all = text("x-kubernetes-patch-strategy");
        return all.isEmpty() ? List.of() : List.of(all.split(","));
    }

    public String format() {
        return text("format");
    }

    public String description() {
        return text("description");
    }

    String text(String key) {
        JsonNode found = own(key);
        return found != null && found.isString() ? found.stringValue() : "";
    }

    boolean isSet(String key) {
        JsonNode found = own(key);
        return found != null && found.isBoolean() && found.booleanValue();
    }

    Optional<JsonNode> keyword(String key) {
        return Optional.ofNullable(own(key));
    }

    List<Schema> alternatives(String key) {
        JsonNode found = Tree.at(raw, key);
        if (found == null || !found.isArray() || !ref.isEmpty()) return List.of();
        var all = new ArrayList<Schema>();
        for (JsonNode each : found) all.add(new Schema(each, definitions));
        return all;
    }

    Optional<Schema> negation() {
        return Tree.objectAt(raw, "not").map(node -> new Schema(node, definitions));
    }

    private List<String> strings(String key) {
        JsonNode found = own(key);
        if (found == null || !found.isArray()) return List.of();
        var all = new ArrayList<String>();
        for (JsonNode each : found) all.add(each.asString());
        return all;
    }
}
