package tidegate.benchmarks;

/** Nothing can be measured; the message says why, in one line. */
final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchFailure(String message) {
        super(message);
    }
}
