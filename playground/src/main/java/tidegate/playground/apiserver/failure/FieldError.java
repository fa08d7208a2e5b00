package tidegate.playground.apiserver.failure;

/**
 * One thing wrong with one field, in the words of the API.
 *
 * @param reason as in {@code details.causes[].reason}
 * @param field its path, {@code spec.template.spec.containers[0].name}
 * @param message without the path
 */
public record FieldError(String reason, String field, String message) {
    public static FieldError required(String field, String detail) {
        return new FieldError(
                "FieldValueRequired", field, detail.isEmpty() ? "Required value" : "Required value: " + detail);
    }

    public static FieldError invalid(String field, String value, String detail) {
        return new FieldError("FieldValueInvalid", field, "Invalid value: " + value + ": " + detail);
    }

    /** An invalid value that is not shown. */
    public static FieldError invalid(String field, String detail) {
        return new FieldError("FieldValueInvalid", field, "Invalid value: " + detail);
    }

    public static FieldError typeInvalid(String field, String value, String detail) {
        return new FieldError("FieldValueTypeInvalid", field, "Invalid value: " + value + ": " + detail);
    }

    public static FieldError unsupported(String field, String value, String detail) {
        return new FieldError("FieldValueNotSupported", field, "Unsupported value: " + value + ": " + detail);
    }

    public static FieldError duplicate(String field, String value) {
        return new FieldError("FieldValueDuplicate", field, "Duplicate value: " + value);
    }

    public static FieldError tooLong(String field, String detail) {
        return new FieldError("FieldValueTooLong", field, "Too long: " + detail);
    }

    public static FieldError tooMany(String field, int actual, long most) {
        return new FieldError(
                "FieldValueTooMany", field, "Too many: " + actual + ": must have at most " + most + " items");
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError("FieldValueForbidden", field, "Forbidden: " + detail);
    }

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
