package tidegate.rollout.observe;

import java.util.List;
import java.util.Optional;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.WorkloadRef;
import tidegate.api.validation.RolloutValidation;

/** Objects that a Rollout names in its spec, valid or not. */
final class NamedByRollout {
    private NamedByRollout() {}

    /** Names of Services of its namespace, each once. */
    static List<String> services(Rollout rollout) {
        return List.copyOf(RolloutValidation.servicesOf(rollout.json()));
    }

    /** What {@code spec.workloadRef} names, if it is of a kind that there is. */
    static Optional<WorkloadName> workload(Rollout rollout) {
        return WorkloadRef.of(rollout.spec().json())
                .filter(ref -> !ref.name().isEmpty())
                .flatMap(ref -> ref.workload().map(kind -> new WorkloadName(WorkloadKind.of(kind), ref.name())));
    }

    /** A workload of the Rollout's namespace. */
    record WorkloadName(WorkloadKind kind, String name) {}
}
