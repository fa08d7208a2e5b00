package tidegate.cli.command;

import java.util.List;
import tidegate.api.json.Json;
import tidegate.cli.client.Resource;

/**
 * The object whose pod template a Rollout runs: the Rollout itself or what its {@code workloadRef} names.
 *
 * @param word how messages call it
 * @param path of the template inside it
 */
record TemplateHolder(String word, Resource resource, String name, List<String> path) {
    private static final List<String> BELOW_SPEC = List.of("spec", "template");

    /** @throws CommandFailure for a kind that has no pod template */
    static TemplateHolder of(Json rollout, String name) {
        Json reference = rollout.at("spec", "workloadRef");
        if (reference.isNullOrMissing()) return new TemplateHolder("rollout", Resource.ROLLOUTS, name, BELOW_SPEC);
        String target = reference.get("name").stringOrEmpty();
        String kind = reference.get("kind").stringOrEmpty();
        return switch (kind) {
            case "Deployment" -> new TemplateHolder("deployment", Resource.DEPLOYMENTS, target, BELOW_SPEC);
            case "ReplicaSet" -> new TemplateHolder("replicaset", Resource.REPLICA_SETS, target, BELOW_SPEC);
            case "PodTemplate" ->
                new TemplateHolder("podtemplate", Resource.POD_TEMPLATES, target, List.of("template"));
            default -> throw new CommandFailure("workload of type " + kind + " is not supported");
        };
    }

    boolean isRollout() {
        return resource == Resource.ROLLOUTS;
    }

    Json templateIn(Json object) {
        return object.at(path.toArray(String[]::new));
    }

    /** Where a JSON patch finds it. */
    String pointer() {
        return "/" + String.join("/", path);
    }
}
