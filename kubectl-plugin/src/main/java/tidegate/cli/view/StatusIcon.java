package tidegate.cli.view;

/** The sign in front of a status word. */
enum StatusIcon {
    SUCCESS("✔", Colour.GREEN),
    RUNNING("◌", Colour.BRIGHT_BLUE),
    WAITING("◷", Colour.YELLOW),
    PAUSED("॥", Colour.DEFAULT),
    FAILURE("✖", Colour.RED),
    WARNING("⚠", Colour.RED),
    UNKNOWN("?", Colour.YELLOW),
    SCALED_DOWN("•", Colour.DEFAULT),
    NONE(" ", Colour.DEFAULT);

    private final String glyph;
    private final Colour colour;

    StatusIcon(String glyph, Colour colour) {
        this.glyph = glyph;
        this.colour = colour;
    }

    static StatusIcon ofRollout(String phase) {
        return switch (phase) {
            case "Healthy" -> SUCCESS;
            case "Progressing" -> RUNNING;
            case "Paused" -> PAUSED;
            case "Degraded" -> FAILURE;
            case "Error", "InvalidSpec" -> WARNING;
            case "Unknown" -> UNKNOWN;
            default -> NONE;
        };
    }

    static StatusIcon ofReplicaSet(String status) {
        return switch (status) {
            case "Healthy" -> SUCCESS;
            case "Progressing" -> RUNNING;
            case "ReplicaFailure" -> FAILURE;
            case "ScaledDown" -> SCALED_DOWN;
            default -> NONE;
        };
    }

    /** Of AnalysisRuns, Experiments and the measurements of Jobs. */
    static StatusIcon ofAnalysis(String phase) {
        return switch (phase) {
            case "Successful" -> SUCCESS;
            case "Running" -> RUNNING;
            case "Pending" -> WAITING;
            case "Failed" -> FAILURE;
            case "Error" -> WARNING;
            case "Inconclusive", "Unknown" -> UNKNOWN;
            default -> NONE;
        };
    }

    static StatusIcon ofPod(String status) {
        if (status.startsWith("Init:")) return RUNNING;
        if (status.startsWith("Signal:") || status.startsWith("ExitCode:")) return FAILURE;
        if (status.endsWith("Error") || status.startsWith("Err")) return WARNING;
        return switch (status) {
            case "Pending", "Terminating", "ContainerCreating" -> RUNNING;
            case "Running", "Completed", "Successful" -> SUCCESS;
            case "Failed", "InvalidImageName", "CrashLoopBackOff" -> FAILURE;
            case "ImagePullBackOff", "RegistryUnavailable" -> WARNING;
            case "Unknown" -> UNKNOWN;
            default -> NONE;
        };
    }

    /** Sign, blank, word. */
    Text before(String word) {
        return Text.of(glyph, colour).plus(" " + word);
    }
}
