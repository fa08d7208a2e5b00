package tidegate.api.wire;

import java.util.Optional;

/** Why the controller paused: {@code status.pauseConditions[].reason}. */
public enum PauseReason {
    CANARY_PAUSE_STEP("CanaryPauseStep"),
    BLUE_GREEN_PAUSE("BlueGreenPause"),
    INCONCLUSIVE_ANALYSIS_RUN("InconclusiveAnalysisRun"),
    INCONCLUSIVE_EXPERIMENT("InconclusiveExperiment");

    private final String wire;

    PauseReason(String wire) {
        this.wire = wire;
    }

    /** The reason of a wire text; empty for any other text. */
    public static Optional<PauseReason> ofWire(String text) {
        for (PauseReason reason : values()) if (reason.wire.equals(text)) return Optional.of(reason);
        return Optional.empty();
    }

    public String wire() {
        return wire;
    }
}
