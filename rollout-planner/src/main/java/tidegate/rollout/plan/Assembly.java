package tidegate.rollout.plan;

import static tidegate.api.wire.EventReason.ROLLOUT_ABORTED;
import static tidegate.api.wire.EventReason.ROLLOUT_COMPLETED;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.api.json.MergePatch;
import tidegate.api.rollout.OwnerReference;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Stage.Name;
import tidegate.rollout.plan.lineage.Claim;
import tidegate.rollout.plan.lineage.HistoryLimit;
import tidegate.rollout.plan.lineage.Manifest;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.lineage.Revisions;
import tidegate.rollout.plan.metadata.EphemeralMetadata;
import tidegate.rollout.plan.placement.AntiAffinity;
import tidegate.rollout.plan.service.LiveSelectors;
import tidegate.rollout.plan.status.Creation;
import tidegate.rollout.plan.status.Draft;
import tidegate.rollout.plan.strategy.Decision;

/** Turns a decision into the writes that are missing. */
final class Assembly {
    /** What a stage waits for. The others wait for nothing, so that one failure does not silence the rest. */
    private static final Map<Name, Set<Name>> NEEDS =
            Map.of(Name.CREATE, Set.of(Name.ROLLOUT, Name.SHRINK), Name.GROW, Set.of(Name.SHRINK));

    private final Release release;
    private final Creation creation;
    private final Claim claim;
    private final Decision decision;
    private final Map<Name, List<Action>> actions = new EnumMap<>(Name.class);
    private final List<Notice> scaling = new ArrayList<>();

    Assembly(Release release, Creation creation, Claim claim, Decision decision) {
        this.release = release;
        this.creation = creation;
        this.claim = claim;
        this.decision = decision;
    }

    static Plan statusOnly(Rollout rollout, RolloutStatus next, Optional<Instant> nextLook) {
        return statusOnly(rollout, Draft.of(next), next.message(), nextLook);
    }

    static Plan statusOnly(Rollout rollout, Draft next, String waitsFor, Optional<Instant> nextLook) {
        var write = statusWrite(rollout.status(), next.status(), Set.of(), false);
        var notices = next.events().stream()
                .map(event -> new Notice(event, Name.STATUS))
                .toList();
        return new Plan(List.of(), write, notices, waitsFor, nextLook, Set.of(), Set.of());
    }

    /** The API leaves {@code spec.replicas} unset; it is written down so that it can be read by others. */
    static Plan defaultReplicas(Rollout rollout) {
        var patch = Json.object("spec", Json.object("replicas", rollout.spec().replicas()));
        var write = new Action.PatchRollout(Action.Ref.of(rollout), patch);
        return only(new Stage(Name.ROLLOUT, Set.of(), List.of(write)), "spec.replicas to be written down");
    }

    static Plan ownership(Rollout rollout, Claim claim) {
        return only(new Stage(Name.OWNERSHIP, Set.of(), changesOfOwner(rollout, claim)), "ReplicaSets to be adopted");
    }

    private static Plan only(Stage stage, String waitsFor) {
        return new Plan(List.of(stage), Optional.empty(), List.of(), waitsFor, Optional.empty(), Set.of(), Set.of());
    }

    Plan plan(OptionalInt collisions) {
        RolloutStatus next = decision.draft().status();
        if (collisions.isPresent()) next = next.withCollisionCount(collisions.getAsInt());
        var notices = new ArrayList<Notice>();
        patchRollout().ifPresent(notices::add);
        addAll(Name.OWNERSHIP, changesOfOwner(release.rollout(), claim));
        create().ifPresent(notices::add);
        for (ReplicaSet set : release.lineage().all()) change(set);
        for (ReplicaSet set : HistoryLimit.superfluous(release, next.stableRS()))
            if (!LiveSelectors.mayReach(release, set))
                add(Name.CLEAN_UP, new Action.DeleteReplicaSet(Action.Ref.of(set)));
        for (Errand errand : decision.errands()) {
            errand.actions().forEach(this::addAll);
            notices.addAll(errand.notices());
        }
        actions.computeIfPresent(Name.ROLLOUT, (_, all) -> inOneWrite(all));
        addDecided(notices);
        boolean silent = notices.stream().noneMatch(notice -> notice.after() == Name.STATUS);
        Set<Name> needs = creation instanceof Creation.Planned ? Set.of(Name.CREATE) : Set.of();
        var status = statusWrite(release.stored(), next, needs, silent && OnlyCounts.differ(release.stored(), next));
        return new Plan(stages(), status, notices, waitsFor(), nextLook(), all(Errand::wants), all(Errand::verified));
    }

    private String waitsFor() {
        return Stream.concat(
                        Stream.of(decision.waitsFor()).filter(what -> !what.isEmpty()),
                        decision.errands().stream().map(Errand::waitsFor).flatMap(Optional::stream))
                .findFirst()
                .orElse("");
    }

