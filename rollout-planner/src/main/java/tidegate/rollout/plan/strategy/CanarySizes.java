package tidegate.rollout.plan.strategy;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Step;
import tidegate.rollout.plan.capacity.Drain;
import tidegate.rollout.plan.capacity.Limits;
import tidegate.rollout.plan.capacity.NextSizes;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.intent.Course;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.step.StepWalk;

/**
 * Sizes of a canary that shares traffic by numbers of pods.
 *
 * <p>Where stable's ReplicaSet is lost while another version is under way, the present version takes all pods: nothing
 * else can serve. It is still not stable before its steps are done.
 */
final class CanarySizes {
    private final Release release;
    private final List<Step> steps;
    private final Limits limits;

    CanarySizes(Release release, List<Step> steps, Limits limits) {
        this.release = release;
        this.steps = steps;
        this.limits = limits;
    }

    /** The sizes on this course, with the roles and the step of this status. */
    Sizes of(RolloutStatus status, Course course) {
        return of(status, course, Set.of());
    }

    /** The same where these ReplicaSets, by name, keep a pod. */
    Sizes of(RolloutStatus status, Course course, Set<String> kept) {
        return course == Course.HALT ? halted(status, kept) : towards(target(status, course), status, true, kept);
    }

    private Split target(RolloutStatus status, Course course) {
        if (stable(status).isEmpty()) return new Split(release.replicas(), 0);
        return Split.of(release.replicas(), weight(status, course), limits.surge());
    }

    private int weight(RolloutStatus status, Course course) {
        return switch (course) {
            case ABORT -> 0;
            case STABLE, PROMOTE_FULLY -> 100;
            case HALT, STEPS ->
                StepWalk.weightAt(steps, status.currentStepIndex().orElse(0));
        };
    }

    private Sizes towards(Split target, RolloutStatus status, boolean annotate, Set<String> kept) {
        Pods newest = release.newest().map(Pods::of).orElse(Pods.NONE);
        Pods stable = stable(status).map(Pods::of).orElse(Pods.NONE);
        var others = release.lineage().others(status.stableRS());
        var drained = Drain.of(limits, others.stream().map(Pods::of).toList(), newest.available() + stable.available());
        drained = keeping(others, drained, kept);
        int old = drained.stream().mapToInt(Integer::intValue).sum();
        Split next = NextSizes.of(limits, target, newest, stable, old);
        var existing = new HashMap<String, Integer>();
        for (int i = 0; i < others.size(); i++) existing.put(others.get(i).name(), drained.get(i));
        release.newest().ifPresent(set -> existing.put(set.name(), keeping(set, next.canary(), kept)));
        stable(status).ifPresent(set -> existing.put(set.name(), keeping(set, next.stable(), kept)));
        return new Sizes(next.canary(), existing, target, annotate || next.equals(target));
    }

    private static List<Integer> keeping(List<ReplicaSet> sets, List<Integer> sizes, Set<String> kept) {
        return IntStream.range(0, sets.size())
                .mapToObj(i -> keeping(sets.get(i), sizes.get(i), kept))
                .toList();
    }

    private static int keeping(ReplicaSet set, int size, Set<String> kept) {
        return kept.contains(set.name()) ? Math.max(1, size) : size;
    }

    /** A halted release only follows {@code spec.replicas}, in the proportion it was halted in. */
    private Sizes halted(RolloutStatus status, Set<String> kept) {
        return isScaled(status) ? towards(proportional(status), status, false, kept) : asTheyAre(status);
    }

    /** No ReplicaSet gets another size in this pass. */
    Sizes unmoved(RolloutStatus status) {
        return standing(status, pods -> pods);
    }

    /** More than are wanted of all are there only for a restart. */
    private Sizes asTheyAre(RolloutStatus status) {
        return standing(status, pods -> Math.min(pods, release.replicas()));
    }

    private Sizes standing(RolloutStatus status, IntUnaryOperator size) {
        var existing = new HashMap<String, Integer>();
        for (ReplicaSet set : release.lineage().all()) existing.put(set.name(), size.applyAsInt(set.replicas()));
        int newest = size.applyAsInt(release.newest().map(ReplicaSet::replicas).orElse(0));
        int stable = size.applyAsInt(stable(status).map(ReplicaSet::replicas).orElse(0));
        return new Sizes(newest, existing, new Split(newest, stable), false);
    }

    private boolean isScaled(RolloutStatus status) {
        return release.newest().map(this::followsOtherReplicas).orElse(false)
                || stable(status).map(this::followsOtherReplicas).orElse(false);
    }

    /** One that never had pods follows nothing; one that was scaled to zero says so. */
    private boolean followsOtherReplicas(ReplicaSet set) {
        int desired = set.desiredReplicas().orElse(-1);
        return desired != release.replicas() && (set.replicas() > 0 || desired == 0);
    }

    private Split proportional(RolloutStatus status) {
        int replicas = release.replicas();
        if (stable(status).isEmpty()) return new Split(replicas, 0);
        int newest = release.newest().map(ReplicaSet::replicas).orElse(0);
        int total = newest + stable(status).map(ReplicaSet::replicas).orElse(0);
        int allowed =
                Split.of(replicas, weight(status, Course.HALT), limits.surge()).canary();
        int share = total == 0 ? (steps.isEmpty() ? 0 : allowed) : (int) ((long) replicas * newest / total);
        int canary = Math.min(share, allowed);
        return new Split(canary, replicas - canary);
    }

    private Optional<ReplicaSet> stable(RolloutStatus status) {
        return release.lineage().separateStable(status.stableRS());
    }
}
