package tidegate.api.validation;

import java.util.List;
import tidegate.api.value.MalformedValueException;
import tidegate.api.value.PauseDuration;
import tidegate.api.value.PodsOrPercent;

/** Rules of {@code spec.strategy.canary}. Its paths leave {@code canary} out. */
final class CanaryRules {
    private static final int MAX_WEIGHT = 100;
    private static final List<String> STEP_KINDS = List.of("setWeight", "pause");

    private CanaryRules() {}

    static void check(Place canary, Findings findings) {
        checkLimits(canary.at("maxSurge"), canary.at("maxUnavailable"), findings);
        Place steps = canary.at("steps");
        for (int i = 0; i < steps.size(); i++) checkStep(steps.at(i), findings);
    }

    private static void checkLimits(Place maxSurge, Place maxUnavailable, Findings findings) {
        boolean readable = isReadable(maxSurge, findings);
        if (!isReadable(maxUnavailable, findings) || !readable) return;
        if (isNothing(maxSurge) && isNothing(maxUnavailable)) {
            findings.invalid(maxSurge, "maxSurge and maxUnavailable may not both be 0");
        }
    }

    private static boolean isReadable(Place limit, Findings findings) {
        try {
            PodsOrPercent.of(limit.value());
            return true;
        } catch (MalformedValueException e) {
            findings.invalid(limit, "must be " + e.expected());
            return false;
        }
    }

    private static boolean isNothing(Place limit) {
        return switch (PodsOrPercent.of(limit.value())) {
            case PodsOrPercent.Pods(int pods) -> pods == 0;
            case PodsOrPercent.Percent(int percent) -> percent == 0;
        };
    }

    private static void checkStep(Place step, Findings findings) {
        long kinds = STEP_KINDS.stream().filter(kind -> step.at(kind).isSet()).count();
        if (kinds > 1) findings.invalid(step, "a step may have only one of " + String.join(", ", STEP_KINDS));
        if (kinds == 0) findings.invalid(step, "a step must have one of " + String.join(", ", STEP_KINDS));
        checkWeight(step.at("setWeight"), findings);
        checkPause(step.at("pause").at("duration"), findings);
    }

    private static void checkWeight(Place weight, Findings findings) {
        if (weight.number() < 0 || weight.number() > MAX_WEIGHT) {
            findings.invalid(weight, "SetWeight needs to be between 0 and " + MAX_WEIGHT);
        }
    }

    private static void checkPause(Place duration, Findings findings) {
        try {
            PauseDuration.of(duration.value());
        } catch (MalformedValueException e) {
            findings.invalid(duration, "must be " + e.expected());
        }
    }
}
