package tidegate.rollout.plan;

import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.rollout.RolloutStatus;
import tidegate.rollout.plan.action.Stage;

/**
 * The status to be written.
 *
 * @param next the complete status
 * @param patch JSON merge patch of the difference to the status in the snapshot, <em>below</em> {@code status}; never
 *     empty
 * @param needs stages that must have held, else nothing is written and the Rollout is planned again at once
 * @param onlyCounts nobody waits for it: pods were counted anew and nothing else changed
 */
public record StatusWrite(RolloutStatus next, Json patch, Set<Stage.Name> needs, boolean onlyCounts) {
    public StatusWrite {
        needs = Set.copyOf(needs);
    }
}
