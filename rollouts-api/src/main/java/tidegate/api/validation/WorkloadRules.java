package tidegate.api.validation;

import tidegate.api.rollout.WorkloadRef;

/** Rules of {@code spec.workloadRef}, which stand before all others: without it there is no template to look at. */
final class WorkloadRules {
    private WorkloadRules() {}

    static void check(Place spec, WorkloadRef ref, Named workload, Findings findings) {
        if (isGiven(spec.at("template")))
            findings.internal(spec.at("template"), "template must be empty for workload reference rollout");
        Place place = spec.at("workloadRef");
        if (ref.workload().isEmpty())
            findings.invalid(place, "workload of type " + ref.group() + "/" + ref.kind() + " is not supported");
        else if (workload instanceof Named.Absent)
            findings.invalid(place, ref.workload().get().resource() + " \"" + ref.name() + "\" not found");
    }

    /** Programs that write a Rollout as a whole leave an empty template behind, which says nothing. */
    private static boolean isGiven(Place template) {
        Place metadata = template.at("metadata");
        return metadata.at("labels").size() > 0
                || metadata.at("annotations").size() > 0
                || template.at("spec").at("containers").size() > 0;
    }
}
