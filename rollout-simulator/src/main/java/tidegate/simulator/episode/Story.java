package tidegate.simulator.episode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tidegate.simulator.VirtualTime;

/** What happened, for readers; costs nothing unless it is told. */
final class Story {
    private final VirtualTime time;
    private final boolean told;
    private final List<String> lines = new ArrayList<>();

    Story(VirtualTime time, boolean told) {
        this.time = time;
        this.told = told;
    }

    boolean isTold() {
        return told;
    }

    void add(String who, Supplier<String> what) {
        if (told) lines.add(String.format("%9.3f  %-10s %s", time.nanos() / 1e9, who, what.get()));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
