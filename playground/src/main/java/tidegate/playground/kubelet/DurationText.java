package tidegate.playground.kubelet;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them: Go's form ({@code 1m30s}) and the argument of {@code sleep} ({@code 2.5}). */
final class DurationText {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)");
    private static final Pattern SLEEP = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)([smhd]?)");

    private DurationText() {}

    /** Empty if the text is no duration. */
    static Optional<Duration> parse(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            sum = sum.plus(times(part.group(1), unitMillis(part.group(2))));
            end = part.end();
        }
        return end > 0 && end == text.length() ? Optional.of(sum) : Optional.empty();
    }

    /** Empty if {@code sleep} would not take it as a finite time. */
    static Optional<Duration> parseSleep(String argument) {
        Matcher whole = SLEEP.matcher(argument);
        if (!whole.matches()) return Optional.empty();
        String unit = whole.group(2).isEmpty() ? "s" : whole.group(2);
        return Optional.of(times(whole.group(1), unitMillis(unit)));
    }

    private static Duration times(String number, long unitMillis) {
        return Duration.ofMillis(
                new BigDecimal(number).multiply(BigDecimal.valueOf(unitMillis)).longValue());
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            case "d" -> 86_400_000;
            default -> throw new IllegalArgumentException("unit: " + unit + " (expected: ms, s, m, h or d)");
        };
    }
}
