package tidegate.rollout.runtime.flag;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a flag takes, and how that reads as the value of a property. */
enum FlagValue {
    /** {@code --f}, {@code --f=true}, and Go's other spellings of true and false. */
    BOOLEAN("true or false") {
        @Override
        Optional<String> property(String text) {
            if (TRUE.contains(text)) return Optional.of("true");
            return FALSE.contains(text) ? Optional.of("false") : Optional.empty();
        }
    },
    WHOLE("a whole number") {
        @Override
        Optional<String> property(String text) {
            return WHOLE_NUMBER.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        }
    },
    /** A whole number of seconds. */
    SECONDS("a whole number of seconds") {
        @Override
        Optional<String> property(String text) {
            return WHOLE.property(text).map(number -> number + "s");
        }
    },
    DECIMAL("a number") {
        @Override
        Optional<String> property(String text) {
            return DECIMAL_NUMBER.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        }
    },
    /** Go's durations: {@code 1m30s}, {@code 1.5h}. */
    DURATION("a duration such as 15s or 1m30s") {
        @Override
        Optional<String> property(String text) {
            return GoDuration.parse(text).map(Duration::toString);
        }
    },
    /** A duration, or Kubernetes' older habit of a bare number of seconds. */
    TIMEOUT("a duration such as 15s, or a whole number of seconds") {
        @Override
        Optional<String> property(String text) {
            return WHOLE_NUMBER.matcher(text).matches() ? Optional.of(text + "s") : DURATION.property(text);
        }
    },
    TEXT("a text") {
        @Override
        Optional<String> property(String text) {
            return Optional.of(text);
        }
    },
    LEVEL("trace, debug, info, warn, error, fatal or panic") {
        @Override
        Optional<String> property(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "trace" -> Optional.of("TRACE");
                case "debug" -> Optional.of("DEBUG");
                case "info" -> Optional.of("INFO");
                case "warn", "warning" -> Optional.of("WARN");
                // what logs above error ends the process here, with its one line on stderr
                case "error", "fatal", "panic" -> Optional.of("ERROR");
                default -> Optional.empty();
            };
        }
    },
    /** As the peer: what is unknown is text. */
    FORMAT("text or json") {
        @Override
        Optional<String> property(String text) {
            return Optional.of(text.equalsIgnoreCase("json") ? "json" : "text");
        }
    };

    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,9}");
    private static final Pattern DECIMAL_NUMBER = Pattern.compile("-?([0-9]{1,9}(\\.[0-9]*)?|\\.[0-9]+)");

    private final String expected;

    FlagValue(String expected) {
        this.expected = expected;
    }

    /** What to write instead, for a message. */
    String expected() {
        return expected;
    }

    /** The property's value; empty if the text is no such value. */
    abstract Optional<String> property(String text);
}
