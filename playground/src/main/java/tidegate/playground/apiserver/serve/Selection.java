package tidegate.playground.apiserver.serve;

import java.util.Set;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.select.FieldSelector;
import tidegate.playground.apiserver.select.LabelSelector;
import tidegate.playground.apiserver.select.UnreadableSelectorException;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which objects a list, a watch or a collection's deletion is about. */
record Selection(String namespace, LabelSelector labels, FieldSelector fields) {
    private static final Set<String> ALWAYS = Set.of("metadata.name", "metadata.namespace");

    /** @throws ApiFailure for a selector that cannot be read or a field that this kind does not offer */
    static Selection of(Request request, ResourceType type, String namespace) {
        try {
            var selection = new Selection(
                    namespace,
                    LabelSelector.parse(request.parameter("labelSelector")),
                    FieldSelector.parse(request.parameter("fieldSelector")));
            for (FieldSelector.Term term : selection.fields.terms())
                if (!ALWAYS.contains(term.field()) && !type.selectableFields().contains(term.field()))
                    throw ApiFailure.badRequest("field label not supported: " + term.field());
            return selection;
        } catch (UnreadableSelectorException e) {
            throw ApiFailure.badRequest(String.valueOf(e.getMessage()));
        }
    }

    boolean isEverything() {
        return labels.isEverything() && fields.isEverything();
    }

    boolean matches(Stored stored) {
        if (!namespace.isEmpty() && !stored.key().namespace().equals(namespace)) return false;
        if (isEverything()) return true;
        ObjectNode object = stored.tree();
        return (labels.isEverything() || labels.matches(Meta.labels(object)))
                && fields.matches(field -> valueOf(object, field));
    }

    private static String valueOf(ObjectNode object, String field) {
        JsonNode found = Tree.at(object, field.split("\\."));
        if (found == null) return field.equals("spec.unschedulable") || field.equals("spec.hostNetwork") ? "false" : "";
        return found.isContainer() ? Tree.textAt(found, "component") : found.asString();
    }
}
