package tidegate.rollout.plan.action;

import tidegate.api.json.Json;
import tidegate.rollout.plan.seen.Neighbours;
import tidegate.rollout.plan.seen.Past;

/** Something that only the API itself can tell; it is to be asked at once, and the Rollout planned again with the answer. */
public sealed interface Want {
    /**
     * ReplicaSets listed from the API itself: something that should exist is missing from the caches, and absence is a
     * fact only when the API says so.
     */
    record ReplicaSets() implements Want {
        /** What a {@link tidegate.rollout.plan.seen.Trouble} is about if they cannot be listed. */
        public static final String SUBJECT = "list of ReplicaSets";
    }

    /** The pods that {@code spec.selector} selects ({@link Neighbours#pods}). */
    record Pods() implements Want {
        /** What a {@link tidegate.rollout.plan.seen.Trouble} is about if they cannot be listed. */
        public static final String SUBJECT = "list of pods";
    }

    /**
     * What the API would make of this ReplicaSet: created as a dry run ({@link Past#serverDefaults}).
     *
     * @param written the pod template as the Rollout has it
     * @param manifest to be created, never really
     */
    record ServerDefaults(Json written, Json manifest) implements Want {}
}
