package tidegate.api.wire;

import java.util.Optional;

/** What an AnalysisRun of a Rollout was started for: values of the label {@link Labels#ROLLOUT_TYPE}. */
public enum AnalysisRunRole {
    STEP("Step"),
    BACKGROUND("Background"),
    PRE_PROMOTION("PrePromotion"),
    POST_PROMOTION("PostPromotion");

    private final String wire;

    AnalysisRunRole(String wire) {
        this.wire = wire;
    }

    /** The role of a label value; empty for any other text. */
    public static Optional<AnalysisRunRole> ofWire(String text) {
        for (AnalysisRunRole role : values()) if (role.wire.equals(text)) return Optional.of(role);
        return Optional.empty();
    }

    public String wire() {
        return wire;
    }
}
