package tidegate.api.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tidegate.api.json.Json;

/**
 * Which labels an object must have. All requirements must hold; a selector without any selects everything.
 *
 * @param requirements sorted by key
 */
public record LabelSelector(List<Requirement> requirements) {
    /** Selects everything. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = requirements.stream()
                .sorted(Comparator.comparing(Requirement::key))
                .toList();
    }

    /** One demand on one label. Its text is a term of a selector on the command line and in URLs. */
    public sealed interface Requirement {
        String key();

        boolean holdsFor(Map<String, String> labels);
    }

    public record Equal(String key, String value) implements Requirement {
        @Override
        public boolean holdsFor(Map<String, String> labels) {
            return value.equals(labels.get(key));
        }

        @Override
        public String toString() {
            return key + "=" + value;
        }
    }

    public record In(String key, SortedSet<String> values) implements Requirement {
        @Override
        public boolean holdsFor(Map<String, String> labels) {
            String value = labels.get(key);
            return value != null && values.contains(value);
        }

        @Override
        public String toString() {
            return key + " in (" + String.join(",", values) + ")";
        }
    }

    /** Holds as well where the label is missing. */
    public record NotIn(String key, SortedSet<String> values) implements Requirement {
        @Override
        public boolean holdsFor(Map<String, String> labels) {
            String value = labels.get(key);
            return value == null || !values.contains(value);
        }

        @Override
        public String toString() {
            return key + " notin (" + String.join(",", values) + ")";
        }
    }

    public record Exists(String key) implements Requirement {
        @Override
        public boolean holdsFor(Map<String, String> labels) {
            return labels.containsKey(key);
        }

        @Override
        public String toString() {
            return key;
        }
    }

    public record Absent(String key) implements Requirement {
        @Override
        public boolean holdsFor(Map<String, String> labels) {
            return !labels.containsKey(key);
        }

        @Override
        public String toString() {
            return "!" + key;
        }
    }

    /**
     * Reads the API's LabelSelector object ({@code matchLabels}, {@code matchExpressions}).
     *
     * @throws MalformedValueException for an unknown operator, or values that do not go with it
     */
    public static LabelSelector of(Json selector) {
        var all = new ArrayList<Requirement>();
        selector.get("matchLabels").strings().forEach((key, value) -> all.add(new Equal(key, value)));
        for (Json expression : selector.get("matchExpressions").elements()) all.add(requirement(expression));
        return new LabelSelector(all);
    }

    private static Requirement requirement(Json expression) {
        String key = expression.get("key").stringOrEmpty();
        var values = new TreeSet<String>();
        for (Json value : expression.get("values").elements()) values.add(value.stringOrEmpty());
        return switch (expression.get("operator").stringOrEmpty()) {
            case "In" -> new In(key, someOf(values, expression));
            case "NotIn" -> new NotIn(key, someOf(values, expression));
            case "Exists" -> new Exists(noneOf(values, expression, key));
            case "DoesNotExist" -> new Absent(noneOf(values, expression, key));
            default ->
                throw new MalformedValueException(expression, "an operator of In, NotIn, Exists and DoesNotExist");
        };
    }

    private static SortedSet<String> someOf(TreeSet<String> values, Json expression) {
        if (values.isEmpty()) throw new MalformedValueException(expression, "values for In and NotIn");
        return values;
    }

    private static String noneOf(TreeSet<String> values, Json expression, String key) {
        if (!values.isEmpty()) throw new MalformedValueException(expression, "no values for Exists and DoesNotExist");
        return key;
    }

    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> requirement.holdsFor(labels));
    }

    /** As in {@code status.selector}: {@code app=web,tier in (a,b),!old}; {@code <none>} when it selects everything. */
    @Override
    public String toString() {
        if (requirements.isEmpty()) return "<none>";
        return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
    }
}
