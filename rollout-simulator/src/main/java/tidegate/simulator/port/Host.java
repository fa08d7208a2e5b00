package tidegate.simulator.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.cluster.Kind;

/** What a controller has around it in the model. Nothing of it works any more once the process is dead. */
public interface Host {
    /** Monotonic, by virtual time. */
    long nanos();

    /** The wall clock of its machine, which may jump. */
    Instant now();

    /** Runs the task at that monotonic time, or as soon as it has passed. */
    Cancel at(long nanos, Runnable task);

    /** Runs the task a moment later. */
    void soon(Runnable task);

    /** As {@link #soon}, but not before all caches have their first list. */
    void onceSynced(Runnable task);

    /** Has the cache filled from now on. */
    void attach(Kind kind, Cache cache);

    /** The API as this process reaches it. */
    Line api();

    /** It looked at these objects and decides now. */
    void decides(Rollout seen, List<ReplicaSet> sets);

    /** An Event about its Rollout is on its way. */
    void tells(String reason, String message);

    /** For the story. */
    void says(String who, Supplier<String> what);

    /** A pass threw something that is no answer of the API: a bug. */
    void broke(Throwable cause);

    /** A pending task. */
    interface Cancel {
        void cancel();
    }

    /** After so long. */
    default Cancel after(Duration delay, Runnable task) {
        return at(nanos() + delay.toNanos(), task);
    }
}
