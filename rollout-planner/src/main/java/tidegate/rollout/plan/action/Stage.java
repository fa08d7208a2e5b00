package tidegate.rollout.plan.action;

import java.util.List;
import java.util.Set;

/**
 * Actions that do not depend on each other. All are tried; the stage holds only if all succeed.
 *
 * @param needs stages of the same plan that must have held; ones that the plan does not have count as held
 */
public record Stage(Name name, Set<Name> needs, List<Action> actions) {
    /** In the order in which stages stand in a plan. */
    public enum Name {
        /** The Rollout's own annotations and defaults. */
        ROLLOUT,
        /** Adopt and release. */
        OWNERSHIP,
        /** Selectors of Services. */
        SERVICES,
        /** Sizes that fall: first, so that the total never exceeds replicas + surge in between. */
        SHRINK,
        CREATE,
        /** Sizes that rise. */
        GROW,
        /** Annotations of ReplicaSets whose size stays. */
        ANNOTATE,
        /** Evictions of pods, and labels and annotations on them; may be carried out side by side. */
        PODS,
        /** What {@code spec.workloadRef} names. */
        WORKLOAD,
        /** Old ReplicaSets beyond the history limit. */
        CLEAN_UP,
        /** The status write; never the name of a {@link Stage}, but notices may wait for it. */
        STATUS
    }

    public Stage {
        needs = Set.copyOf(needs);
        actions = List.copyOf(actions);
    }
}
