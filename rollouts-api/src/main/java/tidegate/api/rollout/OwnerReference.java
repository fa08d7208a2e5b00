package tidegate.api.rollout;

import tidegate.api.json.Json;
import tidegate.api.wire.CustomResource;

/** One entry of {@code metadata.ownerReferences}. */
public record OwnerReference(String kind, String name, String uid, boolean controller, Json json) {
    public static OwnerReference of(Json json) {
        return new OwnerReference(
                json.get("kind").stringOrEmpty(),
                json.get("name").stringOrEmpty(),
                json.get("uid").stringOrEmpty(),
                json.get("controller").isTrue(),
                json);
    }

    /** The reference by which a Rollout controls a ReplicaSet: deletion of the Rollout waits for it, then takes it along. */
    public static OwnerReference controllerOf(Rollout rollout) {
        return of(Json.object(
                "apiVersion",
                CustomResource.API_VERSION,
                "kind",
                CustomResource.ROLLOUT.kind(),
                "name",
                rollout.name(),
                "uid",
                rollout.meta().uid(),
                "controller",
                true,
                "blockOwnerDeletion",
                true));
    }
}
