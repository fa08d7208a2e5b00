package tidegate.system.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what tells nobody of its coming: files, ports, processes. */
public final class Await {
    /** Only bounds a failure. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    /**
     * Looks until there is something.
     *
     * @param what for the report, if it does not come within a minute
     */
    public static <T> T present(String what, Supplier<Optional<T>> look) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) return found.get();
            if (System.nanoTime() - end > 0)
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }

    /** Looks until it is true. */
    public static void until(String what, BooleanSupplier look) {
        present(what, () -> look.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
