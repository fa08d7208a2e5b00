package tidegate.rollout.plan.lineage;

import java.util.ArrayList;
import java.util.List;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.value.LabelSelector;

/**
 * Which ReplicaSets belong to a Rollout, by owner and selector.
 *
 * @param owned controlled by it and selected by it
 * @param toAdopt controlled by nobody, selected, not being deleted
 * @param toRelease controlled by it, no longer selected
 */
public record Claim(List<ReplicaSet> owned, List<ReplicaSet> toAdopt, List<ReplicaSet> toRelease) {
    /** ReplicaSets of others are ignored. */
    public static Claim of(Rollout rollout, List<ReplicaSet> seen) {
        var selector = LabelSelector.of(rollout.spec().selector());
        var owned = new ArrayList<ReplicaSet>();
        var toAdopt = new ArrayList<ReplicaSet>();
        var toRelease = new ArrayList<ReplicaSet>();
        for (ReplicaSet set : seen) {
            boolean selected = selector.matches(set.meta().labels());
            var controller = set.meta().controller();
            if (controller.isEmpty()) {
                if (selected && !set.meta().isBeingDeleted()) toAdopt.add(set);
            } else if (controller.get().uid().equals(rollout.meta().uid())) {
                (selected ? owned : toRelease).add(set);
            }
        }
        return new Claim(List.copyOf(owned), List.copyOf(toAdopt), List.copyOf(toRelease));
    }
}
