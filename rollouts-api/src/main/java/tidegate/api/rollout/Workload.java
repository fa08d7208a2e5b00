package tidegate.api.rollout;

import java.util.OptionalInt;
import tidegate.api.json.Json;

/**
 * What {@code spec.workloadRef} names: a Deployment, a ReplicaSet or a PodTemplate.
 *
 * @param replicas wanted pods; empty for a PodTemplate and where the field is absent
 * @param selector missing for a PodTemplate
 * @param template the pod template, carried as it is
 */
public record Workload(
        String apiVersion,
        String kind,
        ObjectMeta meta,
        OptionalInt replicas,
        Json selector,
        Json template,
        Json json) {

    public static Workload of(Json json) {
        Json spec = json.get("spec");
        boolean bare = json.get("template").isObject();
        return new Workload(
                json.get("apiVersion").stringOrEmpty(),
                json.get("kind").stringOrEmpty(),
                ObjectMeta.of(json.get("metadata")),
                spec.get("replicas").integer(),
                spec.get("selector"),
                bare ? json.get("template") : spec.get("template"),
                json);
    }

    public String name() {
        return meta.name();
    }
}
