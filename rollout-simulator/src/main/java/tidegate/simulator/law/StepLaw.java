package tidegate.simulator.law;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Step;
import tidegate.api.rollout.Strategy;
import tidegate.api.value.PauseDuration;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.action.Action;

/**
 * No version gets ahead of its steps: its ReplicaSet is not raised above what the last weight allows, no pause is passed
 * that has not lasted or been ended by somebody, and it becomes stable only at the end, with all its pods available.
 *
 * <p>Where users ask for everything at once, where the version is the stable one, and where none was ever stable, there
 * is nothing to get ahead of.
 */
public final class StepLaw {
    private final Rollout rollout;
    private final List<ReplicaSet> seen;
    private final RolloutStatus stored;
    private final List<Step> steps;
    private final Instant now;

    /** The objects as one pass saw them. */
    public StepLaw(Rollout rollout, List<ReplicaSet> seen, Instant now) {
        this.rollout = rollout;
        this.seen = List.copyOf(seen);
        this.stored = rollout.status();
        this.steps = rollout.spec().strategy() instanceof Strategy.Canary canary ? canary.steps() : List.of();
        this.now = now;
    }

    /** What a plan breaks, in words. */
    public Optional<String> judge(Plan plan) {
        RolloutStatus next = plan.status().map(status -> status.next()).orElse(stored);
        boolean free = stored.promoteFull()
                || stored.stableRS().isEmpty()
                || next.currentPodHash().equals(stored.stableRS());
        if (free || !hasStable(next)) return Optional.empty();
        return headStart(plan, next).or(() -> skipped(next)).or(() -> promotedTooSoon(next));
    }

    private boolean hasStable(RolloutStatus next) {
        return seen.stream().anyMatch(set -> set.hash().equals(stored.stableRS()))
                && !next.currentPodHash().isEmpty();
    }

    private Optional<String> headStart(Plan plan, RolloutStatus next) {
        String name = rollout.name() + "-" + next.currentPodHash();
        int allowed = allowed(next);
        for (Action action : plan.actions()) {
            int size = sizeOf(action, name);
            if (size > allowed)
                return Optional.of(name + " gets " + size + " pods, its steps allow " + allowed + ": " + action);
        }
        return Optional.empty();
    }

    /** The size that a raise of this ReplicaSet asks for; -1 for any other write. */
    private static int sizeOf(Action action, String name) {
        return switch (action) {
            case Action.CreateReplicaSet create -> create.name().equals(name) ? create.replicas() : -1;
            case Action.ScaleReplicaSet scale ->
                scale.target().name().equals(name) && scale.to() > scale.from() ? scale.to() : -1;
            case Action.PatchReplicaSet _,
                    Action.DeleteReplicaSet _,
                    Action.AdoptReplicaSet _,
                    Action.ReleaseReplicaSet _,
                    Action.PatchRollout _,
                    Action.PatchService _,
                    Action.PatchPod _,
                    Action.EvictPod _,
                    Action.PatchDeployment _ -> -1;
        };
    }

    /** One pod more than the exact share at most, for rounding and for the pod that surge adds. */
    private int allowed(RolloutStatus next) {
        int replicas = rollout.spec().replicas();
        if (next.abort()) return 0;
        int weight = weight(next.currentStepIndex().orElse(0));
        return weight == 0 ? 0 : Math.max(1, Math.ceilDiv((replicas + 1) * weight, 100));
    }

    private int weight(int index) {
        if (index >= steps.size()) return 100;
        int weight = 0;
        for (Step step : steps.subList(0, index + 1)) if (step instanceof Step.SetWeight set) weight = set.weight();
        return weight;
    }

    /** Of the pauses in between only the one that was waited in may be passed, when its time is over or it was ended. */
    private Optional<String> skipped(RolloutStatus next) {
        if (beginsAnew(next) || next.abort()) return Optional.empty();
        int from = Math.max(0, stored.currentStepIndex().orElse(0));
        int to = Math.min(next.currentStepIndex().orElse(0), steps.size());
        for (int i = from; i < to; i++)
            if (steps.get(i) instanceof Step.Pause pause && !(i == from && isOver(pause)))
                return Optional.of(
                        "pause at step " + i + " was passed at " + now + ", it began: " + stored.pauseConditions());
        return Optional.empty();
    }

    /** Another template or other steps: what was before is forgotten, an abort as well. */
    private boolean beginsAnew(RolloutStatus next) {
        return !next.currentPodHash().equals(stored.currentPodHash())
                || !next.currentStepHash().equals(stored.currentStepHash());
    }

    private boolean isOver(Step.Pause pause) {
        if (stored.pauseConditions().isEmpty()) return stored.controllerPause();
        Optional<Duration> wait = PauseDuration.of(pause.duration());
        Instant began = stored.pauseConditions().getFirst().startedAt();
        return wait.isPresent() && !began.plus(wait.get()).isAfter(now);
    }

    private Optional<String> promotedTooSoon(RolloutStatus next) {
        if (next.stableRS().equals(stored.stableRS())) return Optional.empty();
        int available = seen.stream()
                .filter(set -> set.hash().equals(next.stableRS()))
                .mapToInt(set -> set.counts().available())
                .sum();
        boolean aborted = stored.abort() && !beginsAnew(next);
        boolean early = next.currentStepIndex().orElse(0) < steps.size() || aborted;
        return early || available < rollout.spec().replicas()
                ? Optional.of(next.stableRS() + " became stable with " + available + " available pods at step "
                        + next.currentStepIndex())
                : Optional.empty();
    }
}
