package tidegate.rollout.plan.workload;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.WorkloadRef;
import tidegate.api.wire.Annotations;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.action.Stage;

/**
 * Which generation of the referenced object a Rollout has seen: an annotation of it, from where its newest ReplicaSet has
 * a copy, and {@code status.workloadObservedGeneration}. Both go with {@code spec.workloadRef}.
 */
public final class Generation {
    private static final String OBSERVED = "workloadObservedGeneration";

    private Generation() {}

    /** The Rollout in memory as it will be annotated. */
    static Rollout in(Rollout rollout, Optional<Long> seen) {
        Json value = seen.map(generation -> Json.of(Long.toString(generation))).orElse(Json.MISSING);
        if (seen.isEmpty() && written(rollout).isEmpty()) return rollout;
        return Rollout.of(
                rollout.json().withAt(List.of("metadata", "annotations", Annotations.WORKLOAD_GENERATION), value));
    }

    /** The annotation, where it is not yet so. */
    public static Errand errand(Rollout stored, Rollout resolved) {
        Optional<String> due = written(resolved);
        if (due.equals(written(stored))) return Errand.NONE;
        Json patch = Json.object(
                "metadata",
                Json.object(
                        "annotations",
                        Json.object(
                                Annotations.WORKLOAD_GENERATION,
                                due.map(Json::of).orElse(Json.NULL))));
        return Errand.NONE.doing(Stage.Name.ROLLOUT, new Action.PatchRollout(Action.Ref.of(stored), patch));
    }

    /** The status after a pass that took the object's state into account. */
    public static RolloutStatus observed(RolloutStatus status, Rollout resolved) {
        if (WorkloadRef.of(resolved.spec().json()).isEmpty())
            return status.json().get(OBSERVED).isMissing() ? status : status.with(OBSERVED, Json.MISSING);
        return written(resolved)
                .map(generation -> status.with(OBSERVED, generation))
                .orElse(status);
    }

    /** Whether the status was computed for the object as it is now; also where there is no such object. */
    public static boolean isObserved(Rollout resolved) {
        if (WorkloadRef.of(resolved.spec().json()).isEmpty()) return true;
        return written(resolved).equals(resolved.status().json().get(OBSERVED).string());
    }

    private static Optional<String> written(Rollout rollout) {
        return rollout.meta().annotation(Annotations.WORKLOAD_GENERATION);
    }
}
