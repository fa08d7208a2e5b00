package tidegate.rollout.plan.status;

/** What this pass knows about creating the present version's ReplicaSet. */
public sealed interface Creation {
    /** It exists. */
    record NotDue() implements Creation {}

    /** This pass creates it; the status is written only if that succeeds. */
    record Planned() implements Creation {}

    /** The last attempt was refused; this pass tries again. */
    record Refused(String error) implements Creation {}
}
