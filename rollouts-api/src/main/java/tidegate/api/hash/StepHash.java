package tidegate.api.hash;

import tidegate.api.json.Json;

/** The name of a canary's steps, {@code status.currentStepHash}: another one means that the steps were edited. */
public final class StepHash {
    private StepHash() {}

    /** @param steps {@code spec.strategy.canary.steps}; none and an empty list are the same */
    public static String of(Json steps) {
        return new SafeHash().plus(GoJson.canarySteps(steps)).text();
    }
}
