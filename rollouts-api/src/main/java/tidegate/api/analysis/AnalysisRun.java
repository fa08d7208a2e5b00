package tidegate.api.analysis;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.wire.AnalysisRunRole;
import tidegate.api.wire.Labels;

/**
 * Measurements under way, or done.
 *
 * @param terminate whether somebody asked it to stop early
 * @param json as read
 */
public record AnalysisRun(ObjectMeta meta, List<Metric> metrics, boolean terminate, AnalysisStatus status, Json json) {
    public static AnalysisRun of(Json json) {
        Json spec = json.get("spec");
        return new AnalysisRun(
                ObjectMeta.of(json.get("metadata")),
                spec.get("metrics").elements().stream().map(Metric::of).toList(),
                spec.get("terminate").isTrue(),
                AnalysisStatus.of(json.get("status")),
                json);
    }

    public String name() {
        return meta.name();
    }

    /** What a Rollout started it for; empty for a run of an Experiment or of a user. */
    public Optional<AnalysisRunRole> role() {
        return meta.label(Labels.ROLLOUT_TYPE).flatMap(AnalysisRunRole::ofWire);
    }
}
