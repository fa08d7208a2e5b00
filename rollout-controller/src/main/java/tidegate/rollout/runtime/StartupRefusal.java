package tidegate.rollout.runtime;

/** Why this process does not start: one line that says what to change. */
final class StartupRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartupRefusal(String message) {
        super(message);
    }

    StartupRefusal(String message, Throwable cause) {
        super(message, cause);
    }
}
