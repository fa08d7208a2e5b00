package tidegate.simulator.law;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.hash.StepHash;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Step;
import tidegate.api.rollout.Strategy;
import tidegate.api.value.PauseDuration;
import tidegate.api.wire.ConditionType;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;

/**
 * No version gets ahead of its steps: its ReplicaSet is not raised above what the steps allow that are or may be over, no
 * pause is passed that has not lasted or been ended by somebody, no weight without its pods, no step is done again without
 * a reason, and it becomes
 * stable only at the end, with all its pods available. An aborted one does not become stable at all.
 *
 * <p>Where users ask for everything at once, where the version is the stable one, and where there never was a stable
 * one, there is nothing to get ahead of.
 */
public final class StepLaw implements Law {
    private boolean hasBeenStable;

    @Override
    public Optional<String> judge(Change change, World world) {
        if (change.author() != Author.CONTROLLER) return Optional.empty();
        return switch (change.kind()) {
            case ROLLOUT -> change.isDeletion() ? Optional.empty() : judgeStatus(change, world);
            case REPLICA_SET -> headStart(change, world);
            case SERVICE, POD, DEPLOYMENT -> Optional.empty();
        };
    }

    private Optional<String> judgeStatus(Change change, World world) {
        Rollout before = Rollout.of(change.before());
        RolloutStatus stored = before.status();
        RolloutStatus next = Rollout.of(change.after()).status();
        if (stored.equals(next)) return Optional.empty();
        hasBeenStable |= !stored.stableRS().isEmpty();
        Optional<String> forgotten = forgotten(stored, next);
        if (forgotten.isPresent() || stored.stableRS().isEmpty()) return forgotten;
        boolean free = stored.promoteFull() || next.currentPodHash().equals(stored.stableRS());
        if (before.spec().strategy() instanceof Strategy.BlueGreen blueGreen)
            return promotedBehindUsersBacks(before, next, blueGreen, world);
        if (!(before.spec().strategy() instanceof Strategy.Canary canary)) return Optional.empty();
        if (free) return unavailable(before, next, world);
        boolean goesBack = world.withHash(next.currentPodHash())
                .filter(set -> mayBeRolledBackTo(before, set, world))
                .isPresent();
        Optional<String> ahead = goesBack
                ? Optional.empty()
                : skipped(before, next, canary.steps(), world.clock())
                        .or(() -> jumped(before, next, canary.steps(), world));
        return ahead.or(() -> repeated(before, next, canary.steps()))
                .or(() -> promotedTooSoon(before, next, canary.steps(), world));
    }

    /** What becomes stable in blue-green is what users are at. */
    private static Optional<String> promotedBehindUsersBacks(
            Rollout before, RolloutStatus next, Strategy.BlueGreen blueGreen, World world) {
        if (next.stableRS().equals(before.status().stableRS())) return Optional.empty();
        if (before.status().abort()
                && !beginsAnew(before, next)
                && !before.status().promoteFull())
            return Optional.of(next.stableRS() + " became stable although aborted");
        String active = world.api()
                .find(Kind.SERVICE, blueGreen.activeService())
                .map(service -> Service.of(service).hash())
                .orElse("");
        boolean nobodyIsThere = active.isEmpty() && before.spec().replicas() == 0;
        return active.equals(next.stableRS()) || nobodyIsThere
                ? unavailable(before, next, world)
                : Optional.of(next.stableRS() + " became stable while the active Service selects '" + active + "'");
    }

    /** "First deployment" only when there never was a stable version. */
    private Optional<String> forgotten(RolloutStatus stored, RolloutStatus next) {
        if (!stored.stableRS().isEmpty() && next.stableRS().isEmpty())
            return Optional.of("the stable version " + stored.stableRS() + " is forgotten");
        return hasBeenStable && stored.stableRS().isEmpty() && !next.stableRS().isEmpty()
                ? Optional.of(next.stableRS() + " is taken for a first deployment")
                : Optional.empty();
    }

    /** Of the pauses in between only the one that was waited in may be passed, when its time is over or it was ended. */
    private static Optional<String> skipped(Rollout before, RolloutStatus next, List<Step> steps, Instant now) {
        if (beginsAnew(before, next) || next.abort()) return Optional.empty();
        RolloutStatus stored = before.status();
        int from = Math.max(0, stored.currentStepIndex().orElse(0));
        int to = Math.min(next.currentStepIndex().orElse(0), steps.size());
        for (int i = from; i < to; i++)
            if (steps.get(i) instanceof Step.Pause pause && !(i == from && isOver(pause, stored, now)))
                return Optional.of(
                        "pause at step " + i + " was passed at " + now + ", it began: " + stored.pauseConditions());
        return Optional.empty();
    }

