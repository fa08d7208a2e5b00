package tidegate.api.validation;

/**
 * One thing that is wrong with one field.
 *
 * @param path as in {@code spec.strategy.steps[0].setWeight}
 * @param value as it appears in the text, {@code ""} for a kind that shows none
 * @param detail may be empty
 */
public record FieldError(String path, Kind kind, String value, String detail) {
    /** The kinds of Kubernetes, with their texts. */
    public enum Kind {
        INVALID("Invalid value"),
        REQUIRED("Required value"),
        FORBIDDEN("Forbidden"),
        NOT_SUPPORTED("Unsupported value"),
        DUPLICATE("Duplicate value"),
        NOT_FOUND("Not found"),
        TOO_LONG("Too long"),
        INTERNAL("Internal error");

        private final String wire;

        Kind(String wire) {
            this.wire = wire;
        }
    }

    /** {@code <path>: <kind>[: <value>][: <detail>]}. */
    @Override
    public String toString() {
        String text = path + ": " + kind.wire;
        if (!value.isEmpty()) text += ": " + value;
        return detail.isEmpty() ? text : text + ": " + detail;
    }
}
