package tidegate.rollout.plan.seen;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tidegate.api.json.Json;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Workload;
import tidegate.api.validation.Named;
import tidegate.api.validation.References;

/**
 * What a Rollout names or serves with, and does not own.
 *
 * @param services by name: every one that its spec names, and those of its namespace that say they are managed by it
 * @param workload what {@code spec.workloadRef} names; empty without one
 * @param pods those that {@code spec.selector} selects, listed from the API itself for this snapshot; empty unless a
 *     plan asked for them
 */
public record Neighbours(
        Map<String, Sighting<Service>> services, Optional<Sighting<Workload>> workload, Optional<List<Pod>> pods) {
    public static final Neighbours NONE = new Neighbours(Map.of(), Optional.empty(), Optional.empty());

    public Neighbours {
        services = Map.copyOf(services);
        pods = pods.map(List::copyOf);
    }

    /** What is known of the Service of this name; unknown if nobody looked. */
    public Sighting<Service> service(String name) {
        return services.getOrDefault(name, new Sighting.Unknown<>("Service " + name + " was not looked at"));
    }

    /** The same for whoever validates. */
    public References references() {
        var named = new HashMap<String, Named>();
        services.forEach((name, service) -> named.put(name, named(service, Service::json)));
        return new References(workload.map(seen -> named(seen, Workload::json)).orElseGet(Named.Unknown::new), named);
    }

    private static <T> Named named(Sighting<T> sighting, Function<T, Json> json) {
        return switch (sighting) {
            case Sighting.There<T>(T object) -> new Named.Found(json.apply(object));
            case Sighting.Absent<T> _ -> new Named.Absent();
            case Sighting.Unknown<T> _ -> new Named.Unknown();
        };
    }
}
