package tidegate.api.value;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tidegate.api.json.Json;

/** Points in time as the API carries them: RFC 3339, UTC, whole seconds: {@code 2026-08-17T16:21:11Z}. */
public final class WireTime {
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
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
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
}
