package tidegate.api.command;

import java.time.Instant;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;
import tidegate.api.wire.AnalysisPhase;

/** The commands, as what a client writes for them. */
public final class UserCommands {
    private static final Json UNPAUSED = Json.object("paused", false);
    private static final Json RESUMED = Json.object("pauseConditions", null);

    private UserCommands() {}

    /** Back to the stable version. */
    public static Patches abort() {
        return Patches.ofStatus(Json.object("abort", true));
    }

    /** Forward again, from the first step. */
    public static Patches retry() {
        return Patches.ofStatus(Json.object("abort", false));
    }

    /** Stay as it is. */
    public static Patches pause() {
        return Patches.ofSpec(Json.object("paused", true));
    }

    /** Take a pause by hand back, and nothing else. */
    public static Patches resume() {
        return Patches.ofSpec(UNPAUSED);
    }

    /** Replace all pods that were created before. */
    public static Patches restart(Instant at) {
        return Patches.ofSpec(Json.object("restartAt", WireTime.format(at)));
    }

    /**
     * What promoting means in the present state of a Rollout.
     *
     * @throws RefusedCommand if steps shall be skipped that the Rollout cannot have
     */
    public static Patches promote(Json rollout, Promotion how) {
        int steps = steps(rollout);
        return switch (how) {
            case SKIP_CURRENT_STEP -> skipTo(rollout, next(rollout));
            case SKIP_ALL_STEPS -> skipTo(rollout, steps);
            case FULL -> full(rollout);
            case NEXT -> next(rollout, steps);
        };
    }

    private static Patches skipTo(Json rollout, int index) {
        if (!rollout.at("spec", "strategy", "blueGreen").isNullOrMissing())
            throw new RefusedCommand("Cannot skip steps of a bluegreen rollout. Run without a flags");
        if (steps(rollout) == 0) throw new RefusedCommand("Cannot skip steps of a rollout without steps");
        return Patches.ofStatus(Json.object("currentStepIndex", index));
    }

    private static Patches full(Json rollout) {
        Json full = Json.object("promoteFull", true);
        boolean isUnderWay = !rollout.at("status", "currentPodHash").equals(rollout.at("status", "stableRS"));
        return new Patches(isUnderWay ? Optional.of(status(full)) : Optional.empty(), unpausing(rollout), both(full));
    }

    private static Patches next(Json rollout, int steps) {
        boolean isPaused = !rollout.at("status", "pauseConditions").isEmpty();
        boolean isCanary = !rollout.at("spec", "strategy", "canary").isNullOrMissing();
        if (isPaused && isCanary && isInconclusive(rollout)) {
            Json moved = RESUMED.with("controllerPause", false).with("currentStepIndex", next(rollout));
            Optional<Json> status = steps == 0 ? Optional.empty() : Optional.of(status(moved));
            return new Patches(status, unpausing(rollout), both(RESUMED));
        }
        if (isPaused) return new Patches(Optional.of(status(RESUMED)), unpausing(rollout), both(RESUMED));
        if (isCanary && steps > 0) {
            Json moved = RESUMED.with("currentStepIndex", next(rollout));
            return new Patches(Optional.of(status(moved)), unpausing(rollout), both(moved));
        }
        return new Patches(Optional.empty(), unpausing(rollout), both(RESUMED));
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
