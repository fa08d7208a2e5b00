package tidegate.api.rollout;

import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;

/**
 * A Service as read from the API.
 *
 * @param selector labels of the pods that it sends traffic to; empty for one that selects nothing by itself
 */
public record Service(ObjectMeta meta, Map<String, String> selector, Json json) {
    public static Service of(Json json) {
        return new Service(
                ObjectMeta.of(json.get("metadata")), json.at("spec", "selector").strings(), json);
    }

    public String name() {
        return meta.name();
    }

    /** The version that it selects; {@code ""} if it selects pods of all versions. */
    public String hash() {
        return selector.getOrDefault(Labels.POD_TEMPLATE_HASH, "");
    }

    /** The name of the Rollout that switches it; empty if none has done so yet. */
    public Optional<String> managedBy() {
        return meta.annotation(Annotations.MANAGED_BY_ROLLOUT);
    }
}
