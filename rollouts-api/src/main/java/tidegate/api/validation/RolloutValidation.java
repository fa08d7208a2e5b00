package tidegate.api.validation;

import java.util.Optional;
import tidegate.api.json.Json;

/** Whether a Rollout can be acted upon. */
public final class RolloutValidation {
    private static final long DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;

    private RolloutValidation() {}

    /**
     * The first error, empty if there is none. Its text goes into the condition {@code InvalidSpec}.
     *
     * <p>First what this version does not support, then the rules of the API in their order. Fields that the schema
     * already guards (types, required names) are not looked at again; a pod template is checked for what goes wrong in
     * practice, the rest is found when its ReplicaSet is created.
     *
     * @param rollout the object as stored
     */
    public static Optional<FieldError> firstError(Json rollout) {
        var findings = new Findings();
        Place spec = new Place("", rollout).at("spec");
        NotYetSupported.check(spec, findings);
        checkCommon(spec, findings);
        checkStrategy(spec.at("strategy"), findings);
        return findings.first();
    }

    private static void checkCommon(Place spec, Findings findings) {
        findings.notNegative(spec.at("replicas"));
        SelectorRules.check(spec.at("selector"), findings);
        PodTemplateRules.check(spec.at("template"), spec.at("selector").value(), findings);
        findings.notNegative(spec.at("minReadySeconds"));
        findings.notNegative(spec.at("revisionHistoryLimit"));
        findings.notNegative(spec.at("progressDeadlineSeconds"));
        checkDeadline(spec, findings);
    }

    private static void checkDeadline(Place spec, Findings findings) {
        Place deadline = spec.at("progressDeadlineSeconds");
        long seconds = deadline.value().longInteger().orElse(DEFAULT_PROGRESS_DEADLINE_SECONDS);
        if (seconds <= spec.at("minReadySeconds").number()) {
            findings.invalid(deadline.path(), Json.of(seconds), "must be greater than minReadySeconds");
        }
    }

    private static void checkStrategy(Place strategy, Findings findings) {
        Json canary = strategy.value().get("canary");
        if (canary.isObject()) CanaryRules.check(new Place(strategy.path(), canary), findings);
        else
            findings.required(
                    strategy.at("strategy"),
                    "Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'");
    }
}
