package tidegate.rollout.plan.service;

/** What the counts of a ReplicaSet have to show before a Service may send to it. */
public enum Bar {
    /** That it exists: nobody relies on what this Service sends to (a preview). */
    EXISTS,
    /** One available pod; all of them where the Service was never ours, since all its traffic moves at once. */
    SERVES,
    /**
     * As many available pods as the version that the Service sends to now, or all that are wanted; where the Service was
     * never ours all that are wanted, as pods of all versions serve behind it. For going back.
     */
    NO_WORSE,
    /** All pods that {@code spec.replicas} wants, no more and no fewer, all of them available. */
    SATURATED
}
