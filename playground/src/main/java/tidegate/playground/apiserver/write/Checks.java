package tidegate.playground.apiserver.write;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.failure.FieldError;
import tidegate.playground.apiserver.resource.ResourceType;
import tidegate.playground.apiserver.schema.TransitionRules;
import tidegate.playground.apiserver.schema.Validation;
import tidegate.playground.apiserver.store.Stored;
import tidegate.playground.apiserver.tree.Meta;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.node.ObjectNode;

/** What every write has to fulfil; each refusal is an {@link ApiFailure}. */
final class Checks {
    private Checks() {}

    static void placeIn(ResourceType type, String namespace, ObjectNode meta) {
        String given = Tree.textAt(meta, "namespace");
        if (!type.namespaced()) {
            meta.remove("namespace");
            return;
        }
        if (!given.isEmpty() && !given.equals(namespace))
            throw ApiFailure.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        meta.put("namespace", namespace);
    }

    static void requireSameName(ResourceType type, ObjectNode object, String namespace, String name) {
        String given = Meta.name(object);
        if (!given.isEmpty() && !given.equals(name))
            throw ApiFailure.badRequest(
                    "the name of the object (" + given + ") does not match the name on the URL (" + name + ")");
        Meta.of(object).put("name", name);
        placeIn(type, namespace, Meta.of(object));
    }

    static void requireSameUid(ResourceType type, ObjectNode patched, ObjectNode current) {
        String uid = Meta.uid(patched);
        if (uid.equals(Meta.uid(current))) return;
        throw ApiFailure.invalid(
                type.group(),
                type.kind(),
                Meta.name(current),
                List.of(FieldError.invalid("metadata.uid", '"' + uid + '"', "field is immutable")));
    }

    /** A version that the write names must be the current one; likewise a uid. */
    static void refuseStale(ResourceType type, String name, Stored seen, ObjectNode next) {
        String wantedUid = Meta.uid(next);
        String uid = Meta.uid(seen.tree());
        if (!wantedUid.isEmpty() && !wantedUid.equals(uid))
            throw ApiFailure.conflict(
                    type.group(),
                    type.plural(),
                    name,
                    "Precondition failed: UID in precondition: " + wantedUid + ", UID in object meta: " + uid);
        String version = Meta.resourceVersion(next);
        boolean named = !version.isEmpty() && !version.equals("0");
        if (named && !version.equals(Meta.resourceVersion(seen.tree())))
            throw ApiFailure.modified(type.group(), type.plural(), name);
    }

    static void refuseInvalid(ResourceType type, ObjectNode object, @Nullable ObjectNode before) {
        List<FieldError> errors = new ArrayList<>(Names.check(type.kind(), object));
        errors.addAll(OwnerReferences.check(object));
        if (before != null && Meta.isBeingDeleted(before)) errors.addAll(newFinalizers(object, before));
        if (type.custom()) {
            errors.addAll(Validation.check(object, type.schema()));
            if (before != null) errors.addAll(TransitionRules.check(object, before, type.schema()));
            errors.addAll(scaleErrors(type, object));
        } else {
            errors.addAll(type.rules().validate(object));
            if (before != null) errors.addAll(type.rules().validateUpdate(object, before));
        }
        if (!errors.isEmpty()) throw ApiFailure.invalid(type.group(), type.kind(), Meta.name(object), errors);
    }

    /** Replicas below zero are refused once more where {@code /scale} reads them. */
    private static List<FieldError> scaleErrors(ResourceType type, ObjectNode object) {
        if (type.scale().isEmpty()) return List.of();
        List<String> path = type.scale().get().specReplicas();
        long replicas = Tree.longAt(object, 0, path.toArray(String[]::new));
        return replicas >= 0
                ? List.of()
                : List.of(FieldError.invalid(
                        "." + String.join(".", path), Long.toString(replicas), "should be a non-negative integer"));
    }

    private static List<FieldError> newFinalizers(ObjectNode object, ObjectNode before) {
        List<String> added = new ArrayList<>(Meta.finalizers(object));
        added.removeAll(Meta.finalizers(before));
        if (added.isEmpty()) return List.of();
        String shown = added.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", ", "[]string{", "}"));
        return List.of(FieldError.forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new finalizers " + shown));
    }
}
