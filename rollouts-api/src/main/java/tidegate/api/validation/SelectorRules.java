package tidegate.api.validation;

import java.util.Set;
import tidegate.api.json.Json;

/** Rules of label selectors, and of labels. */
final class SelectorRules {
    private static final Set<String> WITH_VALUES = Set.of("In", "NotIn");
    private static final Set<String> WITHOUT_VALUES = Set.of("Exists", "DoesNotExist");

    private SelectorRules() {}

    /** The selector of a Rollout: there must be one, and it must ask for something. */
    static void check(Place selector, Findings findings) {
        if (!selector.isSet()) {
            findings.required(selector, "Rollout has missing field '.spec.selector'");
            return;
        }
        checkLabels(selector.at("matchLabels"), findings);
        Place expressions = selector.at("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) checkExpression(expressions.at(i), findings);
        if (selector.at("matchLabels").size() + expressions.size() == 0) {
            findings.invalid(selector, "empty selector is invalid for deployment");
        }
    }

    private static void checkExpression(Place expression, Findings findings) {
        Place operator = expression.at("operator");
        Place values = expression.at("values");
        if (WITH_VALUES.contains(operator.text())) {
            if (values.size() == 0) findings.required(values, "must be specified when `operator` is 'In' or 'NotIn'");
        } else if (WITHOUT_VALUES.contains(operator.text())) {
            if (values.size() > 0)
                findings.forbidden(values, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        } else {
            findings.invalid(operator.path(), Json.of(operator.text()), "not a valid selector operator");
        }
        Place key = expression.at("key");
        findings.invalid(key, Names.key(key.text()));
        for (int i = 0; i < values.size(); i++)
            findings.invalid(values.at(i), Names.labelValue(values.at(i).text()));
    }

    /** What is no text would be left out of everything that is made from the map. */
    static void checkTexts(Place map, Findings findings) {
        boolean areTexts = map.value().isObject()
                && map.value().members().values().stream().allMatch(Json::isString);
        if (map.isSet() && !areTexts) findings.invalid(map, "must be a map of texts");
    }

    /** Keys and values of labels; errors name the map, not the entry. */
    static void checkLabels(Place labels, Findings findings) {
        checkTexts(labels, findings);
        labels.value().strings().forEach((key, value) -> {
            findings.invalid(labels.path(), key, Names.key(key));
            findings.invalid(labels.path(), value, Names.labelValue(value));
        });
    }
}
