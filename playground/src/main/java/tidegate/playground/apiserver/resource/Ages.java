package tidegate.playground.apiserver.resource;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Ages as kubectl shows them: {@code 45s}, {@code 3m12s}, {@code 5h}, {@code 2d}. */
public final class Ages {
    private Ages() {}

    /** How long ago a timestamp was, {@code <unknown>} for one that cannot be read. */
    public static String since(String time) {
        try {
            return shown(Duration.between(OffsetDateTime.parse(time).toInstant(), Instant.now()));
        } catch (DateTimeException _) {
            return "<unknown>";
        }
    }

    /** From one timestamp to another. */
    static String between(String from, String to) {
        try {
            return shown(Duration.between(OffsetDateTime.parse(from), OffsetDateTime.parse(to)));
        } catch (DateTimeException _) {
            return "<unknown>";
        }
    }

    /** Two units while small, one when the second no longer matters. */
    public static String shown(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 120) return seconds + "s";
        long minutes = seconds / 60;
        if (minutes < 10) return pair(minutes, "m", seconds % 60, "s");
        if (minutes < 180) return minutes + "m";
        long hours = minutes / 60;
        if (hours < 8) return pair(hours, "h", minutes % 60, "m");
        if (hours < 48) return hours + "h";
        long days = hours / 24;
        if (hours < 192) return pair(days, "d", hours % 24, "h");
        if (days < 730) return days + "d";
        if (days < 8 * 365) return pair(days / 365, "y", days % 365, "d");
        return days / 365 + "y";
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return small == 0 ? large + largeUnit : large + largeUnit + small + smallUnit;
    }
}
