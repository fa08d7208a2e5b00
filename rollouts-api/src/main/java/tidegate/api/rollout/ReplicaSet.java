package tidegate.api.rollout;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;

/**
 * A ReplicaSet as read from the API.
 *
 * @param replicas wanted pods: {@code spec.replicas}, 1 unless given
 */
public record ReplicaSet(
        ObjectMeta meta,
        int replicas,
        int minReadySeconds,
        Json selector,
        Json template,
        Counts counts,
        List<Condition> conditions,
        Json json) {

    /**
     * {@code status}: pods as the ReplicaSet's own controller last counted them.
     *
     * @param observedGeneration the generation they were counted for
     */
    public record Counts(long observedGeneration, int replicas, int ready, int available) {
        static Counts of(Json status) {
            return new Counts(
                    status.get("observedGeneration").longInteger().orElse(0),
                    status.get("replicas").integer().orElse(0),
                    status.get("readyReplicas").integer().orElse(0),
                    status.get("availableReplicas").integer().orElse(0));
        }
    }

    public static ReplicaSet of(Json json) {
        Json spec = json.get("spec");
        return new ReplicaSet(
                ObjectMeta.of(json.get("metadata")),
                spec.get("replicas").integer().orElse(1),
                spec.get("minReadySeconds").integer().orElse(0),
                spec.get("selector"),
                spec.get("template"),
                Counts.of(json.get("status")),
                json.at("status", "conditions").elements().stream()
                        .map(Condition::of)
                        .toList(),
                json);
    }

    public String name() {
        return meta.name();
    }

    /** Identity of its version; opaque, never recomputed. {@code ""} without the label. */
    public String hash() {
        return meta.label(Labels.POD_TEMPLATE_HASH).orElse("");
    }

    /** 0 when absent or unreadable. */
    public int revision() {
        return annotatedNumber(Annotations.REVISION).orElse(0);
    }

    /** The Rollout's replicas when this one was last scaled. */
    public OptionalInt desiredReplicas() {
        return annotatedNumber(Annotations.DESIRED_REPLICAS);
    }

    /** Whether the counts are about the present spec. Older ones say nothing: pods may be gone that they still count. */
    public boolean hasCurrentCounts() {
        return counts.observedGeneration() >= meta.generation();
    }

    public Optional<Condition> condition(String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst();
    }

    private OptionalInt annotatedNumber(String key) {
        try {
            return meta.annotation(key)
                    .map(text -> OptionalInt.of(Integer.parseInt(text)))
                    .orElse(OptionalInt.empty());
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
