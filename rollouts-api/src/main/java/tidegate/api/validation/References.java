package tidegate.api.validation;

import java.util.Map;

/**
 * What is known of the objects that a Rollout names.
 *
 * @param workload what {@code spec.workloadRef} names
 * @param services by name; those that are not listed are unknown
 */
public record References(Named workload, Map<String, Named> services) {
    /** Nothing was looked up. */
    public static final References UNKNOWN = new References(new Named.Unknown(), Map.of());

    public References {
        services = Map.copyOf(services);
    }

    Named service(String name) {
        return services.getOrDefault(name, new Named.Unknown());
    }
}
