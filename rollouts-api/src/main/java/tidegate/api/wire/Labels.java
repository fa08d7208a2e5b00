package tidegate.api.wire;

/** Keys of the labels we read or write. */
public final class Labels {
    /**
     * Identity of one pod template of a Rollout: on its ReplicaSet, pods, AnalysisRuns and Experiments, and as an entry
     * of Service selectors. The value is opaque: never assume that it can be recomputed.
     */
    public static final String POD_TEMPLATE_HASH = "rollouts-pod-template-hash";

    /** Which controller looks after the object; set by users, carried over to runs and experiments. */
    public static final String INSTANCE_ID = "argo-rollouts.argoproj.io/controller-instance-id";

    /** On an AnalysisRun: what it was started for, see {@link AnalysisRunRole}. */
    public static final String ROLLOUT_TYPE = "rollout-type";

    /** On the AnalysisRun of a step: the index of that step, in decimal. */
    public static final String STEP_INDEX = "step-index";

    /** On a measuring Job and its pods: the UID of the AnalysisRun. */
    public static final String ANALYSIS_RUN_UID = "analysisrun.argoproj.io/uid";

    /** On a Secret, {@code true}: it holds the kubeconfig of the cluster with the Istio objects. */
    public static final String ISTIO_PRIMARY_CLUSTER = "istio.argoproj.io/primary-cluster";

    private Labels() {}
}
