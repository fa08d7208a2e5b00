package tidegate.rollout.plan.placement;

import java.util.List;
import tidegate.api.json.Json;
import tidegate.api.json.MergePatch;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.template.VersionAntiAffinity;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.lineage.Release;

/**
 * The anti-affinity of the present version against the stable one: put in when its ReplicaSet is created, renewed when
 * another version becomes stable, and taken out when the ReplicaSet is written for another reason.
 */
public final class AntiAffinity {
    private static final List<String> TEMPLATE = List.of("spec", "template");

    private AntiAffinity() {}

    /** A manifest of the present version's ReplicaSet, with the term that it begins with. */
    public static Json onto(Json manifest, Release release, RolloutStatus next) {
        if (!isWanted(release, next)) return manifest;
        return manifest.withAt(TEMPLATE, against(manifest.at("spec", "template"), release, next));
    }

    /** The term, where the present version's ReplicaSet lacks it or has another one. */
    public static Errand errand(Release release, RolloutStatus next) {
        Errand errand = Errand.NONE;
        if (!isWanted(release, next)) return errand;
        for (ReplicaSet set : release.newest().stream().toList()) {
            Json patch = MergePatch.between(set.template(), against(set.template(), release, next));
            if (!patch.isEmpty()) errand = errand.changing(set.name(), Action.Changes.ofTemplate(patch));
        }
        return errand;
    }

    /** Takes a term out that has had its day: not worth a write of its own. */
    public static Action.Changes outdated(ReplicaSet set, Release release, RolloutStatus next) {
        if (!release.lineage().isNewest(set) || isWanted(release, next)) return Action.Changes.NONE;
        Json patch = MergePatch.between(set.template(), VersionAntiAffinity.stripped(set.template()));
        return patch.isEmpty() ? Action.Changes.NONE : Action.Changes.ofTemplate(patch);
    }

    private static boolean isWanted(Release release, RolloutStatus next) {
        return block(release).isObject() && !next.stableRS().isEmpty() && !release.isPromoted(next);
    }

    private static Json against(Json template, Release release, RolloutStatus next) {
        return VersionAntiAffinity.against(
                template, block(release), next.stableRS(), release.rollout().namespace());
    }

    private static Json block(Release release) {
        return release.rollout().spec().strategy().json().get("antiAffinity");
    }
}
