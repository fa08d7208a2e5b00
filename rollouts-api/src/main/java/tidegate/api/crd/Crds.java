package tidegate.api.crd;

import java.util.List;
import tidegate.api.crd.CustomResource.Column;
import tidegate.api.crd.CustomResource.Scope;
import tidegate.api.crd.CustomResource.Subresources;
import tidegate.api.json.Json;

/** The five custom resources, and their CustomResourceDefinitions as JSON. */
public final class Crds {
    public static final CustomResource ROLLOUT = new CustomResource(
            "Rollout",
            "rollouts",
            "ro",
            "A Rollout runs pods as a Deployment does, and brings a new version out step by step or beside the old one.",
            Scope.NAMESPACED,
            Subresources.STATUS_AND_SCALE,
            List.of(
                    new Column("Desired", "integer", ".spec.replicas"),
                    new Column("Current", "integer", ".status.replicas"),
                    new Column("Up-to-date", "integer", ".status.updatedReplicas"),
                    new Column("Available", "integer", ".status.availableReplicas"),
                    Column.AGE),
            RolloutSchema.rollout());

    public static final CustomResource ANALYSIS_TEMPLATE = new CustomResource(
            "AnalysisTemplate",
            "analysistemplates",
            "at",
            "An AnalysisTemplate says what to measure and what counts as success.",
            Scope.NAMESPACED,
            Subresources.NONE,
            List.of(Column.AGE),
            AnalysisSchema.template());

    public static final CustomResource CLUSTER_ANALYSIS_TEMPLATE = new CustomResource(
            "ClusterAnalysisTemplate",
            "clusteranalysistemplates",
            "cat",
            "A ClusterAnalysisTemplate is an AnalysisTemplate for all namespaces.",
            Scope.CLUSTER,
            Subresources.NONE,
            List.of(Column.AGE),
            AnalysisSchema.template());

    public static final CustomResource ANALYSIS_RUN = new CustomResource(
            "AnalysisRun",
            "analysisruns",
            "ar",
            "An AnalysisRun is one run of measurements, with its results.",
            Scope.NAMESPACED,
            Subresources.NONE,
            List.of(Column.PHASE, Column.AGE),
            AnalysisSchema.run());

    public static final CustomResource EXPERIMENT = new CustomResource(
            "Experiment",
            "experiments",
            "exp",
            "An Experiment runs versions side by side for a while and can analyse them.",
            Scope.NAMESPACED,
            Subresources.NONE,
            List.of(Column.PHASE, Column.AGE),
            ExperimentSchema.experiment());

    private Crds() {}

    /** All five. */
    public static List<CustomResource> resources() {
        return List.of(ROLLOUT, ANALYSIS_TEMPLATE, CLUSTER_ANALYSIS_TEMPLATE, ANALYSIS_RUN, EXPERIMENT);
    }

    /**
     * The CustomResourceDefinitions of all five, ready to be sent to an API server.
     *
     * <p>They are made anew from the schemas at each call (no YAML is parsed at run time); a test keeps the files under
     * {@code /crds} equal to them.
     */
    public static List<Json> definitions() {
        KubernetesTypes types = KubernetesTypes.ofClassPath();
        return resources().stream().map(resource -> resource.definition(types)).toList();
    }
}
