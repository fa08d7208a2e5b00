package tidegate.playground.apiserver.write;

import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.patch.BadPatchException;
import tidegate.playground.apiserver.patch.JsonPatch;
import tidegate.playground.apiserver.patch.MergePatch;
import tidegate.playground.apiserver.patch.StrategicMerge;
import tidegate.playground.apiserver.resource.ResourceType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Applies the patches that compute a new object from the current one alone. */
final class Patching {
    private Patching() {}

    static ObjectNode apply(ResourceType type, ObjectNode current, Patch patch) {
        JsonNode document = patch.document().tree();
        try {
            JsonNode patched = switch (patch.format()) {
                case JSON_PATCH -> JsonPatch.apply(current, document);
                case MERGE -> MergePatch.apply(current, object(document));
                case STRATEGIC -> StrategicMerge.apply(current, object(document), type.schema());
                case APPLY -> throw new IllegalStateException("an apply needs the owners of fields");
            };
            return object(patched);
        } catch (BadPatchException e) {
            if (e.isMalformed()) throw ApiFailure.badRequest(String.valueOf(e.getMessage()));
            throw ApiFailure.unprocessable("the server rejected our request due to an error in our request");
        }
    }

    private static ObjectNode object(JsonNode node) {
        if (node instanceof ObjectNode object) return object;
        throw ApiFailure.badRequest(
                "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
    }
}
