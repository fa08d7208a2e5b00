package tidegate.api.rollout;

import java.util.List;
import tidegate.api.json.Json;

/** How a new version replaces the old one: {@code spec.strategy}, read once. */
public sealed interface Strategy {
    /** The block of this strategy as written. */
    Json json();

    /**
     * Step by step, by numbers of pods.
     *
     * @param steps none for a plain rolling update
     * @param maxSurge number or percentage as written; absent is 25 %
     * @param maxUnavailable number or percentage as written; absent is 25 %
     */
    record Canary(List<Step> steps, Json maxSurge, Json maxUnavailable, Json json) implements Strategy {
        public Json stepsJson() {
            return json.get("steps");
        }
    }

    /** All at once, behind a Service. */
    record BlueGreen(Json json) implements Strategy {}

    /** None given; validation refuses it. */
    record Unspecified(Json json) implements Strategy {}

    static Strategy of(Json strategy) {
        Json canary = strategy.get("canary");
        if (canary.isObject())
            return new Canary(
                    canary.get("steps").elements().stream().map(Step::of).toList(),
                    canary.get("maxSurge"),
                    canary.get("maxUnavailable"),
                    canary);
        Json blueGreen = strategy.get("blueGreen");
        return blueGreen.isObject() ? new BlueGreen(blueGreen) : new Unspecified(strategy);
    }
}
