package tidegate.playground.controllers;

import tidegate.api.json.Json;

/** What a Deployment's strategy allows while it changes. */
record RolloutBounds(boolean isRecreate, RollingScale scale) {

    /** Percentages of the size: surge rounded up, missing pods rounded down; never both nothing. */
    static RolloutBounds of(Json deployment) {
        Json spec = deployment.get("spec");
        int desired = spec.get("replicas").integer().orElse(1);
        Json rolling = spec.at("strategy", "rollingUpdate");
        int surge = count(rolling.get("maxSurge"), desired, true);
        int unavailable = count(rolling.get("maxUnavailable"), desired, false);
        if (surge == 0 && unavailable == 0) unavailable = 1;
        boolean recreate = spec.at("strategy", "type").stringOrEmpty().equals("Recreate");
        return new RolloutBounds(recreate, new RollingScale(desired, surge, Math.min(unavailable, desired)));
    }

    private static int count(Json bound, int of, boolean roundsUp) {
        if (bound.integer().isPresent()) return bound.integer().getAsInt();
        String text = bound.string().orElse("25%");
        if (!text.matches("\\d{1,6}%")) return 0;
        long parts = Long.parseLong(text.substring(0, text.length() - 1)) * of;
        return (int) (roundsUp ? Math.ceilDiv(parts, 100L) : parts / 100);
    }
}
