package tidegate.rollout.plan.service;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.lineage.Release;

/**
 * Which version the canary Service and the stable Service of a canary without a router select.
 *
 * <p>The stable Service follows the stable version; once its pods are to go, the present one. The canary Service follows
 * the present version; after an abort, the stable one. Where the version that a Service should follow does not serve, it
 * follows the other, but one that it has reached it only leaves when that version's last pod is to go, or for a better
 * one that is to keep its pods: neither pods that come and go nor counts that lag behind move it to and fro.
 *
 * <p>A Service that was never ours sends to all versions: it is taken over for the version that it should follow, never
 * for the other, which may be much smaller.
 *
 * <p>Sizes are those that the release wants before anything is kept for a Service.
 */
public final class CanaryServices {
    private final Release release;
    private final Strategy.Canary canary;
    private final boolean aborted;
    private final ToIntFunction<ReplicaSet> wanted;
    private final Split target;
    private final Optional<ReplicaSet> stable;
    private final SelectorGuard guard;

    /**
     * @param next the status that this pass decided on
     * @param wanted the size of each ReplicaSet that it decided on
     * @param target where the sizes of the present and of the stable version are heading
     */
    public CanaryServices(
            Release release,
            RolloutStatus next,
            Strategy.Canary canary,
            ToIntFunction<ReplicaSet> wanted,
            Split target) {
        this.release = release;
        this.canary = canary;
        this.aborted = next.abort();
        this.wanted = wanted;
        this.target = target;
        this.stable = release.lineage().withHash(next.stableRS());
        this.guard = new SelectorGuard(release);
    }

    /** The switches that are due, and what others wait for. */
    public Errand errand() {
        var stableFirst = inOrder(stable, release.newest());
        var canaryOrder = aborted ? stableFirst : inOrder(release.newest(), stable);
        Errand errand = Errand.NONE;
        for (String name : canary.stableService().stream().toList())
            errand = best(name, stableFirst).addTo(errand);
        for (String name : canary.canaryService().stream().toList())
            errand = best(name, canaryOrder).addTo(errand);
        return errand;
    }

    private static List<ReplicaSet> inOrder(Optional<ReplicaSet> first, Optional<ReplicaSet> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    /** The first that may be; what the most wanted one lacks if none may. */
    private Switch best(String service, List<ReplicaSet> preferred) {
        // one that was never ours has no second choice, also where the first is to go: that would be the smaller
        // version
        var found = preferred.stream()
                .limit(isOurs(service) ? preferred.size() : 1)
                .filter(set -> stays(set) && (isSelected(service, set) || hasFuture(set) || isElsewhere(service)))
                .map(set -> guard.toward(service, set.hash(), Bar.SERVES))
                .toList();
        return found.stream()
                .filter(each -> !(each instanceof Switch.Withheld))
                .findFirst()
                .or(() -> found.stream().findFirst())
                .orElseGet(() -> new Switch.Withheld("pods for Service " + service));
    }

    private boolean isOurs(String service) {
        return release.neighbours()
                .service(service)
                .found()
                .filter(found -> found.managedBy().isPresent() && !found.hash().isEmpty())
                .isPresent();
    }

    private boolean isSelected(String service, ReplicaSet set) {
        return release.neighbours()
                .service(service)
                .found()
                .filter(found -> found.hash().equals(set.hash()))
                .isPresent();
    }

    /** It selects a version that is neither present nor stable: that one cannot go before it has moved. */
    private boolean isElsewhere(String service) {
        return release.neighbours()
                .service(service)
                .found()
                .filter(found -> !found.hash().isEmpty())
                .filter(found -> Stream.concat(release.newest().stream(), stable.stream())
                        .noneMatch(set -> set.hash().equals(found.hash())))
                .isPresent();
    }

    /** Whether it is to have pods in the end. */
    private boolean hasFuture(ReplicaSet set) {
        int pods = release.lineage().isNewest(set) ? target.canary() : target.stable();
        return pods > 0 || release.replicas() == 0;
    }

    /** Whether it keeps pods; with {@code spec.replicas} 0 none do, and Services follow all the same. */
    private boolean stays(ReplicaSet set) {
        return wanted.applyAsInt(set) > 0 || release.replicas() == 0;
    }

    /**
     * Names of ReplicaSets that are to go to nothing and have to keep a pod: a Service may still select it, and another
     * version serves that the Service can be switched to. Without one there is nothing to wait for.
     */
    public Set<String> kept() {
        var kept = new HashSet<String>();
        for (ReplicaSet set : release.lineage().all())
            if (!stays(set) && mayServe(set) && anotherServes(set) && LiveSelectors.mayReach(release, set))
                kept.add(set.name());
        return kept;
    }

    private static boolean mayServe(ReplicaSet set) {
        Pods pods = Pods.of(set);
        return pods.wanted() > 0 && (pods.available() > 0 || !pods.counted());
    }

    private boolean anotherServes(ReplicaSet set) {
        return Stream.concat(release.newest().stream(), stable.stream())
                .anyMatch(other -> stays(other)
                        && Pods.of(other).available() > 0
                        && !other.hash().equals(set.hash()));
    }
}
