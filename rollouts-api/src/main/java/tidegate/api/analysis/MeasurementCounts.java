package tidegate.api.analysis;

import tidegate.api.json.Json;

/** How many measurements ended in which way. */
public record MeasurementCounts(int successful, int failed, int inconclusive, int error) {
    static final MeasurementCounts NONE = new MeasurementCounts(0, 0, 0, 0);

    static MeasurementCounts of(Json result) {
        return new MeasurementCounts(
                result.get("successful").integer().orElse(0),
                result.get("failed").integer().orElse(0),
                result.get("inconclusive").integer().orElse(0),
                result.get("error").integer().orElse(0));
    }

    public MeasurementCounts plus(MeasurementCounts other) {
        return new MeasurementCounts(
                successful + other.successful,
                failed + other.failed,
                inconclusive + other.inconclusive,
                error + other.error);
    }
}
