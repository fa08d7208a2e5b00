package tidegate.playground.apiserver.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The string and number formats that the API checks; any other format is a remark. */
final class Formats {
    private static final Pattern UUID =
            Pattern.compile("(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$");
    private static final Pattern IPV4 = Pattern.compile("^(\\d{1,3}\\.){3}\\d{1,3}$");
    private static final Pattern DURATION =
            Pattern.compile("^([+-]?(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h|d|w))+$|^0$");

    private Formats() {}

    record Range(double least, double most) {}

    static Optional<Range> rangeOf(String format) {
        return switch (format) {
            case "int32" -> Optional.of(new Range(Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "int64" -> Optional.of(new Range(Long.MIN_VALUE, Long.MAX_VALUE));
            default -> Optional.empty();
        };
    }

    static boolean accepts(String format, String text) {
        return switch (format) {
            case "date-time" -> parses(() -> OffsetDateTime.parse(text));
            case "date" -> parses(() -> LocalDate.parse(text));
            case "uuid" -> UUID.matcher(text).matches();
            case "ipv4" -> IPV4.matcher(text).matches();
            case "duration" -> DURATION.matcher(text).matches();
            case "byte" -> parses(() -> Base64.getDecoder().decode(text));
            case "uri" -> isUri(text);
            default -> true;
        };
    }

    private static boolean isUri(String text) {
        try {
            return new URI(text).isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean parses(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (DateTimeException | IllegalArgumentException _) {
            return false;
        }
    }
}
