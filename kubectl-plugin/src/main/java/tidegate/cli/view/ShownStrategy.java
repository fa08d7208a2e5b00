package tidegate.cli.view;

import tidegate.api.json.Json;

/** Which strategy a Rollout has; canary wins where a faulty one has both. */
public enum ShownStrategy {
    CANARY("Canary"),
    BLUE_GREEN("BlueGreen"),
    NONE("");

    private final String title;

    ShownStrategy(String title) {
        this.title = title;
    }

    public static ShownStrategy of(Json rollout) {
        Json strategy = rollout.at("spec", "strategy");
        if (!strategy.get("canary").isNullOrMissing()) return CANARY;
        if (!strategy.get("blueGreen").isNullOrMissing()) return BLUE_GREEN;
        return NONE;
    }

    /** {@code ""} without a strategy. */
    public String title() {
        return title;
    }
}
