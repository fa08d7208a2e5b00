package tidegate.api.validation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import tidegate.api.json.Json;
import tidegate.api.validation.FieldError.Kind;
import tidegate.api.wire.GoText;

/** The errors found so far, in order. */
final class Findings {
    private final List<FieldError> all = new ArrayList<>();

    void invalid(Place place, String detail) {
        invalid(place.path(), place.value(), detail);
    }

    void invalid(String path, Json value, String detail) {
        all.add(new FieldError(path, Kind.INVALID, shown(value), detail));
    }

    /** One error for each detail. */
    void invalid(Place place, List<String> details) {
        for (String detail : details) invalid(place, detail);
    }

    /** One error for each detail, about a text that may be absent. */
    void invalid(String path, String text, List<String> details) {
        for (String detail : details) invalid(path, Json.of(text), detail);
    }

    void required(Place place, String detail) {
        all.add(new FieldError(place.path(), Kind.REQUIRED, "", detail));
    }

    void forbidden(Place place, String detail) {
        all.add(new FieldError(place.path(), Kind.FORBIDDEN, "", detail));
    }

    void duplicate(Place place) {
        all.add(new FieldError(place.path(), Kind.DUPLICATE, shown(place.value()), ""));
    }

    void notFound(Place place) {
        all.add(new FieldError(place.path(), Kind.NOT_FOUND, shown(Json.of(place.text())), ""));
    }

    void tooLong(Place place, int bytes) {
        all.add(new FieldError(place.path(), Kind.TOO_LONG, "", "may not be more than " + bytes + " bytes"));
    }

    /** An error unless the text is one of those listed, which are named in their order. */
    void oneOf(Place place, Collection<String> supported) {
        if (supported.contains(place.text())) return;
        String list = supported.stream().map(GoText::quoted).collect(Collectors.joining(", "));
        all.add(new FieldError(
                place.path(), Kind.NOT_SUPPORTED, GoText.quoted(place.text()), "supported values: " + list));
    }

    /** What is wrong with how the object was put together, rather than with a value. */
    void internal(Place place, String detail) {
        all.add(new FieldError(place.path(), Kind.INTERNAL, "", detail));
    }

    void notNegative(Place place) {
        if (place.number() < 0) invalid(place, "must be greater than or equal to 0");
        else wholeNumber(place);
    }

    void atMost(Place place, long most) {
        if (place.number() > most) invalid(place, "must be less than or equal to " + most);
    }

    /** A number that is none, or that does not fit, would read as if it were absent. */
    void wholeNumber(Place place) {
        if (place.isSet() && place.value().integer().isEmpty())
            invalid(place, "must be a whole number, at most " + Integer.MAX_VALUE);
    }

    private static String shown(Json value) {
        if (value.isString()) return GoText.quoted(value.stringOrEmpty());
        return value.isMissing() ? "null" : value.toString();
    }

    List<FieldError> all() {
        return List.copyOf(all);
    }
}
