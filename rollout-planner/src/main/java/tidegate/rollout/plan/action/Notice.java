package tidegate.rollout.plan.action;

import java.util.Optional;
import tidegate.api.wire.RolloutEvent;

/**
 * A Kubernetes event that is due once what it tells of is written.
 *
 * @param after the stage in which that is written
 * @param of the action of that stage which it tells of, so that it is told even if another one of the stage fails;
 *     empty if it tells of all of the stage
 */
public record Notice(RolloutEvent event, Stage.Name after, Optional<Action> of) {
    public Notice(RolloutEvent event, Stage.Name after) {
        this(event, after, Optional.empty());
    }

    public Notice(RolloutEvent event, Stage.Name after, Action of) {
        this(event, after, Optional.of(of));
    }
}
