package tidegate.rollout.plan.status;

/** What a pass begins with. */
public enum Start {
    /** Goes on with the same version and steps. */
    SAME,
    /** Another pod template, or the first one. */
    NEW_VERSION,
    /** Other steps for the same pod template. */
    NEW_STEPS,
    /** The same pod template by another strategy. */
    NEW_STRATEGY,
    /** The same version again, after an abort. */
    RETRY;

    /** Whether everything is forgotten that belonged to what was before. */
    public boolean isReset() {
        return this == NEW_VERSION || this == NEW_STEPS || this == NEW_STRATEGY;
    }
}
