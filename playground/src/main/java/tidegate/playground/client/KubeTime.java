package tidegate.playground.client;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tidegate.api.json.Json;

/** Instants as the API writes them. */
public final class KubeTime {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private KubeTime() {}

    /** Whole seconds, rounded down, as nearly every field has it. */
    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Six digits behind the point, as leases and events have it. */
    public static String micros(Instant instant) {
        return MICROS.format(instant);
    }

    /** Empty for an absent, null or unreadable time. */
    public static Optional<Instant> read(Json value) {
        try {
            return value.string().map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
