package tidegate.playground.apiserver.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A label selector as in {@code ?labelSelector=}: all its requirements hold. */
public record LabelSelector(List<Requirement> requirements) {
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_./]*)";
    private static final Pattern SET = Pattern.compile("^" + NAME + "\\s+(in|notin)\\s*\\(([^)]*)\\)$");
    private static final Pattern EQUALITY = Pattern.compile("^" + NAME + "\\s*(==|=|!=|>|<)\\s*(\\S*)$");
    private static final Pattern KEY = Pattern.compile("^(!?)\\s*" + NAME + "$");
    private static final Pattern VALUE = Pattern.compile("^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$");

    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER,
        LESS
    }

    /** One requirement on one label. */
    public record Requirement(String key, Operator operator, Set<String> values) {
        boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
                case GREATER ->
                    value != null && number(value) > number(values.iterator().next());
                case LESS ->
                    value != null && number(value) < number(values.iterator().next());
            };
        }

        private static long number(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException _) {
                return 0;
            }
        }
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) if (!requirement.holds(labels)) return false;
        return true;
    }

    public boolean isEverything() {
        return requirements.isEmpty();
    }

    /** @throws UnreadableSelectorException if it cannot be parsed; the message says why */
    public static LabelSelector parse(String text) {
        if (text.isBlank()) return EVERYTHING;
        return new LabelSelector(
                split(text).stream().map(part -> requirement(part, text)).toList());
    }

    /** At commas outside parentheses. */
    private static List<String> split(String text) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') depth++;
            if (c == ')') depth--;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }

    private static Requirement requirement(String part, String whole) {
        var set = SET.matcher(part);
        if (set.matches()) {
            var values = new TreeSet<>(Arrays.stream(set.group(3).split(",", -1))
                    .map(String::strip)
                    .toList());
            values.forEach(value -> requireValue(value, whole));
            return new Requirement(set.group(1), set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN, values);
        }
        var equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            Operator operator = switch (equality.group(2)) {
                case "!=" -> Operator.NOT_IN;
                case ">" -> Operator.GREATER;
                case "<" -> Operator.LESS;
                default -> Operator.IN;
            };
            requireValue(equality.group(3), whole);
            return new Requirement(equality.group(1), operator, Set.of(equality.group(3)));
        }
        var key = KEY.matcher(part);
        if (key.matches()) {
            return new Requirement(
                    key.group(2), key.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST, Set.of());
        }
        throw new UnreadableSelectorException("unable to parse requirement: found '" + part + "' in \"" + whole + "\"");
    }

    private static void requireValue(String value, String whole) {
        if (!VALUE.matcher(value).matches())
            throw new UnreadableSelectorException(
                    "unable to parse requirement: '" + value + "' in \"" + whole + "\" is no label value");
    }
}
