package tidegate.rollout.plan.metadata;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.ToIntFunction;
import tidegate.api.json.Json;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.Annotations;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.seen.Past;

/**
 * Keeps the metadata of roles on ReplicaSets and pods.
 *
 * <p>Level by level: first the template of a ReplicaSet, then, once its controller has seen that, the pods that it made
 * before, in place. Pods are listed only where a ReplicaSet has or had such metadata and they were not all found in order
 * since its last change. A record names what pods may carry: keys that the spec does not name any more leave it last.
 */
public final class EphemeralMetadata {
    /** Pods written in one pass: the status waits for them. */
    static final int PODS_PER_PASS = 200;

    /** Something else may write the same keys: looked at again, but not in a hot loop. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Release release;
    private final Roles roles;
    private final ToIntFunction<ReplicaSet> wanted;
    private int written;

    private EphemeralMetadata(Release release, ToIntFunction<ReplicaSet> wanted) {
        this.release = release;
        this.roles = Roles.of(release.rollout().spec().strategy());
        this.wanted = wanted;
    }

    /** A manifest of the present version's ReplicaSet, with the metadata of the role that it begins with. */
    public static Json onto(Json manifest, Release release, RolloutStatus next) {
        Injected role = Roles.of(release.rollout().spec().strategy())
                .ofPresent(release, next)
                .withoutLabels(Roles.reserved(manifest.at("spec", "selector")));
        if (role.isEmpty()) return manifest;
        Json template = manifest.at("spec", "template");
        return manifest.withAt(
                        List.of("spec", "template"),
                        template.merged(templatePatch(template, role, Injected.NONE, Json.MISSING)))
                .withAt(List.of("metadata", "annotations", Annotations.EPHEMERAL_METADATA), role.text());
    }

    /**
     * What is to be written now. A version has the role that the stored status gives it: one that is only decided may be
     * decided otherwise in the next pass, while the status cannot be written.
     *
     * @param wanted the size of each ReplicaSet that it decided on
     */
    public static Errand errand(Release release, ToIntFunction<ReplicaSet> wanted) {
        var keeper = new EphemeralMetadata(release, wanted);
        Errand errand = Errand.NONE;
        for (ReplicaSet set : release.lineage().all())
            if (!set.meta().isBeingDeleted()) errand = keeper.kept(errand, set);
        return errand;
    }

    private Errand kept(Errand errand, ReplicaSet set) {
        Injected role = roles.of(set, release, release.stored());
        boolean hasRecord =
                set.meta().annotation(Annotations.EPHEMERAL_METADATA).isPresent();
        if (role.isEmpty() && !hasRecord) return errand;
        Injected recorded = Injected.recordedOn(set).withoutLabels(Roles.reserved(set.selector()));
        Json patch = templatePatch(set.template(), role, recorded, templateAsWritten(set));
        if (!patch.isEmpty())
            return errand.changing(
                    set.name(), Action.Changes.ofTemplate(patch).and(recording(set, with(role, recorded))));
        if (isInOrder(set)) return errand.changing(set.name(), recording(set, role));
        return ofPods(errand, set, role, recorded);
    }

    private Json templateAsWritten(ReplicaSet set) {
        return release.lineage().isNewest(set) ? release.rollout().spec().template() : Json.MISSING;
    }

    /** With the keys that only the record names: pods may still carry them. */
    private Injected with(Injected role, Injected recorded) {
        return role.isEmpty() ? recorded : role.and(recorded.without(roles.updating(), roles.settled()));
    }

    private static Action.Changes recording(ReplicaSet set, Injected injected) {
        String present = set.meta().annotation(Annotations.EPHEMERAL_METADATA).orElse("");
        if (injected.isEmpty())
            return present.isEmpty() ? Action.Changes.NONE : Action.Changes.dropping(Annotations.EPHEMERAL_METADATA);
        return present.equals(injected.text())
                ? Action.Changes.NONE
                : new Action.Changes(Map.of(Annotations.EPHEMERAL_METADATA, injected.text()), -1);
    }

