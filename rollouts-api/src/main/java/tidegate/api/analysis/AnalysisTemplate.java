package tidegate.api.analysis;

import java.util.List;
import tidegate.api.json.Json;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.wire.CustomResource;

/**
 * What to measure, and what counts as good: an AnalysisTemplate, or a ClusterAnalysisTemplate, which differs only in
 * having no namespace.
 *
 * @param includes other templates whose metrics belong to this one
 * @param json as read
 */
public record AnalysisTemplate(
        ObjectMeta meta, boolean isClusterScoped, List<Metric> metrics, List<Reference> includes, Json json) {

    /** The name of a template, and in which of the two kinds to look for it. */
    public record Reference(String name, boolean isClusterScoped) {
        public static Reference of(Json json) {
            return new Reference(
                    json.get("templateName").stringOrEmpty(),
                    json.get("clusterScope").isTrue());
        }
    }

    public static AnalysisTemplate of(Json json) {
        Json spec = json.get("spec");
        return new AnalysisTemplate(
                ObjectMeta.of(json.get("metadata")),
                json.get("kind").stringOrEmpty().equals(CustomResource.CLUSTER_ANALYSIS_TEMPLATE.kind()),
                spec.get("metrics").elements().stream().map(Metric::of).toList(),
                spec.get("templates").elements().stream().map(Reference::of).toList(),
                json);
    }

    public String name() {
        return meta.name();
    }
}
