package tidegate.rollout.plan.restart;

import static java.util.Comparator.comparing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.api.value.PodsOrPercent;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.capacity.Limits;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.lineage.Release;

/**
 * What a pass does for a restart.
 *
 * <p>Pods are read from the API itself, stable version first, then the present one, then the others. The release goes
 * first: while sizes have to change, no pod is evicted; while counts still contain a pod that is gone, no size falls. Where
 * pods cannot be listed at all, none is evicted and nothing else waits.
 * Where no pod that serves may be missing and surge allows it, the ReplicaSet whose turn it is has one pod more for as long
 * as any of its pods is old. That needs no memory: it follows from the pods, the limits and the sizes that the release wants. On its
 * way to other sizes the release needs that room itself.
 *
 * @param sizes of ReplicaSets by name, where they differ from what the release wants
 * @param holds whether every size stays as it is for this pass
 */
public record Renewal(Map<String, Integer> sizes, boolean holds, Errand errand) {
    private static final Renewal NONE = onlyOf(Errand.NONE);

    /** A pod that may not go now may go later, without anybody telling. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private static final int EVICTIONS_PER_PASS = 50;

    public Renewal {
        sizes = Map.copyOf(sizes);
    }

    /**
     * @param next the status that this pass decided on
     * @param wanted the size of each ReplicaSet that it decided on
     * @param target where the sizes of the present and of the stable version are heading
     */
    public static Renewal of(Release release, RolloutStatus next, ToIntFunction<ReplicaSet> wanted, Split target) {
        Optional<Instant> pending = Restart.pending(release.rollout(), next);
        if (pending.isEmpty()) return NONE;
        Instant begin = pending.get().plusMillis(1);
        if (release.now().isBefore(begin)) return onlyOf(Errand.NONE.lookingAt(begin));
        Pass pass = new Pass(release, next, pending.get(), wanted, target);
        return release.neighbours().pods().map(pass::with).orElseGet(pass::withoutPods);
    }

    /** Names of ReplicaSets that were to fall and stay: a deadline that is over is dropped with the size, not before. */
    public Set<String> keptFromFalling(Release release, ToIntFunction<ReplicaSet> wanted) {
        return release.lineage().all().stream()
                .filter(set -> wanted.applyAsInt(set) < sizes.getOrDefault(set.name(), wanted.applyAsInt(set)))
                .map(ReplicaSet::name)
                .collect(Collectors.toSet());
    }

    private static Renewal onlyOf(Errand errand) {
        return new Renewal(Map.of(), false, errand);
    }

