package tidegate.api.analysis;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;
import tidegate.api.wire.AnalysisPhase;

/**
 * {@code status} of an AnalysisRun.
 *
 * @param phase empty before the first look at the run, and for a phase of another version
 * @param message why it ended as it did, may be empty
 * @param results one for each metric that has started
 * @param json as read
 */
public record AnalysisStatus(
        Optional<AnalysisPhase> phase,
        String message,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        List<MetricResult> results,
        Json json) {

    static AnalysisStatus of(Json status) {
        return new AnalysisStatus(
                AnalysisPhase.ofWire(status.get("phase").stringOrEmpty()),
                status.get("message").stringOrEmpty(),
                WireTime.of(status.get("startedAt")),
                WireTime.of(status.get("completedAt")),
                status.get("metricResults").elements().stream()
                        .map(MetricResult::of)
                        .toList(),
                status);
    }

    /** Measurements of all metrics, dry runs included. */
    public MeasurementCounts counts() {
        return results.stream().map(MetricResult::counts).reduce(MeasurementCounts.NONE, MeasurementCounts::plus);
    }
}
