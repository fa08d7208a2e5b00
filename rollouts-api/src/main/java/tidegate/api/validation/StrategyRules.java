package tidegate.api.validation;

import tidegate.api.value.MalformedValueException;
import tidegate.api.value.PodsOrPercent;

/** Rules that both strategies share. */
final class StrategyRules {
    private static final int MAX_AFFINITY_WEIGHT = 100;

    private StrategyRules() {}

    static String sameService(String one, String other) {
        return "This rollout uses the same service for the " + one + " and " + other
                + " services, but two different services are required.";
    }

    static void checkAntiAffinity(Place antiAffinity, Findings findings) {
        if (!antiAffinity.isSet()) return;
        Place preferred = antiAffinity.at("preferredDuringSchedulingIgnoredDuringExecution");
        boolean required = antiAffinity
                .at("requiredDuringSchedulingIgnoredDuringExecution")
                .isSet();
        if (preferred.isSet() == required)
            findings.invalid(antiAffinity, "AntiAffinity must have exactly one strategy listed");
        if (!preferred.isSet()) return;
        long weight = preferred.at("weight").number();
        if (weight < 1 || weight > MAX_AFFINITY_WEIGHT)
            findings.invalid(
                    new Place(
                            antiAffinity.at("weight").path(),
                            preferred.at("weight").value()),
                    "AntiAffinity weight must be between 1-" + MAX_AFFINITY_WEIGHT);
    }

    /** Whether a limit can be read; an error if not. */
    static boolean isReadable(Place limit, Findings findings) {
        try {
            PodsOrPercent.of(limit.value());
            return true;
        } catch (MalformedValueException e) {
            findings.invalid(limit, "must be " + e.expected());
            return false;
        }
    }
}
