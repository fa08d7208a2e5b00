package tidegate.api.wire;

import java.util.Optional;

/** Status of a condition. */
public enum ConditionStatus {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String wire;

    ConditionStatus(String wire) {
        this.wire = wire;
    }

    public static ConditionStatus of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** The status of a wire text; empty for any other text. */
    public static Optional<ConditionStatus> ofWire(String text) {
        for (ConditionStatus status : values()) if (status.wire.equals(text)) return Optional.of(status);
        return Optional.empty();
    }

    public String wire() {
        return wire;
    }
}
