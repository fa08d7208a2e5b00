package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tidegate.api.json.Json;
import tidegate.api.wire.Labels;
import tidegate.cli.client.Following.Need;
import tidegate.cli.client.ListOptions;
import tidegate.cli.client.Resource;
import tidegate.cli.view.RolloutObjects;

/**
 * One list that a tree is made of.
 *
 * <p>Of ReplicaSets and pods only those with a pod-template hash are asked for: every one below a Rollout or Experiment
 * has that label, and a namespace may be full of others. Experiments and AnalysisRuns below a Rollout, and the
 * Deployment that its pods come from, are done without where the user may not list them.
 */
record TreePart(Resource resource, ListOptions options, Need need) {
    private static final ListOptions HASHED = ListOptions.labelled(Labels.POD_TEMPLATE_HASH);

    static TreePart root(Resource root, String name) {
        return new TreePart(root, ListOptions.named(name), Need.REQUIRED);
    }

    /** What may hang below a root that was found. */
    static List<TreePart> below(Resource resource, Json root) {
        var parts = new ArrayList<TreePart>();
        parts.add(new TreePart(Resource.REPLICA_SETS, HASHED, Need.REQUIRED));
        parts.add(new TreePart(Resource.PODS, HASHED, Need.REQUIRED));
        parts.add(new TreePart(Resource.ANALYSIS_RUNS, ListOptions.ALL, Need.OPTIONAL));
        if (resource == Resource.ROLLOUTS)
            parts.add(new TreePart(Resource.EXPERIMENTS, ListOptions.ALL, Need.OPTIONAL));
        workload(root).ifPresent(parts::add);
        return parts;
    }

    /** The Deployment that a Rollout takes its template from. */
    static Optional<TreePart> workload(Json rollout) {
        Json reference = rollout.at("spec", "workloadRef");
        return reference.get("kind").stringOrEmpty().equals("Deployment")
                ? Optional.of(new TreePart(
                        Resource.DEPLOYMENTS,
                        ListOptions.named(reference.get("name").stringOrEmpty()),
                        Need.OPTIONAL))
                : Optional.empty();
    }

    static RolloutObjects assembled(Json root, Map<Resource, List<Json>> below) {
        return new RolloutObjects(
                root,
                below.getOrDefault(Resource.REPLICA_SETS, List.of()),
                below.getOrDefault(Resource.PODS, List.of()),
                below.getOrDefault(Resource.EXPERIMENTS, List.of()),
                below.getOrDefault(Resource.ANALYSIS_RUNS, List.of()),
                generation(below.getOrDefault(Resource.DEPLOYMENTS, List.of())));
    }

    static OptionalLong generation(List<Json> workloads) {
        return workloads.isEmpty()
                ? OptionalLong.empty()
                : workloads.getFirst().at("metadata", "generation").longInteger();
    }

    String doneWithout() {
        return "Warning: " + resource.fullName() + " cannot be listed; shown without them";
    }
}
