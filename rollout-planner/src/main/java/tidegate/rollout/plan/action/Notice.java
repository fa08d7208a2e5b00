package tidegate.rollout.plan.action;

import tidegate.api.wire.RolloutEvent;

/** A Kubernetes event that is due once {@code after} has held. */
public record Notice(RolloutEvent event, Stage.Name after) {}
