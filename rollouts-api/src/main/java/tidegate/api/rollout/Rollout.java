package tidegate.api.rollout;

import tidegate.api.json.Json;

/** A Rollout as read from the API. */
public record Rollout(ObjectMeta meta, RolloutSpec spec, RolloutStatus status, Json json) {
    public static Rollout of(Json json) {
        return new Rollout(
                ObjectMeta.of(json.get("metadata")),
                RolloutSpec.of(json.get("spec")),
                new RolloutStatus(json.get("status")),
                json);
    }

    public String name() {
        return meta.name();
    }

    public String namespace() {
        return meta.namespace();
    }

    /** This Rollout with another status: for programs that show what would be. */
    public Rollout with(RolloutStatus changed) {
        return of(json.with("status", changed.json()));
    }
}
