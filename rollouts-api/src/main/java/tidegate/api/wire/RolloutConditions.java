package tidegate.api.wire;

import static tidegate.api.wire.ConditionStatus.FALSE;
import static tidegate.api.wire.ConditionStatus.TRUE;
import static tidegate.api.wire.ConditionStatus.UNKNOWN;

import java.util.Optional;

/** Every condition that a Rollout can carry, with its exact text. */
public final class RolloutConditions {
    private RolloutConditions() {}

    /** @param error the first error of validation, with its path */
    public static ConditionText invalidSpec(String rollout, String error) {
        return new ConditionText(
                ConditionType.INVALID_SPEC,
                TRUE,
                Reasons.INVALID_SPEC,
                "The Rollout " + GoText.quoted(rollout) + " is invalid: " + error);
    }

    /** @param errors what keeps failing, each with its subject; the same from retry to retry */
    public static ConditionText reconciliationError(String errors) {
        return new ConditionText(
                ConditionType.RECONCILIATION_ERROR,
                TRUE,
                Reasons.RECONCILIATION_ERROR,
                errors + ". It is tried again until it succeeds; everything else goes on");
    }

    public static ConditionText available(boolean available) {
        return new ConditionText(
                ConditionType.AVAILABLE,
                ConditionStatus.of(available),
                Reasons.AVAILABLE,
                available ? "Rollout has minimum availability" : "Rollout does not have minimum availability");
    }

    public static ConditionText completed(boolean completed) {
        return new ConditionText(
                ConditionType.COMPLETED, ConditionStatus.of(completed), Reasons.COMPLETED, "RolloutCompleted");
    }

    public static ConditionText healthy(boolean healthy) {
        return new ConditionText(
                ConditionType.HEALTHY,
                ConditionStatus.of(healthy),
                Reasons.HEALTHY,
                healthy ? "Rollout is healthy" : "Rollout is not healthy");
    }

    public static ConditionText paused(boolean paused) {
        return new ConditionText(ConditionType.PAUSED, ConditionStatus.of(paused), Reasons.PAUSED, "Rollout is paused");
    }

    public static ConditionText newReplicaSetCreated(String replicaSet) {
        return progressing(
                TRUE, Reasons.NEW_REPLICA_SET_CREATED, "Created new replica set " + GoText.quoted(replicaSet));
    }

    public static ConditionText foundNewReplicaSet(String replicaSet) {
        return progressing(TRUE, Reasons.FOUND_NEW_REPLICA_SET, "Found new replica set " + GoText.quoted(replicaSet));
    }

    public static ConditionText replicaSetProgresses(String replicaSet) {
        return progressing(
                TRUE, Reasons.REPLICA_SET_UPDATED, "ReplicaSet " + GoText.quoted(replicaSet) + " is progressing.");
    }

    /** Progress while there is no new ReplicaSet yet. */
    public static ConditionText rolloutProgresses(String rollout) {
        return progressing(TRUE, Reasons.REPLICA_SET_UPDATED, "Rollout " + GoText.quoted(rollout) + " is progressing.");
    }

    /** Fully promoted, and just became unhealthy. */
    public static ConditionText replicaSetNotAvailable() {
        return progressing(TRUE, Reasons.REPLICA_SET_NOT_AVAILABLE, "Rollout does not have minimum availability");
    }

    public static ConditionText newReplicaSetAvailable(String replicaSet) {
        return progressing(
                TRUE,
                Reasons.NEW_REPLICA_SET_AVAILABLE,
                "ReplicaSet " + GoText.quoted(replicaSet) + " has successfully progressed.");
    }

    /** @param error why it could not be created */
    public static ConditionText replicaSetCreateError(String replicaSet, String error) {
        return progressing(
                FALSE,
                Reasons.REPLICA_SET_CREATE_ERROR,
                "Failed to create new replica set " + GoText.quoted(replicaSet) + ": " + error);
    }

    public static ConditionText progressIsPaused() {
        return progressing(UNKNOWN, Reasons.PAUSED, "Rollout is paused");
    }

    public static ConditionText progressIsResumed() {
        return progressing(UNKNOWN, Reasons.RESUMED, "Rollout is resumed");
    }

    public static ConditionText retriesAfterAbort() {
        return progressing(UNKNOWN, Reasons.RETRY, "Retrying Rollout after abort");
    }

    /** @param cause why, empty when a user aborted */
    public static ConditionText aborted(int revision, Optional<String> cause) {
        return progressing(FALSE, Reasons.ABORTED, abortMessage(revision, cause));
    }

    static String abortMessage(int revision, Optional<String> cause) {
        return "Rollout aborted update to revision " + revision
                + cause.map(text -> ": " + text).orElse("");
    }

    public static ConditionText replicaSetTimedOut(String replicaSet) {
        return progressing(FALSE, Reasons.PROGRESS_DEADLINE_EXCEEDED, replicaSetTimeout(replicaSet));
    }

    /** Out of time while there is no new ReplicaSet yet. */
    public static ConditionText rolloutTimedOut(String rollout) {
        return progressing(FALSE, Reasons.PROGRESS_DEADLINE_EXCEEDED, rolloutTimeout(rollout));
    }

    /** Also the cause of an abort through {@code spec.progressDeadlineAbort}. */
    public static String replicaSetTimeout(String replicaSet) {
        return "ReplicaSet " + GoText.quoted(replicaSet) + " has timed out progressing.";
    }

    /** {@link #replicaSetTimeout} while there is no new ReplicaSet yet. */
    public static String rolloutTimeout(String rollout) {
        return "Rollout " + GoText.quoted(rollout) + " has timed out progressing.";
    }

    private static ConditionText progressing(ConditionStatus status, String reason, String message) {
        return new ConditionText(ConditionType.PROGRESSING, status, reason, message);
    }
}
