package tidegate.playground.apiserver.select;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A field selector as in {@code ?fieldSelector=}: all its terms hold. */
public record FieldSelector(List<Term> terms) {
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    /** @param equal whether the field shall have the value, or shall not */
    public record Term(String field, boolean equal, String value) {}

    /** @throws UnreadableSelectorException if it cannot be parsed; the message says why */
    public static FieldSelector parse(String text) {
        if (text.isBlank()) return EVERYTHING;
        var terms = new ArrayList<Term>();
        for (String part : text.split(",")) if (!part.isBlank()) terms.add(term(part.strip(), text));
        return new FieldSelector(List.copyOf(terms));
    }

    private static Term term(String part, String whole) {
        int at = part.indexOf('=');
        if (at <= 0)
            throw new UnreadableSelectorException("invalid selector: '" + whole + "'; can't understand '" + part + "'");
        boolean unequal = part.charAt(at - 1) == '!';
        String field = part.substring(0, unequal ? at - 1 : at);
        boolean doubled = !unequal && part.startsWith("==", at);
        return new Term(field, !unequal, part.substring(doubled ? at + 2 : at + 1));
    }

    /** @param valueOf the object's value of a field, {@code ""} for none */
    public boolean matches(Function<String, String> valueOf) {
        for (Term term : terms) if (valueOf.apply(term.field()).equals(term.value()) != term.equal()) return false;
        return true;
    }

    public boolean isEverything() {
        return terms.isEmpty();
    }
}
