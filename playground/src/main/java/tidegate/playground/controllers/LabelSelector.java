package tidegate.playground.controllers;

import java.util.List;
import java.util.Map;
import tidegate.api.json.Json;

/** A LabelSelector of the API: every label and every expression must hold. An empty one matches everything. */
record LabelSelector(Map<String, String> labels, List<Expression> expressions) {

    record Expression(String key, String operator, List<String> values) {
        boolean matches(Map<String, String> found) {
            String value = found.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
            };
        }
    }

    static LabelSelector of(Json selector) {
        return new LabelSelector(
                selector.get("matchLabels").strings(),
                selector.get("matchExpressions").elements().stream()
                        .map(e -> new Expression(
                                e.get("key").stringOrEmpty(),
                                e.get("operator").stringOrEmpty(),
                                e.get("values").elements().stream()
                                        .map(Json::stringOrEmpty)
                                        .toList()))
                        .toList());
    }

    boolean matches(Json object) {
        Map<String, String> found = object.at("metadata", "labels").strings();
        return found.entrySet().containsAll(labels.entrySet())
                && expressions.stream().allMatch(e -> e.matches(found));
    }
}
