package tidegate.kube.client;

import tidegate.api.json.Json;

/** What a delete led to. */
public sealed interface Deletion {
    /**
     * The object is no more.
     *
     * @param uid of what was removed; {@code ""} where the server did not say
     */
    record Removed(String uid) implements Deletion {}

    /** It carries a deletion timestamp and stays until its finalizers or its grace period end. */
    record Terminating(Json object) implements Deletion {}
}
