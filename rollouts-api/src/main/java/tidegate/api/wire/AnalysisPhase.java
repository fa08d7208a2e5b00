package tidegate.api.wire;

import java.util.Optional;

/** Phase of an AnalysisRun, a metric, a measurement, or an Experiment. */
public enum AnalysisPhase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCESSFUL("Successful"),
    FAILED("Failed"),
    ERROR("Error"),
    INCONCLUSIVE("Inconclusive");

    private final String wire;

    AnalysisPhase(String wire) {
        this.wire = wire;
    }

    /** The phase of a wire text; empty for {@code ""} and for texts of another version. */
    public static Optional<AnalysisPhase> ofWire(String text) {
        for (AnalysisPhase phase : values()) if (phase.wire.equals(text)) return Optional.of(phase);
        return Optional.empty();
    }

    public String wire() {
        return wire;
    }

    /** Whether the phase is final. */
    public boolean isCompleted() {
        return switch (this) {
            case PENDING, RUNNING -> false;
            case SUCCESSFUL, FAILED, ERROR, INCONCLUSIVE -> true;
        };
    }
}
