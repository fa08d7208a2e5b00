package tidegate.api.wire;

/** Reasons of the Kubernetes events on a Rollout. Notification triggers are named after them. */
public final class EventReason {
    public static final String ROLLOUT_ADDED_TO_INFORMER = "RolloutAddedToInformer";
    public static final String ROLLOUT_DELETED = "RolloutDeleted";
    public static final String ROLLOUT_UPDATED = "RolloutUpdated";
    public static final String NEW_REPLICA_SET_CREATED = "NewReplicaSetCreated";
    public static final String REPLICA_SET_CREATE_ERROR = "ReplicaSetCreateError";
    public static final String SCALING_REPLICA_SET = "ScalingReplicaSet";
    public static final String ROLLOUT_NOT_COMPLETED = "RolloutNotCompleted";
    public static final String ROLLOUT_COMPLETED = "RolloutCompleted";
    public static final String ROLLOUT_STEP_COMPLETED = "RolloutStepCompleted";
    public static final String SKIP_STEPS = "SkipSteps";
    public static final String ROLLOUT_PAUSED = "RolloutPaused";
    public static final String ROLLOUT_RESUMED = "RolloutResumed";
    public static final String SWITCH_SERVICE = "SwitchService";
    public static final String ROLLOUT_ABORTED = "RolloutAborted";
    public static final String RECONCILIATION_ERROR = "ReconciliationError";

    private EventReason() {}
}
