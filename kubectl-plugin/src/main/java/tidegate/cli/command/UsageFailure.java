package tidegate.cli.command;

/** A command called with the wrong number of arguments: answered with its usage and no error line. */
final class UsageFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
}
