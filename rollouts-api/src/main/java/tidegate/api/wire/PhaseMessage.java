package tidegate.api.wire;

/** {@code status.message} of a Rollout that goes with its {@link Phase}; a healthy one has none. */
public final class PhaseMessage {
    public static final String MANUALLY_PAUSED = "manually paused";
    public static final String RESTARTING = "rollout is restarting";
    public static final String MORE_REPLICAS_TO_UPDATE = "more replicas need to be updated";
    public static final String UPDATED_REPLICAS_BECOME_AVAILABLE = "updated replicas are still becoming available";
    public static final String ACTIVE_SERVICE_CUTOVER_PENDING = "active service cutover pending";
    public static final String WAITING_FOR_ANALYSIS = "waiting for analysis to complete";
    public static final String WAITING_FOR_POST_PROMOTION = "waiting for post-promotion verification to complete";
    public static final String OLD_REPLICAS_TERMINATE = "old replicas are pending termination";
    public static final String WAITING_FOR_STEPS = "waiting for all steps to complete";

    /** Said by clients only: the controller has not seen the present spec yet. */
    public static final String SPEC_NOT_OBSERVED = "waiting for rollout spec update to be observed";

    /** Said by clients only: a human resumed, the controller has not acted on it yet. */
    public static final String WAITING_TO_UNPAUSE = "waiting for rollout to unpause";

    /** Said by clients only: as {@link #SPEC_NOT_OBSERVED}, for {@code spec.workloadRef}. */
    public static final String WORKLOAD_NOT_OBSERVED =
            "waiting for rollout spec update to be observed for the reference workload";

    private PhaseMessage() {}

    /** The message of a Rollout that a condition makes Degraded. */
    public static String ofCondition(String reason, String conditionMessage) {
        return reason + ": " + conditionMessage;
    }
}
