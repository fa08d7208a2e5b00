package tidegate.api.analysis;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;
import tidegate.api.wire.AnalysisPhase;

/**
 * One measurement.
 *
 * @param value as the provider gave it, as text
 * @param metadata of the provider, such as {@code job-name}
 */
public record Measurement(
        Optional<AnalysisPhase> phase,
        String message,
        String value,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Map<String, String> metadata) {

    static Measurement of(Json measurement) {
        return new Measurement(
                AnalysisPhase.ofWire(measurement.get("phase").stringOrEmpty()),
                measurement.get("message").stringOrEmpty(),
                measurement.get("value").stringOrEmpty(),
                WireTime.of(measurement.get("startedAt")),
                WireTime.of(measurement.get("finishedAt")),
                measurement.get("metadata").strings());
    }
}
