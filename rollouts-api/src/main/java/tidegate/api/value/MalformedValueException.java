package tidegate.api.value;

import tidegate.api.json.Json;

/** A value that cannot be read. The message has the value as found and what was expected; the caller knows the field. */
public final class MalformedValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public MalformedValueException(String found, String expected) {
        super(Json.of(found) + " (expected: " + expected + ")");
    }

    public MalformedValueException(Json found, String expected) {
        super((found.isMissing() ? "nothing" : found) + " (expected: " + expected + ")");
    }

    private MalformedValueException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same with the field in front, as in {@code maxSurge: "abc" (expected: …)}. */
    public MalformedValueException in(String field) {
        return new MalformedValueException(field + ": " + getMessage(), this);
    }
}
