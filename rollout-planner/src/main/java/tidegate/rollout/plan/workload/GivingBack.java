package tidegate.rollout.plan.workload;

import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Workload;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.seen.Sighting;

/**
 * A Deployment gets back the pods that a Rollout took from it when that Rollout is gone.
 *
 * <p>Gone is a Rollout of which the API itself said that there is none of that name, or that has another uid. One that
 * could not be read is not gone; nor is one that is being deleted.
 */
public final class GivingBack {
    private GivingBack() {}

    /**
     * The write that is due, if any.
     *
     * @param deployment as it is now
     * @param rollout what is known under the name in the Deployment's {@link MigrationMark}
     */
    public static Optional<Action.PatchDeployment> of(Workload deployment, Sighting<Rollout> rollout) {
        return MigrationMark.of(deployment)
                .filter(mark -> isGone(mark, rollout))
                .filter(_ -> !deployment.meta().isBeingDeleted())
                .map(mark -> new Action.PatchDeployment(Action.Ref.of(deployment), patch(deployment, mark)));
    }

    private static boolean isGone(MigrationMark mark, Sighting<Rollout> rollout) {
        return switch (rollout) {
            case Sighting.There<Rollout>(var there) -> !mark.isOf(there);
            case Sighting.Absent<Rollout> _ -> true;
            case Sighting.Unknown<Rollout> _ -> false;
        };
    }

    /** Somebody may have given it more by hand in the meantime: those it keeps. */
    private static Json patch(Workload deployment, MigrationMark mark) {
        int size = deployment.replicas().orElse(1);
        int before = mark.replicas().orElse(size);
        Json patch = Json.object("metadata", Json.object("annotations", MigrationMark.removal()));
        return size >= before ? patch : patch.with("spec", Json.object("replicas", before));
    }
}
