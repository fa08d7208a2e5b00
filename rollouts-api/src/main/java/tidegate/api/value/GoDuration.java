package tidegate.api.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go writes them: {@code 1h30m}, {@code 1.5h}, {@code -250ms}, {@code 0}.
 *
 * <p>Units are {@code ns us µs ms s m h}; there are no days. A number needs its unit, only zero may stand alone. The
 * range is that of 64-bit nanoseconds, about 292 years.
 */
public final class GoDuration {
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|((\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    /** Looking at a longer text would take time and stack that grow with it, and nobody means one. */
    private static final int MAX_LENGTH = 256;

    private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

    private GoDuration() {}

    /**
     * Reads a duration; what is finer than a nanosecond is cut off.
     *
     * @throws MalformedValueException for any other text, and beyond the range
     */
    public static Duration parse(String text) {
        if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) throw malformed(text);
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) nanos = nanos.add(nanosOf(part.group(1), part.group(2)));
        if (nanos.compareTo(MAX_NANOS) > 0) throw malformed(text);
        Duration size = Duration.ofNanos(nanos.longValueExact());
        return text.startsWith("-") ? size.negated() : size;
    }

    private static BigDecimal nanosOf(String number, String unit) {
        long nanosInUnit = NANOS.getOrDefault(unit, 0L);
        return new BigDecimal(number).multiply(BigDecimal.valueOf(nanosInUnit)).setScale(0, RoundingMode.DOWN);
    }

    private static MalformedValueException malformed(String text) {
        return new MalformedValueException(text, "a duration with units, such as 30s, 5m or 1h30m");
    }

    /**
     * The shortest exact text, as Go prints it: {@code 1h30m0s}, {@code 1.5s}, {@code 250ms}, {@code 0s}.
     *
     * @throws ArithmeticException beyond the range
     */
    public static String format(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) return "0s";
        // Long.MIN_VALUE stays negative under abs, so count below as unsigned
        String size = sizeOf(Math.abs(nanos));
        return nanos < 0 ? "-" + size : size;
    }

    private static String sizeOf(long nanos) {
        if (Long.compareUnsigned(nanos, 1_000L) < 0) return nanos + "ns";
        if (Long.compareUnsigned(nanos, 1_000_000L) < 0) return decimal(nanos, 3) + "µs";
        if (Long.compareUnsigned(nanos, 1_000_000_000L) < 0) return decimal(nanos, 6) + "ms";
        long wholeSeconds = Long.divideUnsigned(nanos, 1_000_000_000L);
        long minutes = wholeSeconds / 60;
        String seconds = decimal(nanos - minutes * 60_000_000_000L, 9) + "s";
        if (minutes == 0) return seconds;
        return minutes < 60 ? minutes + "m" + seconds : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    private static String decimal(long nanos, int digits) {
        BigDecimal value = BigDecimal.valueOf(nanos, digits).stripTrailingZeros();
        return value.toPlainString();
    }
}
