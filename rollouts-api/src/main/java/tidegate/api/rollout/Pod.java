package tidegate.api.rollout;

import java.time.Instant;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;

/**
 * A pod as read from the API.
 *
 * @param phase {@code Pending}, {@code Running}, {@code Succeeded}, {@code Failed} or {@code Unknown}
 * @param readySince from when on its condition {@code Ready} has been true; empty while it is not
 */
public record Pod(ObjectMeta meta, String phase, Optional<Instant> readySince, Json json) {
    public static Pod of(Json json) {
        return new Pod(
                ObjectMeta.of(json.get("metadata")),
                json.at("status", "phase").stringOrEmpty(),
                json.at("status", "conditions").elements().stream()
                        .filter(condition ->
                                condition.get("type").stringOrEmpty().equals("Ready"))
                        .filter(condition ->
                                condition.get("status").stringOrEmpty().equals("True"))
                        .findFirst()
                        .map(ready ->
                                WireTime.of(ready.get("lastTransitionTime")).orElse(Instant.EPOCH)),
                json);
    }

    public String name() {
        return meta.name();
    }

    /** Whether it has been ready for so long, and is to stay. */
    public boolean isAvailable(int minReadySeconds, Instant now) {
        return !meta.isBeingDeleted()
                && readySince
                        .filter(since -> !now.isBefore(since.plusSeconds(minReadySeconds)))
                        .isPresent();
    }
}
