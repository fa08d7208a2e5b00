package tidegate.playground.client;

/**
 * One kind of object as its URLs name it.
 *
 * @param group {@code ""} for the core group
 * @param plural the last word of the URL, as in {@code replicasets}
 */
public record ResourceType(String group, String version, String plural, String kind, boolean namespaced) {
    public static final ResourceType NODES = new ResourceType("", "v1", "nodes", "Node", false);
    public static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces", "Namespace", false);
    public static final ResourceType PODS = new ResourceType("", "v1", "pods", "Pod", true);
    public static final ResourceType SERVICES = new ResourceType("", "v1", "services", "Service", true);
    public static final ResourceType ENDPOINTS = new ResourceType("", "v1", "endpoints", "Endpoints", true);
    public static final ResourceType EVENTS = new ResourceType("", "v1", "events", "Event", true);
    public static final ResourceType REPLICA_SETS = new ResourceType("apps", "v1", "replicasets", "ReplicaSet", true);
    public static final ResourceType DEPLOYMENTS = new ResourceType("apps", "v1", "deployments", "Deployment", true);
    public static final ResourceType JOBS = new ResourceType("batch", "v1", "jobs", "Job", true);
    public static final ResourceType LEASES = new ResourceType("coordination.k8s.io", "v1", "leases", "Lease", true);
    public static final ResourceType DISRUPTION_BUDGETS =
            new ResourceType("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true);
    public static final ResourceType ENDPOINT_SLICES =
            new ResourceType("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", true);

    /** {@code v1}, {@code apps/v1}, … as objects carry it. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The path of the whole kind, in one namespace or ({@code ""}) in all. */
    String collectionPath(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespace.isEmpty() ? root + "/" + plural : root + "/namespaces/" + namespace + "/" + plural;
    }

    String objectPath(ObjectKey key) {
        return collectionPath(key.namespace()) + "/" + key.name();
    }

    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
