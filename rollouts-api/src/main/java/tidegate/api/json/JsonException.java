package tidegate.api.json;

/** Text that is no JSON, or a value of another kind than the caller needs. The message names what was found. */
public final class JsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public JsonException(String message) {
        super(message);
    }

    public JsonException(String message, Throwable cause) {
        super(message, cause);
    }
}
