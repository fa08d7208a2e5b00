package tidegate.cli.command;

import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.wire.AnalysisPhase;

/**
 * What promoting a Rollout means in its present state.
 *
 * @param status patch to its status, sent first
 * @param spec patch to its spec
 * @param combined one patch for both, where the status is no subresource
 */
record PromoteStep(Optional<Json> status, Optional<Json> spec, Json combined) {
    /** How far to go. */
    enum Mode {
        NEXT,
        SKIP_CURRENT_STEP,
        SKIP_ALL_STEPS,
        FULL
    }

    private static final Json UNPAUSED = Json.object("paused", false);
    private static final Json RESUMED = Json.object("pauseConditions", null);

    /** @throws CommandFailure if steps shall be skipped that the Rollout cannot have */
    static PromoteStep of(Json rollout, Mode mode) {
        int steps = steps(rollout);
        return switch (mode) {
            case SKIP_CURRENT_STEP -> skipTo(rollout, next(rollout));
            case SKIP_ALL_STEPS -> skipTo(rollout, steps);
            case FULL -> full(rollout);
            case NEXT -> next(rollout, steps);
        };
    }

    private static PromoteStep skipTo(Json rollout, int index) {
        if (!rollout.at("spec", "strategy", "blueGreen").isNullOrMissing())
            throw new CommandFailure("Cannot skip steps of a bluegreen rollout. Run without a flags");
        if (steps(rollout) == 0) throw new CommandFailure("Cannot skip steps of a rollout without steps");
        Json patch = status(Json.object("currentStepIndex", index));
        return new PromoteStep(Optional.of(patch), Optional.empty(), patch);
    }

    private static PromoteStep full(Json rollout) {
        Json full = Json.object("promoteFull", true);
        boolean isUnderWay = !rollout.at("status", "currentPodHash").equals(rollout.at("status", "stableRS"));
        return new PromoteStep(
                isUnderWay ? Optional.of(status(full)) : Optional.empty(), unpausing(rollout), both(full));
    }

    private static PromoteStep next(Json rollout, int steps) {
        boolean isPaused = !rollout.at("status", "pauseConditions").isEmpty();
        boolean isCanary = !rollout.at("spec", "strategy", "canary").isNullOrMissing();
        if (isPaused && isCanary && isInconclusive(rollout)) {
            Json moved = RESUMED.with("controllerPause", false).with("currentStepIndex", next(rollout));
            Optional<Json> status = steps == 0 ? Optional.empty() : Optional.of(status(moved));
            return new PromoteStep(status, unpausing(rollout), both(RESUMED));
        }
        if (isPaused) return new PromoteStep(Optional.of(status(RESUMED)), unpausing(rollout), both(RESUMED));
        if (isCanary && steps > 0) {
            Json moved = RESUMED.with("currentStepIndex", next(rollout));
            return new PromoteStep(Optional.of(status(moved)), unpausing(rollout), both(moved));
        }
        return new PromoteStep(Optional.empty(), unpausing(rollout), both(RESUMED));
    }

    private static boolean isInconclusive(Json rollout) {
        String phase = rollout.at("status", "canary", "currentStepAnalysisRunStatus", "status")
                .stringOrEmpty();
        return phase.equals(AnalysisPhase.INCONCLUSIVE.wire())
                && rollout.at("status", "controllerPause").isTrue();
    }

    private static int steps(Json rollout) {
        return rollout.at("spec", "strategy", "canary", "steps").size();
    }

    private static int next(Json rollout) {
        int index = rollout.at("status", "currentStepIndex").integer().orElse(0);
        return Math.min(index + 1, steps(rollout));
    }

    private static Optional<Json> unpausing(Json rollout) {
        return rollout.at("spec", "paused").isTrue() ? Optional.of(Json.object("spec", UNPAUSED)) : Optional.empty();
    }

    private static Json status(Json fields) {
        return Json.object("status", fields);
    }

    private static Json both(Json fields) {
        return Json.object("spec", UNPAUSED, "status", fields);
    }
}
