package tidegate.cli.view;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tidegate.api.json.Json;
import tidegate.api.wire.AnalysisPhase;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.Phase;
import tidegate.api.wire.PhaseMessage;
import tidegate.api.wire.Reasons;

/**
 * Phase and message of a Rollout as a client tells them: the stored phase only once the controller has seen the
 * present spec, and computed where none is stored.
 *
 * @param phase a wire text; of another version's Rollout perhaps one we do not know
 */
public record ShownPhase(String phase, String message) {
    /** @param workloadGeneration of the object that {@code spec.workloadRef} names, where it could be read */
    public static ShownPhase of(Json rollout, OptionalLong workloadGeneration) {
        Json status = rollout.get("status");
        if (isSpecUnobserved(rollout)) return progressing(PhaseMessage.SPEC_NOT_OBSERVED);
        if (status.get("controllerPause").isTrue()
                && status.get("pauseConditions").isEmpty()) return progressing(PhaseMessage.WAITING_TO_UNPAUSE);
        if (isWorkloadUnobserved(rollout, workloadGeneration)) return progressing(PhaseMessage.WORKLOAD_NOT_OBSERVED);
        String stored = status.get("phase").stringOrEmpty();
        return stored.isEmpty()
                ? computed(rollout)
                : new ShownPhase(stored, status.get("message").stringOrEmpty());
    }

    public boolean isHealthy() {
        return phase.equals(Phase.HEALTHY.wire());
    }

    public boolean isDegraded() {
        return phase.equals(Phase.DEGRADED.wire());
    }

    /** A value that is no number was written by a controller of old and counts as observed. */
    private static boolean isSpecUnobserved(Json rollout) {
        String observed = rollout.at("status", "observedGeneration").stringOrEmpty();
        long generation = rollout.at("metadata", "generation").longInteger().orElse(0);
        try {
            return Long.parseLong(observed) < generation;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    private static boolean isWorkloadUnobserved(Json rollout, OptionalLong workloadGeneration) {
        if (rollout.at("spec", "workloadRef").isEmpty()) return false;
        String observed = rollout.at("status", "workloadObservedGeneration").stringOrEmpty();
        String resolved = rollout.at("metadata", "annotations")
                .get(Annotations.WORKLOAD_GENERATION)
                .stringOrEmpty();
        if (!resolved.equals(observed)) return true;
        return workloadGeneration.isPresent()
                && !Long.toString(workloadGeneration.getAsLong()).equals(observed);
    }

    private static ShownPhase computed(Json rollout) {
        return degradedByCondition(rollout.at("status", "conditions").elements())
                .or(() -> paused(rollout))
                .or(() -> progress(rollout).map(ShownPhase::progressing))
                .orElse(new ShownPhase(Phase.HEALTHY.wire(), ""));
    }

    private static Optional<ShownPhase> degradedByCondition(List<Json> conditions) {
        for (Json condition : conditions) {
            String reason = condition.get("reason").stringOrEmpty();
            String message = condition.get("message").stringOrEmpty();
            if (condition.get("type").stringOrEmpty().equals(ConditionType.INVALID_SPEC))
                return Optional.of(degraded(ConditionType.INVALID_SPEC, message));
            if (reason.equals(Reasons.ABORTED) || reason.equals(Reasons.PROGRESS_DEADLINE_EXCEEDED))
                return Optional.of(degraded(reason, message));
        }
        return Optional.empty();
    }

    private static Optional<ShownPhase> paused(Json rollout) {
        Json first = rollout.at("status", "pauseConditions").get(0);
        if (rollout.at("spec", "paused").isTrue())
            return Optional.of(new ShownPhase(Phase.PAUSED.wire(), PhaseMessage.MANUALLY_PAUSED));
        if (first.isPresent())
            return Optional.of(
                    new ShownPhase(Phase.PAUSED.wire(), first.get("reason").stringOrEmpty()));
        return Optional.empty();
    }

    /** What a Rollout that is neither degraded nor paused still waits for; empty once it is through. */
    private static Optional<String> progress(Json rollout) {
        Json status = rollout.get("status");
        String restartAt = rollout.at("spec", "restartAt").stringOrEmpty();
        int updated = ClusterObject.count(status.get("updatedReplicas"));
        if (!restartAt.isEmpty() && !restartAt.equals(status.get("restartedAt").stringOrEmpty()))
            return Optional.of(PhaseMessage.RESTARTING);
        if (updated < desiredReplicas(rollout)) return Optional.of(PhaseMessage.MORE_REPLICAS_TO_UPDATE);
        if (ClusterObject.count(status.get("availableReplicas")) < updated)
            return Optional.of(PhaseMessage.UPDATED_REPLICAS_BECOME_AVAILABLE);
        return switch (ShownStrategy.of(rollout)) {
            case BLUE_GREEN -> blueGreenProgress(rollout);
            case CANARY -> canaryProgress(rollout, updated);
            case NONE -> Optional.empty();
        };
    }

    private static Optional<String> blueGreenProgress(Json rollout) {
        Json status = rollout.get("status");
        if (!isCurrent(status, status.at("blueGreen", "activeSelector")))
            return Optional.of(PhaseMessage.ACTIVE_SERVICE_CUTOVER_PENDING);
        if (isCurrent(status, status.get("stableRS"))) return Optional.empty();
        boolean analysisIsOpen = rollout.at("spec", "strategy", "blueGreen", "postPromotionAnalysis")
                        .isPresent()
                && !isCompleted(status.at("blueGreen", "postPromotionAnalysisRunStatus", "status"));
        return Optional.of(
                analysisIsOpen ? PhaseMessage.WAITING_FOR_ANALYSIS : PhaseMessage.WAITING_FOR_POST_PROMOTION);
    }

    private static Optional<String> canaryProgress(Json rollout, int updated) {
        Json status = rollout.get("status");
        boolean isRouted =
                !rollout.at("spec", "strategy", "canary", "trafficRouting").isNullOrMissing();
        if (!isRouted && ClusterObject.count(status.get("replicas")) > updated)
            return Optional.of(PhaseMessage.OLD_REPLICAS_TERMINATE);
        return isCurrent(status, status.get("stableRS"))
                ? Optional.empty()
                : Optional.of(PhaseMessage.WAITING_FOR_STEPS);
    }

    private static boolean isCurrent(Json status, Json hash) {
        String text = hash.stringOrEmpty();
        return !text.isEmpty() && text.equals(status.get("currentPodHash").stringOrEmpty());
    }

    private static boolean isCompleted(Json phase) {
        return AnalysisPhase.ofWire(phase.stringOrEmpty())
                .map(AnalysisPhase::isCompleted)
                .orElse(false);
    }

    static int desiredReplicas(Json rollout) {
        return rollout.at("spec", "replicas").integer().orElse(1);
    }

    private static ShownPhase progressing(String message) {
        return new ShownPhase(Phase.PROGRESSING.wire(), message);
    }

    private static ShownPhase degraded(String reason, String message) {
        return new ShownPhase(Phase.DEGRADED.wire(), PhaseMessage.ofCondition(reason, message));
    }
}
