package tidegate.api.wire;

import java.util.Optional;

/** How an update ended: {@code status.duration.completionStatus}. */
public enum CompletionStatus {
    PROMOTED("Promoted"),
    /** Promoted by {@code promote --full}. */
    FAST_PROMOTED("FastPromoted"),
    ABORTED("Aborted"),
    ROLLED_BACK("RolledBack"),
    FAST_ROLLED_BACK("FastRolledBack"),
    /** Another update began before this one ended. */
    SUPERSEDED("Superseded");

    private final String wire;

    CompletionStatus(String wire) {
        this.wire = wire;
    }

    /** The status of a wire text; empty for any other text. */
    public static Optional<CompletionStatus> ofWire(String text) {
        for (CompletionStatus status : values()) if (status.wire.equals(text)) return Optional.of(status);
        return Optional.empty();
    }

    public String wire() {
        return wire;
    }
}
