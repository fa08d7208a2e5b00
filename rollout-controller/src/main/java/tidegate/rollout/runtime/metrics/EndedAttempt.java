package tidegate.rollout.runtime.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;
import tidegate.api.wire.CompletionStatus;

/**
 * An attempt to update a Rollout that a status write has just ended, by {@code status.duration}.
 *
 * @param manualPause for how much of it a human was waited for; never more than all of it
 */
record EndedAttempt(CompletionStatus status, Duration total, Duration manualPause) {

    /** Empty if none has ended between these two; one that another replaced is superseded. */
    static Optional<EndedAttempt> between(Json before, Json after, Instant now) {
        Optional<Instant> end = WireTime.of(after.get("finishedAt"));
        boolean isNew = !before.get("rolloutStartedAt").equals(after.get("rolloutStartedAt"));
        boolean wasRunning = WireTime.of(before.get("rolloutStartedAt")).isPresent()
                && WireTime.of(before.get("finishedAt")).isEmpty();
        if (isNew && wasRunning) return of(CompletionStatus.SUPERSEDED, before, now);
        if (end.isEmpty() || after.get("finishedAt").equals(before.get("finishedAt"))) return Optional.empty();
        return CompletionStatus.ofWire(after.get("completionStatus").stringOrEmpty())
                .flatMap(status -> of(status, after, end.get()));
    }

    private static Optional<EndedAttempt> of(CompletionStatus status, Json attempt, Instant end) {
        return WireTime.of(attempt.get("rolloutStartedAt")).map(start -> {
            Duration total = positive(Duration.between(start, end));
            Duration paused = Duration.ofSeconds(
                    attempt.get("totalManualPauseDurationSeconds").longInteger().orElse(0));
            Duration present = WireTime.of(attempt.get("manualPauseStartedAt"))
                    .map(since -> positive(Duration.between(since, end)))
                    .orElse(Duration.ZERO);
            Duration all = paused.plus(present);
            return new EndedAttempt(status, total, all.compareTo(total) < 0 ? all : total);
        });
    }

    Duration progression() {
        return total.minus(manualPause);
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
