package tidegate.rollout.observe;

import java.util.Map;
import tidegate.api.wire.Labels;

/**
 * Which Rollouts this controller is responsible for.
 *
 * @param namespace {@code ""} for all
 * @param instanceId those labelled with it; {@code ""} for those without such a label
 */
public record Scope(String namespace, String instanceId) {
    /** As a label selector. */
    public String selector() {
        return instanceId.isEmpty() ? "!" + Labels.INSTANCE_ID : Labels.INSTANCE_ID + "=" + instanceId;
    }

    boolean selects(Map<String, String> labels) {
        String id = labels.get(Labels.INSTANCE_ID);
        return instanceId.isEmpty() ? id == null : instanceId.equals(id);
    }
}
