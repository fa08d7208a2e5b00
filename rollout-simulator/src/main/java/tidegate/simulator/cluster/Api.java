package tidegate.simulator.cluster;

import java.util.Optional;
import tidegate.api.json.Json;

/**
 * The calls that carrying out a plan needs, answered as the real API does. Patches are JSON merge patches; a
 * {@code metadata.uid} or {@code metadata.resourceVersion} in them is a precondition.
 */
public interface Api {
    /** What a call came to. */
    sealed interface Answer {
        /** @param object as stored now */
        record Done(Json object) implements Answer {}

        /** A precondition did not hold: 409. */
        record Conflict() implements Answer {}

        /** The name is taken: 409 AlreadyExists. */
        record Exists() implements Answer {}

        /** 404. */
        record Absent() implements Answer {}
    }

    Answer createReplicaSet(Json manifest);

    Answer patchReplicaSet(String name, Json patch);

    Answer deleteReplicaSet(String name, String uid, String resourceVersion);

    Answer patchRollout(Json patch);

    /** Only {@code status} of the patch counts, and its preconditions. */
    Answer patchRolloutStatus(Json patch);

    Optional<Json> readReplicaSet(String name);
}
