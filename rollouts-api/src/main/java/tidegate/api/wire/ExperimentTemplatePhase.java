package tidegate.api.wire;

import java.util.Optional;

/** {@code status.templateStatuses[].status} of an Experiment. */
public enum ExperimentTemplatePhase {
    PROGRESSING("Progressing"),
    RUNNING("Running"),
    SUCCESSFUL("Successful"),
    FAILED("Failed"),
    ERROR("Error");

    private final String wire;

    ExperimentTemplatePhase(String wire) {
        this.wire = wire;
    }

    /** The phase of a wire text; empty for {@code ""} and for texts of another version. */
    public static Optional<ExperimentTemplatePhase> ofWire(String text) {
        for (ExperimentTemplatePhase phase : values()) if (phase.wire.equals(text)) return Optional.of(phase);
        return Optional.empty();
    }

    public String wire() {
        return wire;
    }

    /** Whether the phase is final. */
    public boolean isCompleted() {
        return switch (this) {
            case PROGRESSING, RUNNING -> false;
            case SUCCESSFUL, FAILED, ERROR -> true;
        };
    }
}