    /** One pass of a restart that is due. */
    private record Pass(
            Release release, RolloutStatus next, Instant due, ToIntFunction<ReplicaSet> wanted, Split target) {
        Renewal withoutPods() {
            Errand errand = Errand.NONE.wanting(new Want.Pods()).waitingFor("pods to be listed for a restart");
            return somethingFalls() && Restart.mayPodsBeListed(release)
                    ? new Renewal(asTheyAre(), true, errand)
                    : onlyOf(errand);
        }

        Renewal with(List<Pod> pods) {
            Errand later = Errand.NONE
                    .lookingAt(release.now().plus(LOOK_AGAIN))
                    .waitingFor("pods from before " + due + " to be restarted");
            if (somethingFalls() && Restart.areCountsOutdated(release, pods))
                return new Renewal(asTheyAre(), true, later);
            if (isEnded()) return onlyOf(later);
            Map<String, Integer> sizes = withSurge(pods);
            boolean moves = sets().anyMatch(set -> sizes.getOrDefault(set.name(), size(set)) != set.replicas());
            return new Renewal(sizes, false, moves ? later : evicting(later, pods));
        }

        /** Another version takes the place of all old pods. */
        private boolean isEnded() {
            return release.newest().filter(set -> !Restart.isYoung(set, due)).isEmpty();
        }

        private Stream<ReplicaSet> sets() {
            return release.lineage().all().stream().filter(set -> !set.meta().isBeingDeleted());
        }

        private int size(ReplicaSet set) {
            return wanted.applyAsInt(set);
        }

        private boolean somethingFalls() {
            return sets().anyMatch(set -> size(set) < set.replicas());
        }

        private Map<String, Integer> asTheyAre() {
            var sizes = new HashMap<String, Integer>();
            sets().forEach(set -> sizes.put(set.name(), set.replicas()));
            return sizes;
        }

        private Map<String, Integer> withSurge(List<Pod> pods) {
            Limits limits = limits();
            int total = sets().mapToInt(this::size).sum();
            if (limits.unavailable() > 0 || limits.surge() == 0 || total > release.replicas() || isOnItsWay())
                return Map.of();
            return inOrder()
                    .filter(set -> size(set) > 0)
                    .filter(set -> needsSurge(set, pods))
                    .findFirst()
                    .map(set -> Map.of(set.name(), size(set) + 1))
                    .orElseGet(Map::of);
        }

        /** A pod that serves nobody can go as it is; a surge that has begun goes on to the last old pod. */
        private boolean needsSurge(ReplicaSet set, List<Pod> pods) {
            boolean begun = set.replicas() > size(set);
            return PodsOf.of(set, pods).stream().filter(this::isOld).anyMatch(pod -> begun || isAvailable(pod, set));
        }

        /** Whether the present or the stable version is to have other sizes in the end than it gets in this pass. */
        private boolean isOnItsWay() {
            boolean newest =
                    release.newest().filter(set -> size(set) != target.canary()).isPresent();
            boolean stable = release.lineage()
                    .separateStable(next.stableRS())
                    .filter(set -> size(set) != target.stable())
                    .isPresent();
            return newest || stable;
        }

        private Errand evicting(Errand later, List<Pod> pods) {
            int mayGo = available(pods) - floor();
            int brokenMayGo = Math.max(1, limits().unavailable()) - inFlight(pods);
            Errand errand = later;
            int evicted = 0;
            for (ReplicaSet set : inOrder().toList()) {
                for (Pod pod : oldOf(set, pods)) {
                    boolean serves = isAvailable(pod, set);
                    if ((serves ? mayGo : brokenMayGo) <= 0) continue;
                    if (evicted++ == EVICTIONS_PER_PASS) return errand.wanting(new Want.Pods());
                    errand = errand.doing(Stage.Name.PODS, new Action.EvictPod(ref(pod)));
                    if (serves) mayGo--;
                    else brokenMayGo--;
                }
            }
            return errand;
        }

        /** Stable, present, others, the oldest of them first. */
        private Stream<ReplicaSet> inOrder() {
            var ordered = new ArrayList<ReplicaSet>();
            release.lineage().withHash(next.stableRS()).ifPresent(ordered::add);
            release.newest().ifPresent(ordered::add);
            ordered.addAll(release.lineage().all());
            return ordered.stream().distinct().filter(set -> !set.meta().isBeingDeleted());
        }

        /** Those that serve nobody first, then the oldest. */
        private List<Pod> oldOf(ReplicaSet set, List<Pod> pods) {
            Comparator<Pod> oldestFirst = comparing(
                            (Pod pod) -> pod.meta().createdAt().orElse(Instant.EPOCH))
                    .thenComparing(Pod::name);
            return PodsOf.of(set, pods).stream()
                    .filter(this::isOld)
                    .filter(pod -> !pod.meta().isBeingDeleted())
                    .sorted(comparing((Pod pod) -> isAvailable(pod, set)).thenComparing(oldestFirst))
                    .toList();
        }

        private boolean isOld(Pod pod) {
            return pod.meta().createdAt().orElse(Instant.EPOCH).isBefore(due);
        }

        private boolean isAvailable(Pod pod, ReplicaSet set) {
            return pod.isAvailable(set.minReadySeconds(), release.now());
        }

        /** Certainly available: seen to be, and counted as such for the present size. */
        private int available(List<Pod> pods) {
            return sets().mapToInt(set -> Math.min(counted(set), seen(set, pods)))
                    .sum();
        }

        private static int counted(ReplicaSet set) {
            return set.hasCurrentCounts() ? set.counts().available() : 0;
        }

        private int seen(ReplicaSet set, List<Pod> pods) {
            return (int) PodsOf.of(set, pods).stream()
                    .filter(pod -> isAvailable(pod, set))
                    .count();
        }

        /** Pods on their way: going, or young and not yet available. */
        private int inFlight(List<Pod> pods) {
            return (int) sets().flatMap(set -> PodsOf.of(set, pods).stream()
                            .filter(pod -> pod.meta().isBeingDeleted() || !(isOld(pod) || isAvailable(pod, set))))
                    .count();
        }

        /**
         * Available pods have to be at least as many: no more may be missing at once than the strategy allows, or one
         * where it allows none and there is no surge to restart a pod with.
         */
        private int floor() {
            Limits limits = limits();
            int total = sets().mapToInt(ReplicaSet::replicas).sum();
            int oneAtATime = Math.max(release.replicas(), total) - Math.max(1, limits.unavailable());
            return limits.surge() > 0 ? Math.max(limits.floor(), oneAtATime) : oneAtATime;
        }

        private Limits limits() {
            int replicas = release.replicas();
            return switch (release.rollout().spec().strategy()) {
                case Strategy.Canary canary ->
                    Limits.of(replicas, PodsOrPercent.of(canary.maxSurge()), PodsOrPercent.of(canary.maxUnavailable()));
                case Strategy.BlueGreen blueGreen ->
                    withoutSurge(replicas, PodsOrPercent.of(blueGreen.maxUnavailable()));
                case Strategy.Unspecified _ -> withoutSurge(replicas, PodsOrPercent.DEFAULT);
            };
        }

        private static Limits withoutSurge(int replicas, PodsOrPercent unavailable) {
            return new Limits(replicas, 0, Math.min(replicas, unavailable.roundedDown(replicas)));
        }

        private static Action.Ref ref(Pod pod) {
            return new Action.Ref(pod.name(), pod.meta().uid(), pod.meta().resourceVersion());
        }
    }
}
