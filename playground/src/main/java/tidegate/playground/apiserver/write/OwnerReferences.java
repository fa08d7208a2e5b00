package tidegate.playground.apiserver.write;

import java.util.ArrayList;
import java.util.List;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an object may say about its owners: all of each, and one controller at most. */
final class OwnerReferences {
    private static final String FIELD = "metadata.ownerReferences";

    private OwnerReferences() {}

    static List<FieldError> check(ObjectNode object) {
        List<JsonNode> references = Tree.listAt(object, "metadata", "ownerReferences");
        var errors = new ArrayList<FieldError>();
        List<String> controllers = references.stream()
                .filter(reference -> Tree.trueAt(reference, "controller"))
                .map(reference -> Tree.textAt(reference, "kind") + "/" + Tree.textAt(reference, "name"))
                .toList();
        if (controllers.size() > 1)
            errors.add(FieldError.invalid(
                    FIELD,
                    references.toString(),
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                            + controllers.get(0) + " and " + controllers.get(1)));
        for (JsonNode reference : references) {
            requireText(reference, "apiVersion", "version must not be empty", errors);
            for (String member : List.of("kind", "name", "uid"))
                requireText(reference, member, "must not be empty", errors);
        }
        return errors;
    }

    private static void requireText(JsonNode reference, String member, String why, List<FieldError> errors) {
        if (Tree.textAt(reference, member).isEmpty()) errors.add(FieldError.invalid(FIELD + "." + member, "\"\"", why));
    }
}
