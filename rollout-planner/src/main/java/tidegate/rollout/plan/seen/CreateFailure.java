package tidegate.rollout.plan.seen;

/** Why the last attempt to create a ReplicaSet failed; told to the planner until one succeeds. */
public sealed interface CreateFailure {
    String replicaSet();

    /** The name is taken by an object that is not ours or has another pod template. */
    record NameTaken(String replicaSet) implements CreateFailure {}

    /**
     * The API refused it (quota, admission, an invalid template).
     *
     * @param error the API's message
     */
    record Refused(String replicaSet, String error) implements CreateFailure {}
}
