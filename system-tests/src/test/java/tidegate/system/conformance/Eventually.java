package tidegate.system.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** For what the API does a moment later: collecting garbage, ending a namespace, serving a new definition. */
final class Eventually {
    /** Long: a real garbage collector looks for new kinds every 30 s only, and at what remains at growing intervals. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private Eventually() {}

    /** Looks until what is seen is as wanted. */
    static <T> T see(Supplier<T> look, Predicate<T> wanted) {
        return within(PATIENCE, look, wanted);
    }

    static <T> T within(Duration limit, Supplier<T> look, Predicate<T> wanted) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            T seen = look.get();
            if (wanted.test(seen)) return seen;
            if (System.nanoTime() - end > 0) throw new AssertionError("after " + limit + " still: " + seen);
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    static void gone(Supplier<Answer> look) {
        see(look, answer -> answer.code() == 404);
    }
}
