package tidegate.rollout.plan.status;

import java.time.Duration;
import java.time.Instant;
import tidegate.api.json.Json;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.value.WireTime;
import tidegate.api.wire.CompletionStatus;

/**
 * {@code status.duration}: how long an update took, and how much of that it stood still for a human.
 *
 * <p>Once it has a {@code finishedAt} it does not change until the next attempt begins.
 */
public record Attempt(Json json) {
    private static final String STARTED = "rolloutStartedAt";
    private static final String PAUSED_SINCE = "manualPauseStartedAt";
    private static final String PAUSED_SECONDS = "totalManualPauseDurationSeconds";
    private static final String FINISHED = "finishedAt";
    private static final String OUTCOME = "completionStatus";

    public static Attempt of(RolloutStatus status) {
        return new Attempt(status.duration());
    }

    static Attempt begun(Instant now) {
        return new Attempt(Json.object(STARTED, WireTime.format(now)));
    }

    boolean isRunning() {
        return json.get(STARTED).isString() && !json.get(FINISHED).isString();
    }

    /** Whether it began as going back to an earlier version the short way, and still is. */
    public boolean goesBackFast() {
        return isRunning() && json.get(OUTCOME).equals(Json.of(CompletionStatus.FAST_ROLLED_BACK.wire()));
    }

    Attempt paused(boolean manually, Instant now) {
        if (!isRunning()) return this;
        var since = WireTime.of(json.get(PAUSED_SINCE));
        if (manually == since.isPresent()) return this;
        if (manually) return new Attempt(json.with(PAUSED_SINCE, WireTime.format(now)));
        long waited = Math.max(0, Duration.between(since.orElse(now), now).toSeconds());
        long total = json.get(PAUSED_SECONDS).longInteger().orElse(0) + waited;
        return new Attempt(json.without(PAUSED_SINCE).with(PAUSED_SECONDS, total == 0 ? Json.MISSING : Json.of(total)));
    }

    /** Decided, though perhaps not yet finished. The first outcome stays. */
    Attempt decided(CompletionStatus outcome) {
        return isRunning() && json.get(OUTCOME).isMissing() ? new Attempt(json.with(OUTCOME, outcome.wire())) : this;
    }

    Attempt aborted(Instant now) {
        if (!isRunning()) return this;
        return new Attempt(json.with(OUTCOME, CompletionStatus.ABORTED.wire())).finished(now);
    }

    Attempt finished(Instant now) {
        if (!isRunning()) return this;
        return new Attempt(paused(false, now).json.with(FINISHED, WireTime.format(now)));
    }
}
