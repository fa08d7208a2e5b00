package tidegate.api.command;

/** How far a promotion goes. */
public enum Promotion {
    /** Past the pause or step that it is at. */
    NEXT,
    /** Past the step that it is at; canaries with steps only. */
    SKIP_CURRENT_STEP,
    /** Past all steps; canaries with steps only. */
    SKIP_ALL_STEPS,
    /** Past all steps, pauses and analyses. */
    FULL
}
