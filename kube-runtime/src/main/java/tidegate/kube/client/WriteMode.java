package tidegate.kube.client;

/** Whether a write is stored. */
public enum WriteMode {
    STORE,
    /** The server validates, admits and answers as if it had stored. */
    DRY_RUN
}
