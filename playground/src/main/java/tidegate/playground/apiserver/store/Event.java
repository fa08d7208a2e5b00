package tidegate.playground.apiserver.store;

import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param object the object after it; of a deletion its last state, with the version of the deletion
 * @param previous the object before it, null for an addition
 */
public record Event(Type type, Stored object, @Nullable Stored previous) {
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    public long version() {
        return object.version();
    }
}
