package tidegate.api.rollout;

import tidegate.api.json.Json;

/** One element of {@code spec.strategy.canary.steps}. */
public sealed interface Step {
    /** The step as written. */
    Json json();

    /** @param weight share of the new version in percent */
    record SetWeight(int weight, Json json) implements Step {}

    /** @param duration as written: absent to wait for a human */
    record Pause(Json duration, Json json) implements Step {
        public boolean isIndefinite() {
            return duration.isNullOrMissing();
        }
    }

    /** A kind that this version does not carry out; validation refuses it. */
    record Other(Json json) implements Step {}

    static Step of(Json json) {
        if (json.get("setWeight").isInteger())
            return new SetWeight(json.get("setWeight").integer().orElse(0), json);
        if (json.get("pause").isObject()) return new Pause(json.at("pause", "duration"), json);
        return new Other(json);
    }
}
