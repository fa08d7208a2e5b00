package tidegate.rollout.plan.service;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Service;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.capacity.Pods;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.seen.Sighting;

/**
 * The one function that every selector goes through: the patch that moves it, or the reason why it stays.
 *
 * <p>Counts are evidence only for the size that they were counted for. A version without any pods is accepted only where
 * the version that the Service sends to now has none either: with {@code spec.replicas} 0 nothing is lost. A Service that
 * another Rollout manages is left alone.
 */
public final class SelectorGuard {
    private final Release release;

    public SelectorGuard(Release release) {
        this.release = release;
    }

    /**
     * @param service name of the Service
     * @param hash of the version that it is to select
     */
    public Switch toward(String service, String hash, Bar bar) {
        return switch (release.neighbours().service(service)) {
            case Sighting.There<Service>(Service found) -> toward(found, hash, bar);
            case Sighting.Absent<Service> _ -> new Switch.Withheld("Service " + service + " to be created");
            case Sighting.Unknown<Service>(String why) -> new Switch.Withheld(why);
        };
    }

    private Switch toward(Service service, String hash, Bar bar) {
        String manager = service.managedBy().orElse("");
        if (!manager.isEmpty() && !manager.equals(release.rollout().name()))
            return new Switch.Withheld("Service " + service.name() + " to be given up by Rollout " + manager);
        if (!hash.isEmpty() && service.hash().equals(hash))
            return manager.isEmpty() ? new Switch.Due(patch(service, hash), Optional.empty()) : new Switch.InPlace();
        return shortfall(service, hash, bar)
                .<Switch>map(
                        missing -> new Switch.Withheld("Service " + service.name() + " to be switched: " + missing))
                .orElseGet(() -> new Switch.Due(
                        patch(service, hash),
                        Optional.of(RolloutEvent.serviceSwitched(service.name(), service.hash(), hash))));
    }

    /** What the version lacks to take over; empty if nothing. */
    private Optional<String> shortfall(Service service, String hash, Bar bar) {
        Optional<ReplicaSet> target =
                release.lineage().withHash(hash).filter(set -> !set.meta().isBeingDeleted());
        if (target.isEmpty()) return Optional.of("version " + hash + " has no ReplicaSet");
        if (bar == Bar.EXISTS) return Optional.empty();
        Pods pods = Pods.of(target.get());
        int needed = needed(service, target.get(), bar);
        boolean enough = pods.counted() && pods.available() >= needed && (pods.available() > 0 || isIdle(service));
        if (!enough)
            return Optional.of(pods.available() + " of " + Math.max(1, needed) + " pods of ReplicaSet "
                    + target.get().name() + " are available");
        return bar == Bar.SATURATED && !isSized(target.get())
                ? Optional.of("ReplicaSet " + target.get().name() + " is not scaled to " + release.replicas())
                : Optional.empty();
    }

    private int needed(Service service, ReplicaSet target, Bar bar) {
        boolean isOurs = service.managedBy().isPresent() && !service.hash().isEmpty();
        return switch (bar) {
            case EXISTS -> 0;
            case SATURATED -> release.replicas();
            case SERVES -> isOurs ? Math.min(1, release.replicas()) : target.replicas();
            case NO_WORSE -> isOurs ? Math.min(release.replicas(), serving(service)) : release.replicas();
        };
    }

    /** Pods that may be serving behind the Service now: where there is no evidence, all. */
    private int serving(Service service) {
        return release.lineage()
                .withHash(service.hash())
                .map(Pods::of)
                .map(pods -> pods.counted() ? pods.available() : pods.wanted())
                .orElse(0);
    }

    private boolean isIdle(Service service) {
        return release.replicas() == 0 && !service.hash().isEmpty() && serving(service) == 0;
    }

    private boolean isSized(ReplicaSet target) {
        int replicas = release.replicas();
        return target.replicas() == replicas
                && (replicas == 0 || target.desiredReplicas().orElse(-1) == replicas);
    }

    private Action.PatchService patch(Service service, String hash) {
        Json patch = Json.EMPTY_OBJECT
                .withAt(
                        List.of("metadata", "annotations", Annotations.MANAGED_BY_ROLLOUT),
                        release.rollout().name())
                .withAt(List.of("spec", "selector", Labels.POD_TEMPLATE_HASH), hash);
        var target = new Action.Ref(
                service.name(), service.meta().uid(), service.meta().resourceVersion());
        return new Action.PatchService(target, patch);
    }
}
