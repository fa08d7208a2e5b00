package tidegate.simulator.port;

/** The process is dead: whatever still runs of it ends here. */
public final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Death() {
        super("the process is dead", null, false, false);
    }
}
