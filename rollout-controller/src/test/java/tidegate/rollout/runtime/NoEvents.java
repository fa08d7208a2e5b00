package tidegate.rollout.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.act.EventSink;

/** Takes events and forgets them. */
final class NoEvents implements EventSink {
    @Override
    public void add(Rollout about, String occasion, List<RolloutEvent> events, Instant now) {}

    @Override
    public boolean drain(Duration atMost) {
        return true;
    }

    @Override
    public void close() {}
}
