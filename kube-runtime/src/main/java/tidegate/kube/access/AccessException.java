package tidegate.kube.access;

/** The way to the cluster cannot be told. The message is one line for the user. */
public final class AccessException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public AccessException(String message) {
        super(message);
    }
}
