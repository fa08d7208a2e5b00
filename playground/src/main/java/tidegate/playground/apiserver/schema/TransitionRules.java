package tidegate.playground.apiserver.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code x-kubernetes-validations} of a schema, of which one rule is understood: {@code self == oldSelf}, checked
 * where the field is there before and after. A schema with another rule is not served at all, see {@link #notUnderstood}.
 */
public final class TransitionRules {
    private static final String KEYWORD = "x-kubernetes-validations";
    private static final String IMMUTABLE = "self==oldSelf";

    private TransitionRules() {}

    /** What an update changes against the rules. */
    public static List<FieldError> check(JsonNode now, JsonNode before, Schema schema) {
        var errors = new ArrayList<FieldError>();
        check(now, before, schema, "", errors);
        return errors;
    }

    private static void check(
            JsonNode now, @Nullable JsonNode before, Schema schema, String path, List<FieldError> errors) {
        if (before == null || now.equals(before)) return;
        for (ObjectNode rule : Tree.objectsAt(schema.raw(), KEYWORD))
            if (isImmutable(rule)) errors.add(FieldError.invalid(path, messageOf(rule)));
        if (!(now instanceof ObjectNode object)) return;
        for (var entry : object.properties()) {
            String here = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            schema.member(entry.getKey())
                    .ifPresent(member -> check(entry.getValue(), before.get(entry.getKey()), member, here, errors));
        }
    }

    private static boolean isImmutable(ObjectNode rule) {
        return Tree.textAt(rule, "rule").replace(" ", "").equals(IMMUTABLE);
    }

    private static String messageOf(ObjectNode rule) {
        String message = Tree.textAt(rule, "message");
        return message.isEmpty() ? "failed rule: " + Tree.textAt(rule, "rule") : message;
    }

    /** The first rule anywhere in a schema that is not understood. */
    public static Optional<String> notUnderstood(JsonNode schema) {
        for (ObjectNode rule : Tree.objectsAt(schema, KEYWORD))
            if (!isImmutable(rule)) return Optional.of(Tree.textAt(rule, "rule"));
        if (!schema.isContainer()) return Optional.empty();
        for (JsonNode part : schema) {
            Optional<String> found = notUnderstood(part);
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }
}
