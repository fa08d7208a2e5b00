package tidegate.api.analysis;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.wire.AnalysisPhase;

/**
 * What came out for one metric so far: an entry of {@code status.metricResults}.
 *
 * @param measurements those still kept, newest last
 * @param isDryRun whether it has no say in the phase of the run
 * @param json as read
 */
public record MetricResult(
        String name,
        Optional<AnalysisPhase> phase,
        String message,
        MeasurementCounts counts,
        List<Measurement> measurements,
        boolean isDryRun,
        Json json) {

    static MetricResult of(Json result) {
        return new MetricResult(
                result.get("name").stringOrEmpty(),
                AnalysisPhase.ofWire(result.get("phase").stringOrEmpty()),
                result.get("message").stringOrEmpty(),
                MeasurementCounts.of(result),
                result.get("measurements").elements().stream()
                        .map(Measurement::of)
                        .toList(),
                result.get("dryRun").isTrue(),
                result);
    }
}
