package tidegate.system.conformance;

/** The kinds that the tests use, and where the API serves them. */
enum Kind {
    ROLLOUT("argoproj.io/v1alpha1", "rollouts", true),
    ANALYSIS_RUN("argoproj.io/v1alpha1", "analysisruns", true),
    ANALYSIS_TEMPLATE("argoproj.io/v1alpha1", "analysistemplates", true),
    CLUSTER_ANALYSIS_TEMPLATE("argoproj.io/v1alpha1", "clusteranalysistemplates", false),
    EXPERIMENT("argoproj.io/v1alpha1", "experiments", true),
    CONFIG_MAP("v1", "configmaps", true),
    SECRET("v1", "secrets", true),
    POD("v1", "pods", true),
    SERVICE("v1", "services", true),
    EVENT("v1", "events", true),
    NAMESPACE("v1", "namespaces", false),
    NODE("v1", "nodes", false),
    REPLICA_SET("apps/v1", "replicasets", true),
    DEPLOYMENT("apps/v1", "deployments", true),
    DISRUPTION_BUDGET("policy/v1", "poddisruptionbudgets", true),
    LEASE("coordination.k8s.io/v1", "leases", true),
    CRD("apiextensions.k8s.io/v1", "customresourcedefinitions", false);

    final String apiVersion;
    final String plural;
    final boolean namespaced;

    Kind(String apiVersion, String plural, boolean namespaced) {
        this.apiVersion = apiVersion;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    /** Of all objects of the kind, in every namespace. */
    String everywhere() {
        return groupVersion() + "/" + plural;
    }

    /** Of the objects in one namespace; of all of them for a cluster-wide kind. */
    String in(String namespace) {
        return namespaced ? groupVersion() + "/namespaces/" + namespace + "/" + plural : everywhere();
    }

    private String groupVersion() {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
    }
}
