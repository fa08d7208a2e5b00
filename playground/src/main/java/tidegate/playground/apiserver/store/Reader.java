package tidegate.playground.apiserver.store;

import java.time.Duration;
import java.util.Optional;

/** Follows the events of one resource. Not for use by two threads. */
public final class Reader {
    private final Journal journal;
    private Journal.Place place;

    Reader(Journal journal, Journal.Place place) {
        this.journal = journal;
        this.place = place;
    }

    /** The next event, waiting for it; empty when there was none in time. */
    public Optional<Event> next(Duration wait) throws InterruptedException {
        Journal.Place next = journal.await(place, wait.toNanos());
        if (next == null) return Optional.empty();
        place = next;
        return Optional.ofNullable(next.event);
    }
}
