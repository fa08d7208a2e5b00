package tidegate.rollout.plan;

import java.util.List;
import java.util.Map;
import tidegate.api.json.Json;
import tidegate.api.rollout.OwnerReference;
import tidegate.api.rollout.ReplicaSet;

/** One write to the API, as data. */
public sealed interface Action {
    /** The object a write is meant for, and the version it was decided on: both are preconditions. */
    record Ref(String name, String uid, String resourceVersion) {
        public static Ref of(ReplicaSet set) {
            return new Ref(set.name(), set.meta().uid(), set.meta().resourceVersion());
        }
    }

    /** A write to an object that exists: a JSON merge patch. */
    sealed interface Patch extends Action {
        Ref target();

        /** The patch without its preconditions ({@code metadata.uid}, {@code metadata.resourceVersion}). */
        Json patch();
    }

    /**
     * A new ReplicaSet under its deterministic name. If the name is taken, read what is there: owned by this Rollout's
     * uid with the hash label of this manifest counts as created (its size and annotations are the next pass's
     * business); anything else is {@link CreateFailure.NameTaken}.
     */
    record CreateReplicaSet(String name, Json manifest, int replicas) implements Action {}

    /**
     * Another size, and in the same write the annotations and {@code minReadySeconds} that are due.
     *
     * @param because for humans
     */
    record ScaleReplicaSet(Ref target, int from, int to, Changes changes, String because) implements Patch {
        @Override
        public Json patch() {
            return changes.toPatch().withAt(List.of("spec", "replicas"), to);
        }
    }

    /** Annotations and {@code minReadySeconds} only. */
    record PatchReplicaSet(Ref target, Changes changes) implements Patch {
        @Override
        public Json patch() {
            return changes.toPatch();
        }
    }

    /** A ReplicaSet that became superfluous; with its pods in the background, with uid and version as preconditions. */
    record DeleteReplicaSet(Ref target) implements Action {}

    /**
     * An orphan that this Rollout selects becomes its own. Only after a read from the API itself, no cache, has shown
     * that the Rollout still exists with the same uid and is not being deleted.
     *
     * @param owners the complete new {@code ownerReferences}
     */
    record AdoptReplicaSet(Ref target, List<OwnerReference> owners) implements Patch {
        @Override
        public Json patch() {
            return ownersPatch(owners);
        }
    }

    /** An owned ReplicaSet that this Rollout no longer selects is let go. */
    record ReleaseReplicaSet(Ref target, List<OwnerReference> owners) implements Patch {
        @Override
        public Json patch() {
            return ownersPatch(owners);
        }
    }

    /** Something on the Rollout itself (not its status): revision annotation, {@code spec.replicas} when it is unset. */
    record PatchRollout(Ref target, Json patch) implements Patch {}

    /**
     * Changes to a ReplicaSet besides its size.
     *
     * @param annotations to set
     * @param minReadySeconds to set, or negative to leave alone
     */
    record Changes(Map<String, String> annotations, int minReadySeconds) {
        public static final Changes NONE = new Changes(Map.of(), -1);

        public Changes {
            annotations = Map.copyOf(annotations);
        }

        public boolean isEmpty() {
            return annotations.isEmpty() && minReadySeconds < 0;
        }

        Json toPatch() {
            Json patch = Json.EMPTY_OBJECT;
            if (!annotations.isEmpty()) patch = patch.withAt(List.of("metadata", "annotations"), annotations);
            return minReadySeconds < 0 ? patch : patch.withAt(List.of("spec", "minReadySeconds"), minReadySeconds);
        }
    }

    private static Json ownersPatch(List<OwnerReference> owners) {
        return Json.object(
                "metadata",
                Json.object(
                        "ownerReferences",
                        owners.stream().map(OwnerReference::json).toList()));
    }
}
