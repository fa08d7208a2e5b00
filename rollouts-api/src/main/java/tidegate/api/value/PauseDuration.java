package tidegate.api.value;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import tidegate.api.json.Json;

/**
 * How long a pause step waits: {@code steps[].pause.duration}, in whole seconds.
 *
 * <p>A number counts seconds; so does a text that is a 32-bit number. Any other text is a {@link GoDuration} whose
 * fraction of a second is cut off. Nothing at all waits until somebody resumes; zero ends at once.
 */
public final class PauseDuration {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d+");

    private PauseDuration() {}

    /**
     * The wait, empty when it has no end.
     *
     * @throws MalformedValueException if it cannot be read or is negative
     */
    public static Optional<Duration> of(Json duration) {
        if (duration.isNullOrMissing()) return Optional.empty();
        Duration wait = duration.string().isPresent()
                ? ofText(duration.stringOrEmpty())
                : Duration.ofSeconds(duration.integer().orElseThrow(() -> malformed(duration)));
        if (wait.isNegative()) throw malformed(duration);
        return Optional.of(wait);
    }

    private static Duration ofText(String text) {
        if (DECIMAL.matcher(text).matches()) {
            try {
                return Duration.ofSeconds(Integer.parseInt(text));
            } catch (NumberFormatException beyond32Bits) {
                throw malformed(Json.of(text));
            }
        }
        try {
            Duration exact = GoDuration.parse(text);
            return Duration.ofSeconds(exact.isNegative() ? -exact.negated().toSeconds() : exact.toSeconds());
        } catch (MalformedValueException e) {
            throw malformed(Json.of(text));
        }
    }

    private static MalformedValueException malformed(Json found) {
        return new MalformedValueException(found, "seconds, 0 or more, or a duration such as 30s, 5m or 1h30m");
    }
}
