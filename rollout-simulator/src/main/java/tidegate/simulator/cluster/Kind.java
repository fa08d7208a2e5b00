package tidegate.simulator.cluster;

import java.util.Optional;

/** The kinds that the model has, by their names in paths. */
public enum Kind {
    ROLLOUT("rollouts", "Rollout", "argoproj.io/v1alpha1"),
    REPLICA_SET("replicasets", "ReplicaSet", "apps/v1"),
    SERVICE("services", "Service", "v1"),
    POD("pods", "Pod", "v1"),
    DEPLOYMENT("deployments", "Deployment", "apps/v1");

    private final String plural;
    private final String wire;
    private final String apiVersion;

    Kind(String plural, String wire, String apiVersion) {
        this.plural = plural;
        this.wire = wire;
        this.apiVersion = apiVersion;
    }

    public String plural() {
        return plural;
    }

    public String wire() {
        return wire;
    }

    public String apiVersion() {
        return apiVersion;
    }

    /** Empty for a kind that the model does not have. */
    public static Optional<Kind> ofPlural(String plural) {
        for (Kind kind : values()) if (kind.plural.equals(plural)) return Optional.of(kind);
        return Optional.empty();
    }
}
