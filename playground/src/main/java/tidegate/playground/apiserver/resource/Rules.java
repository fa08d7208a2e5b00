package tidegate.playground.apiserver.resource;

import java.util.List;
import tidegate.playground.apiserver.failure.FieldError;
import tools.jackson.databind.node.ObjectNode;

/** What is particular about a kind. Every method may be left as it is. */
public interface Rules {
    Rules NONE = new Rules() {};

    /** Fills in what the user left out. Changes the object. Called on every write, so it must be idempotent. */
    default void defaults(ObjectNode object) {}

    /** Sets what only the server sets on a new object. Changes it. */
    default void beforeCreate(ObjectNode object) {}

    /** Carries over what an update must not change. Changes {@code now}. */
    default void beforeUpdate(ObjectNode now, ObjectNode before) {}

    default List<FieldError> validate(ObjectNode object) {
        return List.of();
    }

    default List<FieldError> validateUpdate(ObjectNode now, ObjectNode before) {
        return List.of();
    }

    /** A change of annotations counts as a new generation, too. */
    default boolean countsAnnotations() {
        return false;
    }

    /** The object is gone: gives back what it held. */
    default void afterDelete(ObjectNode last) {}
}
