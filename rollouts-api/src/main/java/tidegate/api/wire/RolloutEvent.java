package tidegate.api.wire;

import java.util.Optional;

/**
 * A Kubernetes event on a Rollout, as data: what there is to say, not yet written.
 *
 * <p>One factory for each event of the API. No event tells of an invalid spec, of health or of degradation.
 *
 * @param reason as in {@link EventReason}
 */
public record RolloutEvent(EventType type, String reason, String message) {
    public static RolloutEvent addedToInformer(String namespace, String rollout) {
        return normal(
                EventReason.ROLLOUT_ADDED_TO_INFORMER,
                "Rollout resource added to informer: " + namespace + "/" + rollout);
    }

    /** Name before namespace: the other way round than in every other text, and parsed like that. */
    public static RolloutEvent deleted(String namespace, String rollout) {
        return normal(EventReason.ROLLOUT_DELETED, "Rollout " + rollout + "/" + namespace + " is deleted.");
    }

    public static RolloutEvent updated(int revision) {
        return normal(EventReason.ROLLOUT_UPDATED, "Rollout updated to revision " + revision);
    }

    public static RolloutEvent newReplicaSetCreated(String replicaSet, int revision) {
        return normal(
                EventReason.NEW_REPLICA_SET_CREATED,
                "Created ReplicaSet " + replicaSet + " (revision " + revision + ")");
    }

    /** @param error why it could not be created */
    public static RolloutEvent replicaSetCreateError(String replicaSet, String error) {
        return warning(
                EventReason.REPLICA_SET_CREATE_ERROR,
                "Failed to create new replica set " + GoText.quoted(replicaSet) + ": " + error);
    }

    public static RolloutEvent scaled(String replicaSet, int revision, int from, int to) {
        return normal(
                EventReason.SCALING_REPLICA_SET,
                "Scaled " + (to > from ? "up" : "down") + " ReplicaSet " + replicaSet + " (revision " + revision
                        + ") from " + from + " to " + to);
    }

    public static RolloutEvent notCompleted(int revision, String hash) {
        return normal(
                EventReason.ROLLOUT_NOT_COMPLETED,
                "Rollout not completed, started update to revision " + revision + " (" + hash + ")");
    }

    /** @param cause as in {@link CompletionCause} */
    public static RolloutEvent completed(int revision, String hash, String cause) {
        return normal(
                EventReason.ROLLOUT_COMPLETED,
                "Rollout completed update to revision " + revision + " (" + hash + "): " + cause);
    }

    /**
     * @param number of the step, the first is 1
     * @param step in words, as in {@code setWeight: 20}
     */
    public static RolloutEvent stepCompleted(int number, int steps, String step) {
        return normal(
                EventReason.ROLLOUT_STEP_COMPLETED,
                "Rollout step " + number + "/" + steps + " completed (" + step + ")");
    }

    public static RolloutEvent stepsSkippedToStable() {
        return normal(EventReason.SKIP_STEPS, "Rollback to stable ReplicaSets");
    }

    public static RolloutEvent stepsSkippedWithinWindow() {
        return normal(EventReason.SKIP_STEPS, "Rollback to active ReplicaSets within RollbackWindow");
    }

    /** @param from hash that the selector had, {@code ""} for none */
    public static RolloutEvent serviceSwitched(String service, String from, String to) {
        return normal(
                EventReason.SWITCH_SERVICE,
                "Switched selector for service '" + service + "' from '" + from + "' to '" + to + "'");
    }

    public static RolloutEvent paused(PauseReason reason) {
        return normal(EventReason.ROLLOUT_PAUSED, "Rollout is paused (" + reason.wire() + ")");
    }

    public static RolloutEvent resumed() {
        return normal(EventReason.ROLLOUT_RESUMED, "Rollout is resumed");
    }

    /** @param cause why, empty when a user aborted */
    public static RolloutEvent aborted(int revision, Optional<String> cause) {
        return warning(EventReason.ROLLOUT_ABORTED, RolloutConditions.abortMessage(revision, cause));
    }

    /** What {@code spec.progressDeadlineAbort} says before the abort itself: the cause alone. */
    public static RolloutEvent abortedByDeadline(String timeout) {
        return warning(EventReason.ROLLOUT_ABORTED, timeout);
    }

    public static RolloutEvent reconciliationError(String error) {
        return warning(EventReason.RECONCILIATION_ERROR, "Reconciliation failed with error: " + error);
    }

    private static RolloutEvent normal(String reason, String message) {
        return new RolloutEvent(EventType.NORMAL, reason, message);
    }

    private static RolloutEvent warning(String reason, String message) {
        return new RolloutEvent(EventType.WARNING, reason, message);
    }
}
