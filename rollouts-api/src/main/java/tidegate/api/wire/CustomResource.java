package tidegate.api.wire;

/** The five kinds of the group {@code argoproj.io}, with the names they are served under. */
public enum CustomResource {
    ROLLOUT("Rollout", "rollouts", "rollout", "ro", true),
    ANALYSIS_TEMPLATE("AnalysisTemplate", "analysistemplates", "analysistemplate", "at", true),
    CLUSTER_ANALYSIS_TEMPLATE(
            "ClusterAnalysisTemplate", "clusteranalysistemplates", "clusteranalysistemplate", "cat", false),
    ANALYSIS_RUN("AnalysisRun", "analysisruns", "analysisrun", "ar", true),
    EXPERIMENT("Experiment", "experiments", "experiment", "exp", true);

    public static final String GROUP = "argoproj.io";
    public static final String VERSION = "v1alpha1";
    public static final String API_VERSION = GROUP + "/" + VERSION;

    private final String kind;
    private final String plural;
    private final String singular;
    private final String shortName;
    private final boolean namespaced;

    CustomResource(String kind, String plural, String singular, String shortName, boolean namespaced) {
        this.kind = kind;
        this.plural = plural;
        this.singular = singular;
        this.shortName = shortName;
        this.namespaced = namespaced;
    }

    public String kind() {
        return kind;
    }

    public String listKind() {
        return kind + "List";
    }

    /** The word in paths and in the CRD's name. */
    public String plural() {
        return plural;
    }

    public String singular() {
        return singular;
    }

    public String shortName() {
        return shortName;
    }

    public boolean isNamespaced() {
        return namespaced;
    }

    /** Whether status has an endpoint of its own: only on a Rollout. On the others it is written with the object. */
    public boolean hasStatusSubresource() {
        return this == ROLLOUT;
    }

    /** Name of the CustomResourceDefinition. */
    public String definitionName() {
        return plural + "." + GROUP;
    }
}