    /** A weight is passed with the pods that it asks for; one may be missing for rounding. */
    private static Optional<String> jumped(Rollout before, RolloutStatus next, List<Step> steps, World world) {
        RolloutStatus stored = before.status();
        if (beginsAnew(before, next) || next.abort()) return Optional.empty();
        int from = Math.max(0, stored.currentStepIndex().orElse(0));
        int to = Math.min(next.currentStepIndex().orElse(0), steps.size());
        int known = world.withHash(next.currentPodHash())
                        .map(set -> Math.min(set.replicas(), world.api().available(set.name())))
                        .orElse(0)
                + world.lostSinceSeen(next.currentPodHash());
        for (int i = from; i < to; i++) {
            if (!(steps.get(i) instanceof Step.SetWeight step)) continue;
            int needed = before.spec().replicas() * step.weight() / 100 - 1;
            if (known < needed)
                return Optional.of("weight " + step.weight() + " at step " + i + " was passed with " + known
                        + " available pods, " + needed + " are needed");
        }
        return Optional.empty();
    }

    /** Another template or other steps: what was before is forgotten, an abort as well. */
    private static boolean beginsAnew(Rollout before, RolloutStatus next) {
        RolloutStatus stored = before.status();
        boolean hasOtherSteps = !next.currentStepHash().equals(stored.currentStepHash()) && !isCarriedOut(before);
        return hasOtherSteps || !next.currentPodHash().equals(stored.currentPodHash());
    }

    private static boolean isOver(Step.Pause pause, RolloutStatus stored, Instant now) {
        if (stored.pauseConditions().isEmpty()) return stored.controllerPause();
        Optional<Duration> wait = PauseDuration.of(pause.duration());
        Instant began = stored.pauseConditions().getFirst().startedAt();
        return wait.isPresent() && !began.plus(wait.get()).isAfter(now);
    }

    private static Optional<String> repeated(Rollout before, RolloutStatus next, List<Step> steps) {
        if (beginsAnew(before, next) || next.abort()) return Optional.empty();
        RolloutStatus stored = before.status();
        int from = stored.currentStepIndex().orElse(0);
        int to = next.currentStepIndex().orElse(0);
        return to < from && from <= steps.size()
                ? Optional.of("step " + to + " is done again after step " + from)
                : Optional.empty();
    }

    private static Optional<String> promotedTooSoon(Rollout before, RolloutStatus next, List<Step> steps, World world) {
        RolloutStatus stored = before.status();
        if (next.stableRS().equals(stored.stableRS())) return Optional.empty();
        boolean aborted = stored.abort() && !beginsAnew(before, next);
        boolean early = next.currentStepIndex().orElse(0) < steps.size();
        if (aborted || early)
            return Optional.of(next.stableRS() + " became stable " + (aborted ? "although aborted" : "") + " at step "
                    + next.currentStepIndex().orElse(0));
        return unavailable(before, next, world);
    }

    private static Optional<String> unavailable(Rollout before, RolloutStatus next, World world) {
        if (next.stableRS().equals(before.status().stableRS())) return Optional.empty();
        int available = world.withHash(next.stableRS())
                .map(set -> Math.min(set.replicas(), world.api().available(set.name())))
                .orElse(0);
        return available + world.lostSinceSeen(next.stableRS()) < before.spec().replicas()
                ? Optional.of(next.stableRS() + " became stable with " + available + " available pods of "
                        + before.spec().replicas())
                : Optional.empty();
    }

    /** One pod more than the exact share at most, for rounding and for the pod that surge adds. */
    private static Optional<String> headStart(Change change, World world) {
        if (change.isDeletion() || world.rollout().isEmpty()) return Optional.empty();
        ReplicaSet after = ReplicaSet.of(change.after());
        int from = change.isCreation() ? 0 : ReplicaSet.of(change.before()).replicas();
        if (after.replicas() <= from) return Optional.empty();
        int allowed = 0;
        for (Rollout rollout : world.rolloutsSinceSeen()) {
            allowed = Math.max(allowed, allowed(rollout, after, world));
            if (isForARestart(rollout, after, from, world)) return Optional.empty();
        }
        return after.replicas() > allowed
                ? Optional.of(after.name() + " gets " + after.replicas() + " pods, its steps allow " + allowed)
                : Optional.empty();
    }

