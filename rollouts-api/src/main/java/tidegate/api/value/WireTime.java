package tidegate.api.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tidegate.api.json.Json;

/** Points in time as the API carries them: RFC 3339, UTC, whole seconds: {@code 2026-08-17T16:21:11Z}. */
public final class WireTime {
    private static final String USUAL = "0000-00-00T00:00:00Z";

    private WireTime() {}

    /** The text of an instant; what is finer than a second is cut off. */
    public static String format(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * Reads a time with any offset and any fraction.
     *
     * @throws MalformedValueException if it is none
     */
    public static Instant parse(String text) {
        try {
            if (text.length() == USUAL.length() && text.charAt(USUAL.length() - 1) == 'Z') return usual(text);
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new MalformedValueException(text, "a time such as 2026-08-17T16:21:11Z");
        }
    }

    /** The time in a JSON value; empty if absent, null, or no time. */
    public static Optional<Instant> of(Json value) {
        try {
            return value.string().map(WireTime::parse);
        } catch (MalformedValueException unreadable) {
            return Optional.empty();
        }
    }

    /** What all writers write, many times a pass: ten times as fast as a formatter. */
    private static Instant usual(String text) {
        for (int i = 0; i < USUAL.length(); i++) {
            boolean digit = USUAL.charAt(i) == '0';
            if (digit ? text.charAt(i) < '0' || text.charAt(i) > '9' : text.charAt(i) != USUAL.charAt(i))
                return OffsetDateTime.parse(text).toInstant();
        }
        LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        LocalTime time = LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
        return Instant.ofEpochSecond(day.toEpochSecond(time, ZoneOffset.UTC));
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
