package tidegate.api.command;

/** A command that makes no sense for this Rollout, whatever its state; the message is one line for the user. */
public final class RefusedCommand extends RuntimeException {
    private static final long serialVersionUID = 1;

    RefusedCommand(String message) {
        super(message);
    }
}
