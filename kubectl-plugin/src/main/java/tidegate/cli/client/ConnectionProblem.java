package tidegate.cli.client;

/** The API cannot be called: no usable kubeconfig, no connection, no answer. The message is one line for the user. */
public final class ConnectionProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConnectionProblem(String message) {
        super(message);
    }

    public ConnectionProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
