package tidegate.api.rollout;

import java.time.Instant;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;

/**
 * One entry of {@code status.conditions}.
 *
 * @param updatedAt when the controller last had reason to set it
 * @param transitionedAt when {@code status} last changed
 */
public record Condition(
        String type, String status, String reason, String message, Instant updatedAt, Instant transitionedAt) {

    /** Times that are absent or unreadable become the epoch. */
    public static Condition of(Json json) {
        return new Condition(
                json.get("type").stringOrEmpty(),
                json.get("status").stringOrEmpty(),
                json.get("reason").stringOrEmpty(),
                json.get("message").stringOrEmpty(),
                WireTime.of(json.get("lastUpdateTime")).orElse(Instant.EPOCH),
                WireTime.of(json.get("lastTransitionTime")).orElse(Instant.EPOCH));
    }

    public Json toJson() {
        return Json.object(
                "lastTransitionTime", WireTime.format(transitionedAt),
                "lastUpdateTime", WireTime.format(updatedAt),
                "message", message,
                "reason", reason,
                "status", status,
                "type", type);
    }

    /** The same in other words. */
    public Condition saying(String other) {
        return new Condition(type, status, reason, other, updatedAt, transitionedAt);
    }

    public boolean isTrue() {
        return status.equals("True");
    }
}
