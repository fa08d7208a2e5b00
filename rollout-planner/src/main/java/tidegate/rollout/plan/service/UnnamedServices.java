package tidegate.rollout.plan.service;

import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Service;
import tidegate.api.validation.RolloutValidation;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.seen.Sighting;

/** Services that this Rollout manages and its spec does not name any more: another one was named, or another strategy. */
public final class UnnamedServices {
    private UnnamedServices() {}

    /** Each gets back what it was before; only one that was seen to say that this Rollout manages it. */
    public static Errand released(Release release) {
        var named = RolloutValidation.servicesOf(release.rollout().json());
        Errand errand = Errand.NONE;
        for (Sighting<Service> sighting : release.neighbours().services().values())
            if (sighting instanceof Sighting.There<Service>(Service service)
                    && isManaged(service, release)
                    && !named.contains(service.name())) errand = errand.doing(Stage.Name.SERVICES, released(service));
        return errand;
    }

    /**
     * The same for a Service whose Rollout is gone.
     *
     * @param manager what is known under the name in the Service; only an absence that the API has confirmed counts. A
     *     Rollout that is there, of whichever controller, lets go of its Services itself.
     */
    public static Optional<Action.PatchService> leftBehind(Service service, Sighting<Rollout> manager) {
        boolean left = switch (manager) {
            case Sighting.Absent<Rollout> _ -> service.managedBy().isPresent();
            case Sighting.There<Rollout> _, Sighting.Unknown<Rollout> _ -> false;
        };
        return left && !service.meta().isBeingDeleted() ? Optional.of(released(service)) : Optional.empty();
    }

    private static boolean isManaged(Service service, Release release) {
        return service.managedBy().equals(Optional.of(release.rollout().name()));
    }

    private static Action.PatchService released(Service service) {
        Json patch =
                Json.EMPTY_OBJECT.withAt(List.of("metadata", "annotations", Annotations.MANAGED_BY_ROLLOUT), Json.NULL);
        if (!service.hash().isEmpty())
            patch = patch.withAt(List.of("spec", "selector", Labels.POD_TEMPLATE_HASH), Json.NULL);
        var target = new Action.Ref(
                service.name(), service.meta().uid(), service.meta().resourceVersion());
        return new Action.PatchService(target, patch);
    }
}
