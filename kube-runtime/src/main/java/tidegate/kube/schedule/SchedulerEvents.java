package tidegate.kube.schedule;

import java.time.Duration;

/** What metrics and logs want to hear. Calls come from the passes' threads and must be quick. */
public interface SchedulerEvents<K> {
    /** A pass begins; {@code waited} since the key became ready. */
    default void started(K key, Duration waited) {}

    /** A pass returned, or threw. */
    default void finished(K key, Duration took, boolean failed) {}

    /** A failed key will be looked at again; {@code failures} in a row so far. */
    default void retrying(K key, int failures, Duration in, String why) {}

    /** A pass threw. */
    default void threw(K key, Throwable cause) {}

    static <K> SchedulerEvents<K> ignored() {
        return new SchedulerEvents<>() {};
    }
}
