package tidegate.rollout.plan.workload;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Workload;
import tidegate.api.rollout.WorkloadRef;
import tidegate.api.template.PodTemplates;
import tidegate.api.wire.Labels;
import tidegate.rollout.plan.seen.Sighting;

/** A Rollout with its pod template, wherever that stands. For decisions only: none of it is ever written back. */
public sealed interface Resolution {
    /** The template is the Rollout's own, or the referenced object's as it was seen. */
    record Known(Rollout rollout) implements Resolution {}

    /**
     * The referenced object could not be read, or is gone. Nothing may follow from that, and nothing may stop for it: the
     * Rollout goes on with the template of its present version.
     *
     * @param hash of the present version
     */
    record Assumed(Rollout rollout, String hash, String why) implements Resolution {}

    /** The referenced object could not be read, and there is no version to go on with. */
    record Unknown(String why) implements Resolution {}

    /**
     * The Rollout as far as it can be told.
     *
     * @param stored valid as far as it can be told
     * @param workload what its {@code workloadRef} names; that an absent one makes the spec invalid is no matter of this
     *     room
     * @param sets its ReplicaSets, whoever owns them
     */
    static Resolution of(Rollout stored, Optional<Sighting<Workload>> workload, List<ReplicaSet> sets) {
        Optional<WorkloadRef> ref = WorkloadRef.of(stored.spec().json());
        if (ref.isEmpty()) return new Known(Generation.in(stored, Optional.empty()));
        return switch (workload.orElseGet(() -> new Sighting.Unknown<>("nobody looked"))) {
            case Sighting.There<Workload>(var there) ->
                new Known(Generation.in(
                        Rollout.of(ref.get().resolved(stored.json(), there.json())),
                        Optional.of(there.meta().generation())));
            case Sighting.Absent<Workload> _ -> assumed(stored, sets, named(ref.get()) + " to be created");
            case Sighting.Unknown<Workload>(String why) -> assumed(stored, sets, named(ref.get()) + ": " + why);
        };
    }

    private static String named(WorkloadRef ref) {
        return ref.kind() + " " + ref.name();
    }

    private static Resolution assumed(Rollout stored, List<ReplicaSet> sets, String why) {
        String hash = stored.status().currentPodHash();
        return sets.stream()
                .filter(set -> !hash.isEmpty() && set.hash().equals(hash))
                .filter(set -> set.meta()
                        .controller()
                        .filter(owner -> owner.uid().equals(stored.meta().uid()))
                        .isPresent())
                .findFirst()
                .<Resolution>map(set -> new Assumed(asRunBy(set, stored), hash, why))
                .orElseGet(() -> new Unknown(why));
    }

    /**
     * The Rollout with the template of a version that it had.
     *
     * @param set that runs it
     */
    static Rollout asRunBy(ReplicaSet set, Rollout stored) {
        return Rollout.of(stored.json().map("spec", spec -> {
            Json selector = spec.get("selector");
            return spec.with("template", PodTemplates.asWritten(set))
                    .with("selector", selector.isNullOrMissing() ? withoutHash(set.selector()) : selector);
        }));
    }

    private static Json withoutHash(Json selector) {
        return selector.map("matchLabels", labels -> labels.without(Labels.POD_TEMPLATE_HASH));
    }
}
