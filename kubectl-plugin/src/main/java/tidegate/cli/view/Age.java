package tidegate.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Durations as kubectl shows them: two units at most, the finer one only while it still tells something. */
public final class Age {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private Age() {}

    /** Time from {@code start} to {@code now}; {@code ""} without a start. */
    public static String of(Optional<Instant> start, Instant now) {
        return start.map(then -> text(Duration.between(then, now))).orElse("");
    }

    /**
     * The duration, truncated. Negative ones down to a second are clocks that differ and count as 0; below that the
     * text is {@code <invalid>}.
     */
    public static String text(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(-1)) < 0) return "<invalid>";
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 2 * MINUTE) return seconds + "s";
        if (seconds < 10 * MINUTE) return two(seconds, MINUTE, "m", 1, "s");
        if (seconds < 3 * HOUR) return seconds / MINUTE + "m";
        if (seconds < 8 * HOUR) return two(seconds, HOUR, "h", MINUTE, "m");
        if (seconds < 48 * HOUR) return seconds / HOUR + "h";
        if (seconds < 8 * DAY) return two(seconds, DAY, "d", HOUR, "h");
        if (seconds < 2 * YEAR) return seconds / DAY + "d";
        if (seconds < 8 * YEAR) return two(seconds, YEAR, "y", DAY, "d");
        return seconds / YEAR + "y";
    }

    private static String two(long seconds, long unit, String name, long finer, String finerName) {
        long rest = seconds % unit / finer;
        return seconds / unit + name + (rest == 0 ? "" : rest + finerName);
    }
}
