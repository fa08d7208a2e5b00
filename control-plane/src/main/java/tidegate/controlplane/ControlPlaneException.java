package tidegate.controlplane;

/** A control plane that cannot be had; the message is one line for people and names the cause and the log. */
public final class ControlPlaneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ControlPlaneException(String message) {
        super(message);
    }

    public ControlPlaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
