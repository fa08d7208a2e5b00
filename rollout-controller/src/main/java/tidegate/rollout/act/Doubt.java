package tidegate.rollout.act;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Workload;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.RolloutSnapshot;
import tidegate.rollout.plan.StatusWrite;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.seen.Sighting;

/**
 * A write that the API gave no answer for: nobody knows whether it happened until a later snapshot shows it. A plan made
 * then does not say again what was to be told of it. It may still be on its way, as long as the object is at the version
 * that it was based on.
 *
 * @param uid of the object; {@code ""} for one that was to be created
 * @param version that the object had to have
 * @param events due if it happened, in their order
 */
public record Doubt(Write write, String uid, String version, List<RolloutEvent> events) {
    public Doubt {
        events = List.copyOf(events);
    }

    /** What became of a write. */
    public enum Fate {
        DONE,
        /** Or undone since, by somebody else. */
        NOT_DONE,
        UNKNOWN
    }

    /** What was to be written. */
    public sealed interface Write {
        /** To the Rollout's status. */
        record OfStatus(StatusWrite status) implements Write {}

        /** By that action. */
        record By(Action action) implements Write {}
    }

    /** Whether anything follows from what became of it. */
    boolean matters() {
        return !events.isEmpty() || write instanceof Write.OfStatus;
    }

    /** As far as this snapshot tells, which must contain all own writes. */
    public Fate fateIn(RolloutSnapshot seen) {
        return switch (write) {
            case Write.OfStatus(StatusWrite status) ->
                shown(seen.rollout().json(), Json.object("status", status.patch()));
            case Write.By(Action action) -> fateIn(seen, action);
        };
    }

    private Fate fateIn(RolloutSnapshot seen, Action action) {
        return switch (action) {
            case Action.CreateReplicaSet create -> isThere(seen, create) ? Fate.DONE : Fate.NOT_DONE;
            case Action.DeleteReplicaSet(var target) ->
                ofUid(seen, target.uid()).map(set -> notYet(set.json())).orElse(Fate.DONE);
            case Action.ScaleReplicaSet scale -> shown(seen, scale);
            case Action.PatchReplicaSet patch -> shown(seen, patch);
            case Action.AdoptReplicaSet adopt -> shown(seen, adopt);
            case Action.ReleaseReplicaSet release -> shown(seen, release);
            case Action.PatchRollout patch -> shown(seen.rollout().json(), patch.patch());
            case Action.PatchService patch ->
                // one that is named no more is looked at no more
                shown(
                        Optional.ofNullable(
                                seen.neighbours().services().get(patch.target().name())),
                        Service::json,
                        patch);
            case Action.PatchDeployment patch -> shown(seen.neighbours().workload(), Workload::json, patch);
            // of no matter: the pods of a snapshot are those that somebody asked for
            case Action.PatchPod _, Action.EvictPod _ -> Fate.NOT_DONE;
        };
    }

    private static boolean isThere(RolloutSnapshot seen, Action.CreateReplicaSet create) {
        String uid = seen.rollout().meta().uid();
        return seen.replicaSets().stream()
                .filter(set -> set.name().equals(create.name()))
                .flatMap(set -> set.meta().controller().stream())
                .anyMatch(owner -> owner.uid().equals(uid));
    }

    private static Optional<ReplicaSet> ofUid(RolloutSnapshot seen, String uid) {
        return seen.replicaSets().stream()
                .filter(set -> set.meta().uid().equals(uid))
                .findFirst();
    }

    private Fate shown(RolloutSnapshot seen, Action.Patch patch) {
        return ofUid(seen, patch.target().uid())
                .map(set -> shown(set.json(), patch.patch()))
                .orElse(Fate.NOT_DONE);
    }

    private <T> Fate shown(Optional<Sighting<T>> neighbour, Function<T, Json> json, Action.Patch patch) {
        return neighbour
                .map(sighting -> switch (sighting) {
                    case Sighting.There<T>(T object) -> shown(json.apply(object), patch.patch());
                    case Sighting.Absent<T> _ -> Fate.NOT_DONE;
                    case Sighting.Unknown<T> _ -> Fate.UNKNOWN;
                })
                .orElse(Fate.NOT_DONE);
    }

    /** A patch that was decided on changes something, so an object that it does not change has it already. */
    private Fate shown(Json object, Json patch) {
        return object.merged(patch).equals(object) ? Fate.DONE : notYet(object);
    }

    private Fate notYet(Json object) {
        boolean mayStillCome = object.at("metadata", "resourceVersion").equals(Json.of(version));
        return mayStillCome ? Fate.UNKNOWN : Fate.NOT_DONE;
    }
}
