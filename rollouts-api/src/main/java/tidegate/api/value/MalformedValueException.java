package tidegate.api.value;

import tidegate.api.json.Json;

/** A value that cannot be read. The message has the value as found and what was expected; the caller knows the field. */
public final class MalformedValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String expected;

    public MalformedValueException(String found, String expected) {
        this(Json.of(found), expected);
    }

    public MalformedValueException(Json found, String expected) {
        super((found.isMissing() ? "nothing" : found) + " (expected: " + expected + ")");
        this.expected = expected;
    }

    private MalformedValueException(String message, MalformedValueException cause) {
        super(message, cause);
        this.expected = cause.expected;
    }

    /** What would have been right, as in {@code a quantity such as 500m, 2, 64Mi or 1e3}. */
    public String expected() {
        return expected;
    }

    /** The same with the field in front, as in {@code maxSurge: "abc" (expected: …)}. */
    public MalformedValueException in(String field) {
        return new MalformedValueException(field + ": " + getMessage(), this);
    }
}
