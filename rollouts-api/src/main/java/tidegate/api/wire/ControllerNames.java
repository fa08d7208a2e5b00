package tidegate.api.wire;

/** The names under which the controller is known in a cluster. */
public final class ControllerNames {
    /** Field manager of every write, and source component of events. */
    public static final String ROLLOUTS_CONTROLLER = "rollouts-controller";

    /** Lease of the active controller: the peer's, so that both can never act at once. */
    private static final String LEASE = "argo-rollouts-controller-lock";

    private ControllerNames() {}

    /** Name of the lease that the controllers of one instance id elect their leader with; id {@code ""} for none. */
    public static String leaseOf(String instanceId) {
        return instanceId.isEmpty() ? LEASE : LEASE + "-" + instanceId;
    }
}