    private Optional<Instant> nextLook() {
        return Stream.concat(
                        Stream.of(decision.nextLook()),
                        decision.errands().stream().map(Errand::nextLook))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private <T> Set<T> all(Function<Errand, Set<T>> part) {
        return decision.errands().stream()
                .flatMap(errand -> part.apply(errand).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<Notice> patchRollout() {
        String revision = Integer.toString(release.revision());
        Rollout rollout = release.rollout();
        if (rollout.meta()
                .annotation(Annotations.REVISION)
                .filter(revision::equals)
                .isPresent()) return Optional.empty();
        var patch = Json.object("metadata", Json.object("annotations", Json.object(Annotations.REVISION, revision)));
        add(Name.ROLLOUT, new Action.PatchRollout(Action.Ref.of(rollout), patch));
        return Optional.of(new Notice(RolloutEvent.updated(release.revision()), Name.ROLLOUT));
    }

    private static List<Action> inOneWrite(List<Action> patches) {
        Json patch = Json.EMPTY_OBJECT;
        for (Action action : patches)
            if (action instanceof Action.PatchRollout each) patch = MergePatch.combined(patch, each.patch());
        Action.PatchRollout first = (Action.PatchRollout) patches.getFirst();
        return List.of(new Action.PatchRollout(first.target(), patch));
    }

    private Optional<Notice> create() {
        if (creation instanceof Creation.NotDue) return Optional.empty();
        int size = decision.sizes().newest();
        Json manifest = AntiAffinity.onto(Manifest.of(release, size), release, next());
        manifest = EphemeralMetadata.onto(manifest, release, next());
        var create = new Action.CreateReplicaSet(release.name(), manifest, size);
        add(Name.CREATE, create);
        if (size > 0) scaled(RolloutEvent.scaled(release.name(), release.revision(), 0, size), Name.CREATE, create);
        RolloutEvent created = RolloutEvent.newReplicaSetCreated(release.name(), release.revision());
        return Optional.of(new Notice(created, Name.CREATE, create));
    }

    private RolloutStatus next() {
        return decision.draft().status();
    }

    private void change(ReplicaSet set) {
        if (set.meta().isBeingDeleted()) return;
        int size = decision.sizes().of(set);
        Action.Changes changes = changes(set, size);
        for (Errand errand : decision.errands())
            changes = changes.and(errand.changes().getOrDefault(set.name(), Action.Changes.NONE));
        if (!changes.isEmpty() || size != set.replicas())
            changes = changes.and(AntiAffinity.outdated(set, release, next()));
        if (size == set.replicas()) {
            if (!changes.isEmpty()) add(Name.ANNOTATE, new Action.PatchReplicaSet(Action.Ref.of(set), changes));
            return;
        }
        Name stage = size < set.replicas() ? Name.SHRINK : Name.GROW;
        var scale = new Action.ScaleReplicaSet(Action.Ref.of(set), set.replicas(), size, changes, decision.waitsFor());
        add(stage, scale);
        scaled(RolloutEvent.scaled(set.name(), revisionOf(set), set.replicas(), size), stage, scale);
    }

    private int revisionOf(ReplicaSet set) {
        return release.lineage().isNewest(set) ? release.revision() : set.revision();
    }

    private Action.Changes changes(ReplicaSet set, int size) {
        boolean newest = release.lineage().isNewest(set);
        var annotations = new HashMap<String, String>();
        if (newest) annotations.putAll(Revisions.due(release.rollout(), set, release.revision()));
        if (isSized(set, size, newest)) annotations.put(Annotations.DESIRED_REPLICAS, replicas());
        int minReady = release.rollout().spec().minReadySeconds();
        return new Action.Changes(annotations, newest && minReady != set.minReadySeconds() ? minReady : -1);
    }

    /** Whether the annotation of the size is due: on every scale, and on those in use when only it is outdated. */
    private boolean isSized(ReplicaSet set, int size, boolean newest) {
        boolean outdated = !replicas().equals(set.meta().annotations().get(Annotations.DESIRED_REPLICAS));
        if (!outdated || !decision.sizes().annotate()) return false;
        boolean stable = set.hash().equals(release.stored().stableRS());
        return size != set.replicas() || (size > 0 && (newest || stable));
    }

    private String replicas() {
        return Integer.toString(release.replicas());
    }

    private void scaled(RolloutEvent event, Name stage, Action write) {
        scaling.add(new Notice(event, stage, write));
    }

    /** Steps come before the sizes that follow from them; an abort and a completion are the last word. */
    private void addDecided(List<Notice> notices) {
        for (RolloutEvent event : decision.draft().events())
            if (!isLastWord(event)) notices.add(new Notice(event, Name.STATUS));
        notices.addAll(scaling);
        for (RolloutEvent event : decision.draft().events())
            if (isLastWord(event)) notices.add(new Notice(event, Name.STATUS));
    }

    private static boolean isLastWord(RolloutEvent event) {
        return event.reason().equals(ROLLOUT_ABORTED) || event.reason().equals(ROLLOUT_COMPLETED);
    }

    private List<Stage> stages() {
        var stages = new ArrayList<Stage>();
        actions.forEach((name, all) -> stages.add(new Stage(name, NEEDS.getOrDefault(name, Set.of()), all)));
        return stages;
    }

    private void add(Name stage, Action action) {
        actions.computeIfAbsent(stage, _ -> new ArrayList<>()).add(action);
    }

    private void addAll(Name stage, List<Action> all) {
        for (Action action : all) add(stage, action);
    }

    private static List<Action> changesOfOwner(Rollout rollout, Claim claim) {
        var all = new ArrayList<Action>();
        for (ReplicaSet set : claim.toAdopt()) {
            var owners = new ArrayList<>(set.meta().owners());
            owners.add(OwnerReference.controllerOf(rollout));
            all.add(new Action.AdoptReplicaSet(Action.Ref.of(set), owners));
        }
        for (ReplicaSet set : claim.toRelease()) {
            var owners = new ArrayList<>(set.meta().owners());
            owners.removeIf(owner -> owner.uid().equals(rollout.meta().uid()));
            all.add(new Action.ReleaseReplicaSet(Action.Ref.of(set), owners));
        }
        return all;
    }

    private static Optional<StatusWrite> statusWrite(
            RolloutStatus stored, RolloutStatus next, Set<Name> needs, boolean onlyCounts) {
        Json patch = MergePatch.between(stored.json(), next.json());
        return patch.isEmpty() ? Optional.empty() : Optional.of(new StatusWrite(next, patch, needs, onlyCounts));
    }
}
