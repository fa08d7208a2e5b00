package tidegate.api.wire;

import java.util.Optional;
import tidegate.api.json.Json;

/** A canary step in the few words that events and clients use for it. */
public final class StepText {
    private StepText() {}

    /** The words for one element of {@code spec.strategy.canary.steps}; {@code invalid} when its kind is unknown. */
    public static String of(Json step) {
        if (has(step, "setWeight")) return "setWeight: " + step.get("setWeight");
        if (has(step, "pause")) return pause(step.at("pause", "duration"));
        if (has(step, "experiment")) return "experiment";
        if (has(step, "analysis")) return "analysis";
        if (has(step, "setCanaryScale")) return scale(step.get("setCanaryScale"));
        return named(step).orElse("invalid");
    }

    private static boolean has(Json step, String kind) {
        return !step.get(kind).isNullOrMissing();
    }

    private static String pause(Json duration) {
        if (duration.isNullOrMissing()) return "pause";
        return "pause: " + duration.string().orElseGet(duration::toString);
    }

    private static String scale(Json scale) {
        if (has(scale, "weight")) return "setCanaryScale{weight: " + scale.get("weight") + "}";
        if (scale.get("matchTrafficWeight").isTrue()) return "setCanaryScale{matchTrafficWeight: true}";
        if (has(scale, "replicas")) return "setCanaryScale{replicas: " + scale.get("replicas") + "}";
        return "invalid";
    }

    private static Optional<String> named(Json step) {
        for (String kind : new String[] {"plugin", "setHeaderRoute", "setMirrorRoute"})
            if (has(step, kind))
                return Optional.of(kind + ": " + step.at(kind, "name").stringOrEmpty());
        return Optional.empty();
    }
}
