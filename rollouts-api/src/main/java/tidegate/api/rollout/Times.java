package tidegate.api.rollout;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tidegate.api.json.Json;

/** Times as the API writes them: RFC 3339, UTC, whole seconds. */
public final class Times {
    private Times() {}

    /** The instant of a time text; empty when absent, null or no time. */
    public static Optional<Instant> read(Json time) {
        return time.string().flatMap(Times::parse);
    }

    private static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The text of an instant; fractions of a second are cut off. */
    public static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
