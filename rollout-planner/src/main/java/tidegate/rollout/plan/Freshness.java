package tidegate.rollout.plan;

/** How far a snapshot may be trusted. */
public sealed interface Freshness {
    /**
     * A cache has not caught up with our own last write: nothing may be decided.
     *
     * @param what kind and version waited for, in words
     */
    record Behind(String what) implements Freshness {}

    /** From caches that contain all our own writes. What is missing from it may still exist. */
    record Cached() implements Freshness {}

    /**
     * From caches from which something is missing, and the API did not say whether it exists: nothing may follow from
     * what is there, nor from what is not.
     *
     * @param why in words
     */
    record Unlisted(String why) implements Freshness {}

    /** The ReplicaSets were listed from the API itself for this snapshot: what is missing does not exist. */
    record Live() implements Freshness {}
}
