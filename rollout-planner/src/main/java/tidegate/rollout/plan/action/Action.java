package tidegate.rollout.plan.action;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.json.MergePatch;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.rollout.OwnerReference;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Workload;
import tidegate.rollout.plan.seen.CreateFailure;

/** One write to the API, as data. */
public sealed interface Action {
    /** The object a write is meant for, and the version it was decided on: both are preconditions. */
    record Ref(String name, String uid, String resourceVersion) {
        public static Ref of(ReplicaSet set) {
            return of(set.meta());
        }

        public static Ref of(Rollout rollout) {
            return of(rollout.meta());
        }

        public static Ref of(Workload workload) {
            return of(workload.meta());
        }

        private static Ref of(ObjectMeta meta) {
            return new Ref(meta.name(), meta.uid(), meta.resourceVersion());
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

    /** The selector of a Service, and who manages it; exactly these fields. */
    record PatchService(Ref target, Json patch) implements Patch {}

    /** Labels and annotations of a pod. One that is gone by now counts as done. */
    record PatchPod(Ref target, Json patch) implements Patch {}

    /**
     * Asks for a pod to go, by its {@code eviction} subresource, so that disruption budgets are kept. One that is gone by
     * now counts as done; one that may not go now (429) is no failure: it is tried again in a later pass.
     */
    record EvictPod(Ref target) implements Action {}

    /** Size and annotations of the Deployment that {@code spec.workloadRef} names. */
    record PatchDeployment(Ref target, Json patch) implements Patch {}

    /**
     * Changes to a ReplicaSet besides its size.
     *
     * @param annotations to set
     * @param dropped keys of annotations to remove
     * @param minReadySeconds to set, or negative to leave alone
     * @param template merge patch of {@code spec.template}; empty to leave it alone
     */
    record Changes(Map<String, String> annotations, Set<String> dropped, int minReadySeconds, Json template) {
        public static final Changes NONE = new Changes(Map.of(), -1);

        public Changes {
            annotations = Map.copyOf(annotations);
            dropped = Set.copyOf(dropped);
        }

        public Changes(Map<String, String> annotations, int minReadySeconds) {
            this(annotations, Set.of(), minReadySeconds, Json.EMPTY_OBJECT);
        }

        /** Only removes annotations. */
        public static Changes dropping(String... keys) {
            return new Changes(Map.of(), Set.of(keys), -1, Json.EMPTY_OBJECT);
        }

        /** Only changes the pod template. */
        public static Changes ofTemplate(Json patch) {
            return new Changes(Map.of(), Set.of(), -1, patch);
        }

        /** Both; where they disagree the other wins. */
        public Changes and(Changes other) {
            var set = new HashMap<>(annotations);
            set.putAll(other.annotations);
            other.dropped.forEach(set::remove);
            var gone = new HashSet<>(dropped);
            gone.addAll(other.dropped);
            gone.removeAll(other.annotations.keySet());
            int ready = other.minReadySeconds < 0 ? minReadySeconds : other.minReadySeconds;
            return new Changes(set, gone, ready, MergePatch.combined(template, other.template));
        }

        public boolean isEmpty() {
            return annotations.isEmpty() && dropped.isEmpty() && minReadySeconds < 0 && template.isEmpty();
        }

        Json toPatch() {
            Json patch = Json.EMPTY_OBJECT;
            for (var entry : annotations.entrySet())
                patch = patch.withAt(List.of("metadata", "annotations", entry.getKey()), entry.getValue());
            for (String key : dropped) patch = patch.withAt(List.of("metadata", "annotations", key), Json.NULL);
            if (minReadySeconds >= 0) patch = patch.withAt(List.of("spec", "minReadySeconds"), minReadySeconds);
            return template.isEmpty() ? patch : patch.withAt(List.of("spec", "template"), template);
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
