package tidegate.rollout.plan.service;

import java.util.stream.Stream;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Service;
import tidegate.api.validation.RolloutValidation;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.seen.Sighting;

/** What Services select now, whatever they are to select: traffic leaves a version before its last pod. */
public final class LiveSelectors {
    private LiveSelectors() {}

    /** Whether a Service that this Rollout names or manages selects this version, or might: it could not be looked at. */
    public static boolean mayReach(Release release, ReplicaSet set) {
        var named =
                RolloutValidation.servicesOf(release.rollout().json()).stream().map(release.neighbours()::service);
        return Stream.concat(named, release.neighbours().services().values().stream())
                .anyMatch(service -> mayReach(service, set));
    }

    private static boolean mayReach(Sighting<Service> sighting, ReplicaSet set) {
        return switch (sighting) {
            case Sighting.There<Service>(Service service) -> service.hash().equals(set.hash());
            case Sighting.Absent<Service> _ -> false;
            case Sighting.Unknown<Service> _ -> true;
        };
    }
}
