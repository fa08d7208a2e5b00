package tidegate.cli.lint;

/** A text that is no manifest, or an object that its type does not know; the message is one line for the user. */
public final class UnreadableManifest extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreadableManifest(String message) {
        super(message);
    }

    UnreadableManifest(String message, Throwable cause) {
        super(message, cause);
    }
}
