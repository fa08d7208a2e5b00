package tidegate.kube.election;

/** Told of the election's turns, one call at a time, on a thread of its own. */
public interface ElectionListener {
    /** We hold the lease: begin. */
    void leading();

    /** We may no longer write, and the fence is shut: stop, the election is over. Not called after a release. */
    void lost(String why);

    /** Somebody else holds the lease. */
    default void following(String holder) {}
}
