package tidegate.api.wire;

import java.util.Optional;

/** {@code status.phase} of a Rollout. */
public enum Phase {
    HEALTHY("Healthy"),
    DEGRADED("Degraded"),
    PROGRESSING("Progressing"),
    PAUSED("Paused");

    private final String wire;

    Phase(String wire) {
        this.wire = wire;
    }

    /** The phase of a wire text; empty for {@code ""} and for texts of another version. */
    public static Optional<Phase> ofWire(String text) {
        for (Phase phase : values()) if (phase.wire.equals(text)) return Optional.of(phase);
        return Optional.empty();
    }

    public String wire() {
        return wire;
    }
}
