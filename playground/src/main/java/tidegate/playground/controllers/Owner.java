package tidegate.playground.controllers;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.playground.client.ResourceType;

/** Owner references as controllers write and read them. */
final class Owner {
    private Owner() {}

    /** The reference by which an object controls another. */
    static Json controllerReference(ResourceType type, Json owner) {
        return Json.object(
                "apiVersion", type.apiVersion(),
                "kind", type.kind(),
                "name", owner.at("metadata", "name"),
                "uid", uidOf(owner),
                "controller", true,
                "blockOwnerDeletion", true);
    }

    static String uidOf(Json object) {
        return object.at("metadata", "uid").stringOrEmpty();
    }

    /** Who controls an object; at most one does. */
    static Optional<Json> controllerOf(Json object) {
        return references(object).stream()
                .filter(reference -> reference.get("controller").isTrue())
                .findFirst();
    }

    static boolean controls(Json owner, Json object) {
        return controllerOf(object)
                .filter(reference -> reference.get("uid").stringOrEmpty().equals(uidOf(owner)))
                .isPresent();
    }

    static List<Json> references(Json object) {
        return object.at("metadata", "ownerReferences").elements();
    }

    static List<Json> referencesWith(Json object, Json reference) {
        return Stream.concat(references(object).stream(), Stream.of(reference)).toList();
    }

    static List<Json> referencesWithout(Json object, Json owner) {
        return references(object).stream()
                .filter(reference -> !reference.get("uid").stringOrEmpty().equals(uidOf(owner)))
                .toList();
    }
}
