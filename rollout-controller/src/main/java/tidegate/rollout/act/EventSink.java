package tidegate.rollout.act;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.RolloutEvent;

/** Where Events go. */
public interface EventSink extends AutoCloseable {
    /**
     * Takes events that are due and returns at once.
     *
     * @param occasion what sets this one apart from an equal one at another time; the same for the same plan
     */
    void add(Rollout about, String occasion, List<RolloutEvent> events, Instant now);

    /** Takes no more and waits for those that are queued; false if the time was up first. */
    boolean drain(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
