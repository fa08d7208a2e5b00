package tidegate.api.experiment;

import java.util.List;
import tidegate.api.json.Json;
import tidegate.api.rollout.ObjectMeta;

/**
 * An Experiment as read from the API.
 *
 * @param duration as written; empty to run until its analyses end it
 * @param terminate whether somebody asked it to stop early
 * @param json as read
 */
public record Experiment(
        ObjectMeta meta,
        List<Template> templates,
        List<Analysis> analyses,
        String duration,
        boolean terminate,
        ExperimentStatus status,
        Json json) {

    /**
     * A version to run.
     *
     * @param replicas 1 unless given
     * @param json as read: pod template, selector, service
     */
    public record Template(String name, int replicas, Json json) {
        static Template of(Json json) {
            return new Template(
                    json.get("name").stringOrEmpty(),
                    json.get("replicas").integer().orElse(1),
                    json);
        }
    }

    /**
     * An analysis of the versions while they run.
     *
     * @param isRequired whether the Experiment is done when it is
     * @param json as read: template and arguments
     */
    public record Analysis(String name, boolean isRequired, Json json) {
        static Analysis of(Json json) {
            return new Analysis(
                    json.get("name").stringOrEmpty(),
                    json.get("requiredForCompletion").isTrue(),
                    json);
        }
    }

    public static Experiment of(Json json) {
        Json spec = json.get("spec");
        return new Experiment(
                ObjectMeta.of(json.get("metadata")),
                spec.get("templates").elements().stream().map(Template::of).toList(),
                spec.get("analyses").elements().stream().map(Analysis::of).toList(),
                spec.get("duration").stringOrEmpty(),
                spec.get("terminate").isTrue(),
                ExperimentStatus.of(json.get("status")),
                json);
    }

    public String name() {
        return meta.name();
    }
}
