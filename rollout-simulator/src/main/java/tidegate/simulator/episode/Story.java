package tidegate.simulator.episode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, for readers; costs nothing unless it is told. */
final class Story {
    private final boolean told;
    private final Instant start;
    private final List<String> lines = new ArrayList<>();

    Story(boolean told, Instant start) {
        this.told = told;
        this.start = start;
    }

    void add(Instant now, String who, Supplier<String> what) {
        if (!told) return;
        Duration since = Duration.between(start, now);
        lines.add(String.format("%8.3f  %-10s %s", since.toMillis() / 1000.0, who, what.get()));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
