package tidegate.api.wire;

/** Reasons of conditions on a Rollout; the reasons of events are in {@link EventReason}. */
public final class Reasons {
    public static final String INVALID_SPEC = "InvalidSpec";
    public static final String AVAILABLE = "AvailableReason";
    public static final String COMPLETED = "RolloutCompleted";
    public static final String HEALTHY = "RolloutHealthy";

    /** On Paused, and on Progressing while paused. */
    public static final String PAUSED = "RolloutPaused";

    public static final String RESUMED = "RolloutResumed";
    public static final String RETRY = "RolloutRetry";
    public static final String ABORTED = "RolloutAborted";
    public static final String NEW_REPLICA_SET_CREATED = "NewReplicaSetCreated";
    public static final String FOUND_NEW_REPLICA_SET = "FoundNewReplicaSet";
    public static final String REPLICA_SET_UPDATED = "ReplicaSetUpdated";
    public static final String REPLICA_SET_NOT_AVAILABLE = "ReplicaSetNotAvailable";
    public static final String NEW_REPLICA_SET_AVAILABLE = "NewReplicaSetAvailable";
    public static final String REPLICA_SET_CREATE_ERROR = "ReplicaSetCreateError";
    public static final String RECONCILIATION_ERROR = "ReconciliationError";
    public static final String PROGRESS_DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";

    private Reasons() {}
}
