package tidegate.api.experiment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;
import tidegate.api.wire.AnalysisPhase;
import tidegate.api.wire.ExperimentTemplatePhase;

/**
 * {@code status} of an Experiment.
 *
 * @param phase empty before the first look at it, and for a phase of another version
 * @param availableAt when all its versions ran for the first time: its duration counts from there
 * @param json as read
 */
public record ExperimentStatus(
        Optional<AnalysisPhase> phase,
        String message,
        Optional<Instant> availableAt,
        List<TemplateStatus> templates,
        List<RunStatus> runs,
        Json json) {

    /** One version: how far it is, and its pods. */
    public record TemplateStatus(
            String name,
            Optional<ExperimentTemplatePhase> phase,
            String message,
            int replicas,
            int ready,
            int available) {
        static TemplateStatus of(Json json) {
            return new TemplateStatus(
                    json.get("name").stringOrEmpty(),
                    ExperimentTemplatePhase.ofWire(json.get("status").stringOrEmpty()),
                    json.get("message").stringOrEmpty(),
                    json.get("replicas").integer().orElse(0),
                    json.get("readyReplicas").integer().orElse(0),
                    json.get("availableReplicas").integer().orElse(0));
        }
    }

    /**
     * One analysis.
     *
     * @param analysis its name in the Experiment
     * @param run name of its AnalysisRun, {@code ""} when none could be made
     */
    public record RunStatus(String analysis, String run, Optional<AnalysisPhase> phase, String message) {
        static RunStatus of(Json json) {
            return new RunStatus(
                    json.get("name").stringOrEmpty(),
                    json.get("analysisRun").stringOrEmpty(),
                    AnalysisPhase.ofWire(json.get("phase").stringOrEmpty()),
                    json.get("message").stringOrEmpty());
        }
    }

    static ExperimentStatus of(Json status) {
        return new ExperimentStatus(
                AnalysisPhase.ofWire(status.get("phase").stringOrEmpty()),
                status.get("message").stringOrEmpty(),
                WireTime.of(status.get("availableAt")),
                status.get("templateStatuses").elements().stream()
                        .map(TemplateStatus::of)
                        .toList(),
                status.get("analysisRuns").elements().stream()
                        .map(RunStatus::of)
                        .toList(),
                status);
    }
}
