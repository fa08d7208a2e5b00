package tidegate.kube.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a pass says about its key's future. */
public sealed interface Next {
    /** Nothing to look at until somebody adds the key. */
    record WhenAdded() implements Next {}

    /** Look again after this time: a timer, which counts as success. */
    record After(Duration delay) implements Next {}

    /** Look again at this wall-clock time, at once if it has passed; counts as success. */
    record At(Instant instant) implements Next {}

    /**
     * It failed: look again after the key's backoff, and not before the server wants to hear of us again.
     *
     * @param due when to look although it failed, because something else is due then
     */
    record Retry(String why, Duration notBefore, Optional<Instant> due) implements Next {
        public Retry(String why, Duration notBefore) {
            this(why, notBefore, Optional.empty());
        }
    }

    static Next whenAdded() {
        return new WhenAdded();
    }

    static Next after(Duration delay) {
        return new After(delay);
    }

    static Next at(Instant instant) {
        return new At(instant);
    }

    static Next retry(String why) {
        return new Retry(why, Duration.ZERO);
    }
}
