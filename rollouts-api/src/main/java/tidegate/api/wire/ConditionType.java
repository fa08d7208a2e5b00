package tidegate.api.wire;

/** Types of conditions on a Rollout. Texts, not an enum: unknown ones on an object are kept. */
public final class ConditionType {
    public static final String INVALID_SPEC = "InvalidSpec";
    public static final String AVAILABLE = "Available";
    public static final String COMPLETED = "Completed";
    public static final String HEALTHY = "Healthy";
    public static final String PAUSED = "Paused";
    public static final String PROGRESSING = "Progressing";

    /** Copied from a ReplicaSet with its status, reason and message. */
    public static final String REPLICA_FAILURE = "ReplicaFailure";

    /** Ours alone: something about the Rollout keeps failing and is tried again. Never false: it is removed. */
    public static final String RECONCILIATION_ERROR = "ReconciliationError";

    private ConditionType() {}
}
