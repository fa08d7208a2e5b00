package tidegate.cli.command;

/** What a command does once its arguments are parsed. */
interface Verb {
    /**
     * @return the exit code
     * @throws UsageFailure if it was called with the wrong number of arguments
     * @throws CommandFailure if it cannot do what it was asked
     */
    int run() throws InterruptedException;
}
