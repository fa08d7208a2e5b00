package tidegate.rollout.plan.metadata;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import tidegate.api.json.Json;
import tidegate.api.json.JsonException;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.wire.Annotations;

/** Labels and annotations to be put on pods. */
record Injected(SortedMap<String, String> labels, SortedMap<String, String> annotations) {
    static final Injected NONE = new Injected(new TreeMap<>(), new TreeMap<>());

    /** A block of the spec, or what a ReplicaSet has recorded. */
    static Injected of(Json block) {
        return new Injected(
                new TreeMap<>(block.get("labels").strings()),
                new TreeMap<>(block.get("annotations").strings()));
    }

    /** What a ReplicaSet says it was given. */
    static Injected recordedOn(ReplicaSet set) {
        return set.meta()
                .annotation(Annotations.EPHEMERAL_METADATA)
                .flatMap(Injected::parsed)
                .map(Injected::of)
                .orElse(NONE);
    }

    private static Optional<Json> parsed(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonException notOurs) {
            return Optional.empty();
        }
    }

    boolean isEmpty() {
        return labels.isEmpty() && annotations.isEmpty();
    }

    /** The form in which a ReplicaSet records it: labels first, keys sorted, without empty parts. */
    String text() {
        return Json.object(
                        "labels", labels.isEmpty() ? Json.MISSING : labels,
                        "annotations", annotations.isEmpty() ? Json.MISSING : annotations)
                .toString();
    }

    /** Without these labels: those that say which pods are whose. */
    Injected withoutLabels(Set<String> keys) {
        return new Injected(only(labels, key -> !keys.contains(key)), annotations);
    }

    /** Without the keys that any of the others has. */
    Injected without(Injected... others) {
        var rest = this;
        for (Injected other : others)
            rest = new Injected(
                    only(rest.labels, key -> !other.labels.containsKey(key)),
                    only(rest.annotations, key -> !other.annotations.containsKey(key)));
        return rest;
    }

    /** Both; where they disagree, this. */
    Injected and(Injected other) {
        return new Injected(both(labels, other.labels), both(annotations, other.annotations));
    }

    private static SortedMap<String, String> only(Map<String, String> all, Predicate<String> wanted) {
        var some = new TreeMap<>(all);
        some.keySet().removeIf(wanted.negate());
        return some;
    }

    private static SortedMap<String, String> both(Map<String, String> stronger, Map<String, String> weaker) {
        var all = new TreeMap<>(weaker);
        all.putAll(stronger);
        return all;
    }
}
