package tidegate.api.wire;

/** Why an update counts as completed: the end of the message of {@link EventReason#ROLLOUT_COMPLETED}. */
public final class CompletionCause {
    public static final String INITIAL_DEPLOY = "Initial deploy";
    public static final String BLUE_GREEN = "Completed blue-green update";
    public static final String FULL_PROMOTION = "Full promotion requested";
    public static final String ROLLBACK_WITHIN_WINDOW = "Rollback within window";
    public static final String FAST_ROLLBACK = "Fast rollback";

    private CompletionCause() {}

    public static String allSteps(int steps) {
        return "Completed all " + steps + " canary steps";
    }
}
