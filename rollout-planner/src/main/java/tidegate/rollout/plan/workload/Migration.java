package tidegate.rollout.plan.workload;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Workload;
import tidegate.api.rollout.WorkloadRef;
import tidegate.api.rollout.WorkloadRef.ScaleDown;
import tidegate.api.wire.Phase;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.strategy.Decision;

/**
 * Takes a referenced Deployment's pods away as {@code workloadRef.scaleDown} says: at once when the Rollout is healthy, or
 * one for each pod of the Rollout that is available.
 *
 * <p>It ends when the Rollout has been healthy once, in whatever revision; then the Deployment is marked and its size is
 * nobody's business but its owner's. Until then it never has more pods than before, and never fewer than are missing
 * from {@code spec.replicas}. A Rollout that wants no pods takes none.
 *
 * @see <a href="docs/adr/0008-marks-on-deployments.md">ADR 8</a>
 */
public final class Migration {
    private final Release release;
    private final Decision decision;
    private final Workload deployment;
    private final ScaleDown how;

    private Migration(Release release, Decision decision, Workload deployment, ScaleDown how) {
        this.release = release;
        this.decision = decision;
        this.deployment = deployment;
        this.how = how;
    }

    /** @param decision with the sizes that the Rollout's own ReplicaSets get in this pass, and the pods that it evicts */
    public static Errand errand(Release release, Decision decision) {
        Optional<WorkloadRef> ref = WorkloadRef.of(release.rollout().spec().json());
        Optional<Workload> workload = release.neighbours().workload().flatMap(sighting -> sighting.found());
        if (ref.isEmpty() || workload.isEmpty() || !isDue(ref.get(), workload.get())) return Errand.NONE;
        return new Migration(release, decision, workload.get(), ref.get().scaleDown()).errand();
    }

    private static boolean isDue(WorkloadRef ref, Workload workload) {
        boolean isDeployment =
                ref.workload().filter(WorkloadRef.Workload.DEPLOYMENT::equals).isPresent();
        return isDeployment
                && ref.scaleDown() != ScaleDown.NEVER
                && !workload.meta().isBeingDeleted();
    }

    private Errand errand() {
        Optional<MigrationMark> known = MigrationMark.of(deployment);
        if (known.isEmpty()) return size() == 0 ? Errand.NONE : towards(MigrationMark.of(release.rollout(), size()));
        MigrationMark mark = known.get();
        if (!mark.isOf(release.rollout()))
            return Errand.NONE.waitingFor(
                    "Deployment " + deployment.name() + " to be given back by Rollout " + mark.rollout());
        if (mark.replicas().isEmpty())
            return Errand.NONE.waitingFor(
                    "the annotations of Deployment " + deployment.name() + " to say how many pods it had");
        return mark.completed() ? Errand.NONE : towards(mark);
    }

    private Errand towards(MigrationMark mark) {
        boolean done = isHealthy();
        OptionalInt wanted = done ? OptionalInt.of(0) : wantedOnTheWay(mark);
        if (wanted.isEmpty() || (!done && wanted.getAsInt() == size())) return Errand.NONE;
        Json patch = Json.object(
                "metadata",
                Json.object("annotations", (done ? mark.finished() : mark).annotations()),
                "spec",
                Json.object("replicas", wanted.getAsInt()));
        return Errand.NONE.doing(Stage.Name.WORKLOAD, new Action.PatchDeployment(Action.Ref.of(deployment), patch));
    }

    private boolean isHealthy() {
        RolloutStatus next = decision.draft().status();
        return next.phase().equals(Phase.HEALTHY.wire()) && release.replicas() > 0 && available() >= release.replicas();
    }

    /** Empty to leave it as it is. */
    private OptionalInt wantedOnTheWay(MigrationMark mark) {
        boolean begun = MigrationMark.of(deployment).isPresent();
        int available = available();
        if (how != ScaleDown.PROGRESSIVELY || release.replicas() == 0 || (available == 0 && !begun))
            return OptionalInt.empty();
        int most = mark.replicas().orElse(size());
        return OptionalInt.of(Math.clamp((long) release.replicas() - available, 0, most));
    }

    /** Pods of the Rollout that certainly serve, also after the sizes that this pass writes and the pods that it evicts. */
    private int available() {
        int sum = 0;
        for (ReplicaSet set : release.lineage().all())
            sum += Math.min(Pods.of(set).available(), decision.sizes().of(set));
        return Math.max(0, sum - evicted());
    }

    private int evicted() {
        return (int) decision.errands().stream()
                .flatMap(errand -> errand.actions().getOrDefault(Stage.Name.PODS, List.of()).stream())
                .filter(Action.EvictPod.class::isInstance)
                .count();
    }

    private int size() {
        return deployment.replicas().orElse(1);
    }
}
