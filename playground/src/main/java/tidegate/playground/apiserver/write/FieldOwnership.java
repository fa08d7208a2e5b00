package tidegate.playground.apiserver.write;

import java.time.Instant;
import java.util.List;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.tree.Meta;
import tools.jackson.databind.node.ObjectNode;

/** Where writes meet the owners of fields: {@code metadata.managedFields}. */
final class FieldOwnership {
    private FieldOwnership() {}

    static void created(ResourceType type, ObjectNode object, WriteOptions options, Instant now) {
        Meta.of(object).remove("managedFields");
    }

    static void updated(
            ResourceType type, ObjectNode before, ObjectNode next, Part part, WriteOptions options, Instant now) {
        Meta.of(next).remove("managedFields");
    }

    static void prepareApplied(ResourceType type, ObjectNode applied, List<String> duplicates, WriteOptions options) {
        throw ApiFailure.unsupportedMediaType("apply is not served yet");
    }

    static ObjectNode firstApplied(ResourceType type, ObjectNode applied) {
        return applied;
    }

    static ObjectNode applied(
            ResourceType type, ObjectNode current, ObjectNode applied, Part part, WriteOptions options, Instant now) {
        return applied;
    }
}