    /** While pods that serve are made anew there may be one more, of any version, but not of all together. */
    private static boolean isForARestart(Rollout rollout, ReplicaSet after, int from, World world) {
        Optional<Instant> due = rollout.spec().restartAt();
        boolean isPending = due.filter(time -> !time.isAfter(world.clock())).isPresent()
                && !due.equals(rollout.status().restartedAt());
        boolean serves = world.api().available(after.name()) + world.lostSinceSeen(after.hash()) > 0;
        int total = world.owned().stream().mapToInt(ReplicaSet::replicas).sum();
        return isPending && serves && from > 0 && total <= rollout.spec().replicas() + 1;
    }

    private static int allowed(Rollout rollout, ReplicaSet set, World world) {
        RolloutStatus status = rollout.status();
        boolean free = !(rollout.spec().strategy() instanceof Strategy.Canary)
                || status.promoteFull()
                || status.stableRS().isEmpty()
                || set.hash().equals(status.stableRS())
                || world.withHash(status.stableRS()).isEmpty()
                || runsStable(rollout, set, world)
                || mayBeRolledBackTo(rollout, set, world);
        if (free) return Integer.MAX_VALUE;
        var steps = ((Strategy.Canary) rollout.spec().strategy()).steps();
        int replicas = rollout.spec().replicas();
        boolean sameSteps = set.hash().equals(status.currentPodHash()) && stepsAreThoseOfTheStatus(rollout);
        if (sameSteps && status.abort()) return 0;
        int begun = sameSteps ? Math.max(0, status.currentStepIndex().orElse(0)) : 0;
        int weight = Math.max(weightReachable(steps, begun, status, world.clock(), sameSteps), 0);
        return weight == 0 ? 0 : Math.max(1, Math.ceilDiv((replicas + 1) * weight, 100));
    }

    /**
     * The index in the status is about the steps of the spec if it has their hash. So it is if that very spec was taken
     * note of and not refused: then somebody else wrote the hash, who computes it otherwise, and the steps have not changed.
     */
    private static boolean stepsAreThoseOfTheStatus(Rollout rollout) {
        String hash = StepHash.of(rollout.spec().strategy().json().get("steps"));
        return hash.equals(rollout.status().currentStepHash()) || isCarriedOut(rollout);
    }

    private static boolean isCarriedOut(Rollout rollout) {
        String generation = Long.toString(rollout.meta().generation());
        return rollout.status().observedGeneration().equals(generation)
                && rollout.status().condition(ConditionType.INVALID_SPEC).isEmpty();
    }

    /** A rollback within the window takes no steps; how far the window reaches is not judged here. */
    private static boolean mayBeRolledBackTo(Rollout rollout, ReplicaSet set, World world) {
        boolean hasWindow = rollout.json().at("spec", "rollbackWindow").isObject();
        return hasWindow
                && world.withHash(rollout.status().stableRS())
                        .filter(stable -> set.meta()
                                .createdAt()
                                .orElse(Instant.MAX)
                                .isBefore(stable.meta().createdAt().orElse(Instant.MIN)))
                        .isPresent();
    }

    private static boolean runsStable(Rollout rollout, ReplicaSet set, World world) {
        return world.withHash(rollout.status().stableRS())
                .filter(stable -> stable.name().equals(set.name()))
                .isPresent();
    }

    /** The highest weight up to the next pause that has to be waited for. */
    private static int weightReachable(
            List<Step> steps, int index, RolloutStatus status, Instant now, boolean sameSteps) {
        int most = weight(steps, index);
        for (int i = index; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.Pause pause) {
                boolean over = sameSteps && i == index && isOver(pause, status, now);
                if (!over) return most;
            }
            most = Math.max(most, weight(steps, i + 1));
        }
        return most;
    }

    private static int weight(List<Step> steps, int index) {
        if (index >= steps.size()) return 100;
        int weight = 0;
        for (Step step : steps.subList(0, index + 1)) if (step instanceof Step.SetWeight set) weight = set.weight();
        return weight;
    }
}
