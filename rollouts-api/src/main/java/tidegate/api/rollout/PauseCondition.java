package tidegate.api.rollout;

import java.time.Instant;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;

/**
 * One entry of {@code status.pauseConditions}: the controller waits for this reason since then.
 *
 * @param reason as in {@link tidegate.api.wire.PauseReason}; kept even if unknown
 */
public record PauseCondition(String reason, Instant startedAt) {
    /** A time that is absent or unreadable becomes the epoch. */
    public static PauseCondition of(Json json) {
        return new PauseCondition(
                json.get("reason").stringOrEmpty(),
                WireTime.of(json.get("startTime")).orElse(Instant.EPOCH));
    }

    public Json toJson() {
        return Json.object("reason", reason, "startTime", WireTime.format(startedAt));
    }
}