    /** Whether none of its pods can carry anything else than its template says. */
    private boolean isInOrder(ReplicaSet set) {
        boolean isEmpty =
                set.hasCurrentCounts() && set.replicas() == 0 && set.counts().replicas() == 0;
        return isEmpty || release.past().verified().contains(mark(set));
    }

    private static Past.Verified mark(ReplicaSet set) {
        return new Past.Verified(set.meta().uid(), set.meta().generation());
    }

    private Errand ofPods(Errand errand, ReplicaSet set, Injected role, Injected recorded) {
        Errand more = errand.changing(set.name(), recording(set, with(role, recorded)));
        boolean isSeenByItsController = set.hasCurrentCounts() && wanted.applyAsInt(set) == set.replicas();
        if (!isSeenByItsController) return more;
        if (release.neighbours().pods().isEmpty()) return more.wanting(new Want.Pods());
        Injected keys = role.and(recorded)
                .and(roles.updating())
                .and(roles.settled())
                .withoutLabels(Roles.reserved(set.selector()));
        boolean inOrder = true;
        for (Pod pod : release.neighbours().pods().get()) {
            if (!isOf(pod, set)) continue;
            Json patch = podPatch(pod, set.template(), keys);
            if (patch.isEmpty()) continue;
            inOrder = false;
            if (written++ < PODS_PER_PASS) more = more.doing(Stage.Name.PODS, new Action.PatchPod(ref(pod), patch));
        }
        if (inOrder) return errand.changing(set.name(), recording(set, role)).verifying(mark(set));
        return written > PODS_PER_PASS
                ? more.wanting(new Want.Pods())
                : more.lookingAt(release.now().plus(LOOK_AGAIN));
    }

    private static boolean isOf(Pod pod, ReplicaSet set) {
        return !pod.meta().isBeingDeleted()
                && pod.meta()
                        .controller()
                        .filter(owner -> owner.uid().equals(set.meta().uid()))
                        .isPresent();
    }

    private static Action.Ref ref(Pod pod) {
        return new Action.Ref(pod.name(), pod.meta().uid(), pod.meta().resourceVersion());
    }

    /** Every key as the template has it, or not at all. */
    private static Json podPatch(Pod pod, Json template, Injected keys) {
        Json patch = Json.EMPTY_OBJECT;
        patch = podPatch(
                patch, "labels", pod.meta().labels(), template, keys.labels().keySet());
        return podPatch(
                patch,
                "annotations",
                pod.meta().annotations(),
                template,
                keys.annotations().keySet());
    }

    private static Json podPatch(Json patch, String part, Map<String, String> has, Json template, Set<String> keys) {
        Json changed = patch;
        for (String key : keys) {
            Json due = template.at("metadata", part).get(key);
            Json is = has.containsKey(key) ? Json.of(has.get(key)) : Json.MISSING;
            if (!due.equals(is))
                changed = changed.withAt(List.of("metadata", part, key), due.isMissing() ? Json.NULL : due);
        }
        return changed;
    }

    /** @param written the template without anything injected, where it is known: what comes back under a key */
    private static Json templatePatch(Json template, Injected role, Injected recorded, Json written) {
        Json patch = Json.EMPTY_OBJECT;
        patch = templatePatch(patch, "labels", template, role.labels(), recorded.labels(), written);
        return templatePatch(patch, "annotations", template, role.annotations(), recorded.annotations(), written);
    }

    private static Json templatePatch(
            Json patch,
            String part,
            Json template,
            SortedMap<String, String> role,
            SortedMap<String, String> recorded,
            Json written) {
        Json changed = patch;
        Json present = template.at("metadata", part);
        for (var entry : role.entrySet())
            if (!present.get(entry.getKey()).equals(Json.of(entry.getValue())))
                changed = changed.withAt(List.of("metadata", part, entry.getKey()), entry.getValue());
        for (String key : recorded.keySet()) {
            if (role.containsKey(key)) continue;
            Json due = written.at("metadata", part).get(key);
            if (!present.get(key).equals(due))
                changed = changed.withAt(List.of("metadata", part, key), due.isMissing() ? Json.NULL : due);
        }
        return changed;
    }
}
