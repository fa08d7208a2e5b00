package tidegate.rollout.observe;

import tidegate.api.rollout.WorkloadRef;
import tidegate.api.wire.Labels;
import tidegate.kube.client.Resource;

/** What {@code spec.workloadRef} may name, as it is watched. */
enum WorkloadKind {
    DEPLOYMENT(Resource.namespaced("apps", "v1", "deployments", "Deployment"), ""),
    /** Those of Rollouts are none of them. */
    REPLICA_SET(Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet"), "!" + Labels.POD_TEMPLATE_HASH),
    POD_TEMPLATE(Resource.namespaced("", "v1", "podtemplates", "PodTemplate"), "");

    private final Resource resource;
    private final String labels;

    WorkloadKind(Resource resource, String labels) {
        this.resource = resource;
        this.labels = labels;
    }

    Resource resource() {
        return resource;
    }

    /** Selects those that matter. */
    String labels() {
        return labels;
    }

    static WorkloadKind of(WorkloadRef.Workload named) {
        return switch (named) {
            case DEPLOYMENT -> DEPLOYMENT;
            case REPLICA_SET -> REPLICA_SET;
            case POD_TEMPLATE -> POD_TEMPLATE;
        };
    }
}
