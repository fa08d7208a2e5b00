package tidegate.api.validation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.api.rollout.WorkloadRef;

/**
 * Whether a Rollout can be acted upon: the one answer for the controller, the command line and whoever admits objects.
 *
 * <p>First what this version does not support, then the rules of the API in their order, then what is known of the
 * objects that the Rollout names. Fields that the schema already guards (types, required names) are not looked at again
 * unless a wrong one would be misread; a pod template is checked for what goes wrong in practice, the rest is found when
 * its ReplicaSet is created.
 */
public final class RolloutValidation {
    private static final long DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;

    /** More than any cluster has; beyond it numbers of pods could not be added up. */
    static final long MOST_REPLICAS = 100_000_000;

    private RolloutValidation() {}

    /** {@link #firstError(Json, References)} where nothing is known of the objects that it names. */
    public static Optional<FieldError> firstError(Json rollout) {
        return firstError(rollout, References.UNKNOWN);
    }

    /**
     * The first error, empty if there is none. Its text goes into the condition {@code InvalidSpec}.
     *
     * @param rollout the object as stored: with {@code workloadRef} its template is empty
     */
    public static Optional<FieldError> firstError(Json rollout, References references) {
        return errors(rollout, references).stream().findFirst();
    }

    /**
     * All errors, the first one first. Objects that it names are judged only if there is no error in itself.
     *
     * @param rollout the object as stored: with {@code workloadRef} its template is empty
     */
    public static List<FieldError> errors(Json rollout, References references) {
        Place spec = new Place("", rollout).at("spec");
        var unsupported = new Findings();
        NotYetSupported.check(spec, unsupported);
        return Stream.concat(unsupported.all().stream(), errorsOfTheApi(rollout, references).stream())
                .toList();
    }

    private static List<FieldError> errorsOfTheApi(Json rollout, References references) {
        var findings = new Findings();
        Place spec = new Place("", rollout).at("spec");
        Optional<WorkloadRef> ref = WorkloadRef.of(spec.value());
        ref.ifPresent(known -> WorkloadRules.check(spec, known, references.workload(), findings));
        boolean templateIsKnown = ref.isEmpty() || references.workload() instanceof Named.Found;
        Json resolved = resolved(rollout, ref, references.workload());
        checkSpec(new Place("", resolved).at("spec"), templateIsKnown, findings);
        if (findings.all().isEmpty() && templateIsKnown)
            ServiceRules.check(new Place("", resolved), references, findings);
        return findings.all();
    }

    /** The Services that a Rollout names, each once: whoever validates has to look them up. */
    public static Set<String> servicesOf(Json rollout) {
        Place strategy = new Place("", rollout).at("spec").at("strategy");
        var names = new LinkedHashSet<String>();
        for (Place service : ServiceRules.named(strategy)) names.add(service.text());
        return names;
    }

    private static Json resolved(Json rollout, Optional<WorkloadRef> ref, Named workload) {
        if (ref.isEmpty() || !(workload instanceof Named.Found(Json object))) return rollout;
        return ref.get().resolved(rollout, object);
    }

    private static void checkSpec(Place spec, boolean templateIsKnown, Findings findings) {
        findings.notNegative(spec.at("replicas"));
        findings.atMost(spec.at("replicas"), MOST_REPLICAS);
        Place selector = spec.at("selector");
        if (templateIsKnown || selector.isSet()) SelectorRules.check(selector, findings);
        if (templateIsKnown) PodTemplateRules.check(spec.at("template"), selector.value(), findings);
        findings.notNegative(spec.at("minReadySeconds"));
        findings.notNegative(spec.at("revisionHistoryLimit"));
        findings.notNegative(spec.at("progressDeadlineSeconds"));
        checkDeadline(spec, findings);
        checkStrategy(spec, findings);
    }

    private static void checkDeadline(Place spec, Findings findings) {
        Place deadline = spec.at("progressDeadlineSeconds");
        long seconds = deadline.value().longInteger().orElse(DEFAULT_PROGRESS_DEADLINE_SECONDS);
        if (seconds <= spec.at("minReadySeconds").number()) {
            findings.invalid(deadline.path(), Json.of(seconds), "must be greater than minReadySeconds");
        }
    }

    private static void checkStrategy(Place spec, Findings findings) {
        Place strategy = spec.at("strategy");
        Json canary = strategy.value().get("canary");
        Json blueGreen = strategy.value().get("blueGreen");
        if (canary.isObject() && blueGreen.isObject())
            findings.invalid(
                    strategy.at("strategy").path(),
                    Json.of("blueGreen: true canary: true"),
                    "Multiple Strategies can not be listed");
        else if (canary.isObject()) CanaryRules.check(new Place(strategy.path(), canary), findings);
        else if (blueGreen.isObject())
            BlueGreenRules.check(new Place(strategy.path(), blueGreen), spec.at("revisionHistoryLimit"), findings);
        else
            findings.required(
                    strategy.at("strategy"),
                    "Rollout has missing field '.spec.strategy.canary or .spec.strategy.blueGreen'");
    }
}
