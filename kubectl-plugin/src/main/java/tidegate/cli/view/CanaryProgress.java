package tidegate.cli.view;

import static tidegate.cli.view.ClusterObject.count;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;

/** How far a canary Rollout is through its steps, and with which share of the traffic. */
final class CanaryProgress {
    private static final int WHOLE = 100;

    private final Json spec;
    private final Json status;
    private final List<Json> steps;
    private final int index;
    private final int whole;

    CanaryProgress(Json rollout) {
        this.spec = rollout.at("spec", "strategy", "canary");
        this.status = rollout.get("status");
        this.steps = spec.get("steps").elements();
        this.index = count(status.get("currentStepIndex"));
        this.whole = spec.at("trafficRouting", "maxTrafficWeight").integer().orElse(WHOLE);
    }

    /** As {@code 2/4}; empty without steps or before the first status. */
    Optional<String> step() {
        return steps.isEmpty() || status.get("currentStepIndex").integer().isEmpty()
                ? Optional.empty()
                : Optional.of(index + "/" + steps.size());
    }

    private boolean hasCurrentStep() {
        return index < steps.size();
    }

    /** The weight that the steps up to the current one ask for. */
    int setWeight() {
        if (status.get("abort").isTrue()) return 0;
        if (!hasCurrentStep()) return whole;
        for (int i = index; i >= 0; i--) {
            Json weight = steps.get(i).get("setWeight");
            if (weight.isInteger()) return count(weight);
        }
        return 0;
    }

    /**
     * The weight that the canary has: what the router was given or, without one, its part of the available pods,
     * rounded down.
     *
     * @param canary the ReplicaSet with that role, if there is one
     */
    int actualWeight(Optional<ClusterObject> canary) {
        int available = count(status.get("availableReplicas"));
        if (!hasCurrentStep()) return whole;
        if (available <= 0) return 0;
        if (spec.get("trafficRouting").isNullOrMissing())
            return canary.map(set -> shareOf(count(set.status().get("availableReplicas")), available))
                    .orElse(0);
        return status.at("canary", "weights", "canary", "weight").integer().orElseGet(this::setWeight);
    }

    private int shareOf(int canaryAvailable, int available) {
        return (int) ((long) canaryAvailable * whole / available);
    }
}
