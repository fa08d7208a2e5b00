package tidegate.rollout.runtime.flag;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as Go writes them on a command line: {@code 300ms}, {@code 1.5h}, {@code 2h45m}, {@code 0}. */
final class GoDuration {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("-?(?:" + PART.pattern() + ")+");
    private static final Map<String, Long> NANOS = Map.of(
            "ns",
            1L,
            "us",
            1_000L,
            "µs",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "m",
            60_000_000_000L,
            "h",
            3_600_000_000_000L);

    private GoDuration() {}

    /** The duration, cut to whole nanoseconds; empty if the text is none or longer than Go can hold. */
    static Optional<Duration> parse(String text) {
        if (text.equals("0")) return Optional.of(Duration.ZERO);
        if (!WHOLE.matcher(text).matches()) return Optional.empty();
        var nanos = BigDecimal.ZERO;
        var part = PART.matcher(text);
        while (part.find()) {
            long unit = NANOS.getOrDefault(part.group(2), 0L);
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)));
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) return Optional.empty();
        var magnitude = Duration.ofNanos(nanos.longValue());
        return Optional.of(text.startsWith("-") ? magnitude.negated() : magnitude);
    }
}
