package tidegate.simulator.cluster;

/** Who wrote. */
public enum Author {
    /** The controller that is on trial. */
    CONTROLLER,
    /** Somebody who tells the controller what to do. */
    USER,
    /** Autoscalers, GitOps tools, people who edit what is not theirs. */
    OTHERS,
    /** The cluster's own controllers. */
    CLUSTER
}
