package tidegate.playground.apiserver.write;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.schema.Schema;
import tidegate.playground.apiserver.schema.Shaping;
import tidegate.playground.apiserver.schema.Validation;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.apiserver.write.WriteOptions.FieldValidation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From what a client sent to an object of a kind: unknown fields dropped (or refused), defaults filled in.
 *
 * <p>Built-in kinds are read as Go reads structs: nulls, empty maps and empty lists vanish, and a wrong type is a bad
 * request. Custom resources keep what their schema allows, and a wrong type is an invalid object.
 */
final class Decoder {
    private Decoder() {}

    /** Checks that the tree is of the type at all; fills in apiVersion and kind where they may be left out. */
    static ObjectNode ofType(JsonNode tree, ResourceType type) {
        if (!(tree instanceof ObjectNode object))
            throw ApiFailure.badRequest("couldn't get version/kind; json parse error: an object is expected");
        String kind = Tree.textAt(object, "kind");
        String apiVersion = Tree.textAt(object, "apiVersion");
        if (type.custom() && kind.isEmpty())
            throw ApiFailure.badRequest("the object provided is unrecognized (must be of type " + type.kind()
                    + "): Object 'Kind' is missing in '" + Tree.text(object) + "'");

        if ((type.custom() || !apiVersion.isEmpty()) && !apiVersion.equals(type.apiVersion()))
            throw ApiFailure.badRequest("the API version in the data (" + apiVersion
                    + ") does not match the expected API version (" + type.apiVersion() + ")");
        if (!kind.isEmpty() && !kind.equals(type.kind())) throw wrongKind(object, kind, apiVersion, type);
        return object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    }

    private static ApiFailure wrongKind(ObjectNode object, String kind, String apiVersion, ResourceType type) {
        if (type.custom())
            return ApiFailure.invalid(
                    type.group(),
                    kind,
                    Tree.textAt(object, "metadata", "name"),
                    List.of(FieldError.invalid("kind", '"' + kind + '"', "must be " + type.kind())));
        return ApiFailure.badRequest(kind + " in version \"" + apiVersion + "\" cannot be handled as a " + type.kind()
                + ": no kind \"" + kind + "\" matches " + type.plural());
    }

    /**
     * Shapes the object in place.
     *
     * @param strict how to call a refusal about unknown fields
     * @throws ApiFailure for unknown fields under strict validation, and for a wrong type in a built-in kind
     */
    static void shape(
            ObjectNode object,
            ResourceType type,
            List<String> duplicates,
            FieldValidation validation,
            List<String> warnings,
            Strictness strict) {
        List<String> unknown = Shaping.prune(object, type.schema());
        var complaints = new ArrayList<String>();
        duplicates.forEach(field -> complaints.add("duplicate field \"" + field + '"'));
        unknown.forEach(field -> complaints.add("unknown field \"" + field + '"'));
        if (!complaints.isEmpty())
            switch (validation) {
                case IGNORE -> {}
                case WARN -> warnings.addAll(complaints);
                case STRICT -> throw strict.refuse(String.join(", ", complaints));
            }
        if (type.custom()) {
            Shaping.dropNulls(object, type.schema());
            Shaping.fillDefaults(object, type.schema());
        } else {
            Shaping.dropAllNulls(object);
            dropEmpty(object, type.schema());
            refuseWrongTypes(object, type);
            type.rules().defaults(object);
        }
        dropEmptyMetadata(object);
    }

    /** How a strict refusal reads: differs between a body and a patch. */
    interface Strictness {
        ApiFailure refuse(String complaints);

        static Strictness ofBody(ResourceType type) {
            return complaints -> ApiFailure.badRequest(type.kind() + " in version \"" + type.version()
                    + "\" cannot be handled as a " + type.kind() + ": strict decoding error: " + complaints);
        }

        /** @param patch as the client sent it */
        static Strictness ofPatch(String patch) {
            return complaints -> ApiFailure.invalid(
                    "",
                    "",
                    "",
                    List.of(FieldError.invalid(
                            "patch", Tree.text(Tree.string(patch)), "strict decoding error: " + complaints)));
        }
    }

    private static void refuseWrongTypes(ObjectNode object, ResourceType type) {
        List<FieldError> wrong = Validation.check(object, type.schema()).stream()
                .filter(error -> error.reason().equals("FieldValueTypeInvalid"))
                .toList();
        if (wrong.isEmpty()) return;
        String all = wrong.stream().map(Decoder::goMessage).collect(Collectors.joining("; "));
        throw ApiFailure.badRequest(type.kind() + " in version \"" + type.version() + "\" cannot be handled as a "
                + type.kind() + ": " + all);
    }

    /** In the words of Go's decoder, as far as we know its types. */
    private static String goMessage(FieldError error) {
        String message = error.message();
        String found = message.substring(message.indexOf('"') + 1, message.indexOf('"', message.indexOf('"') + 1));
        String wanted = message.substring(message.indexOf("of type ") + 8, message.lastIndexOf(": "));
        String go = switch (wanted) {
            case "boolean" -> "bool";
            case "integer" -> "int32";
            case "array" -> "slice";
            case "object" -> "struct";
            default -> wanted;
        };
        String value = found.equals("boolean") ? "bool" : found.equals("integer") ? "number" : found;
        return "json: cannot unmarshal " + value + " into Go struct field " + error.field() + " of type " + go;
    }

    /** Lists and maps without elements are as good as absent to Go, unless the schema requires them. */
    private static void dropEmpty(JsonNode tree, Schema schema) {
        switch (tree) {
            case ObjectNode object -> {
                var gone = new ArrayList<String>();
                for (var entry : object.properties()) {
                    Schema member = schema.member(entry.getKey()).orElse(Schema.ANYTHING);
                    dropEmpty(entry.getValue(), member);
                    boolean collection = entry.getValue().isArray()
                            || entry.getValue().isObject()
                                    && member.additional().isPresent();
                    if (collection
                            && entry.getValue().isEmpty()
                            && !schema.required().contains(entry.getKey())) gone.add(entry.getKey());
                }
                object.remove(gone);
            }
            case ArrayNode array -> {
                Schema items = schema.items().orElse(Schema.ANYTHING);
                array.forEach(element -> dropEmpty(element, items));
            }
            default -> {}
        }
    }

    private static void dropEmptyMetadata(ObjectNode object) {
        Tree.ifObject(
                object,
                meta -> {
                    for (String key : new String[] {"labels", "annotations", "finalizers", "ownerReferences"})
                        if (Tree.isEmpty(meta.get(key))) meta.remove(key);
                    for (String key : new String[] {"name", "namespace", "generateName", "uid", "resourceVersion"})
                        if (Tree.textAt(meta, key).isEmpty()) meta.remove(key);
                    meta.remove("selfLink");
                },
                "metadata");
    }
}
