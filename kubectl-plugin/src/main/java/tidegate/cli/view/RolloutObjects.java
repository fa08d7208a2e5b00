package tidegate.cli.view;

import java.util.List;
import java.util.OptionalLong;
import tidegate.api.json.Json;

/**
 * What a look at the cluster found for one tree: its root and everything in the namespace that may belong below it.
 *
 * @param root the Rollout or Experiment
 * @param workloadGeneration of the object that {@code spec.workloadRef} names, where it could be read
 */
public record RolloutObjects(
        Json root,
        List<Json> replicaSets,
        List<Json> pods,
        List<Json> experiments,
        List<Json> analysisRuns,
        OptionalLong workloadGeneration) {
    public RolloutObjects {
        replicaSets = List.copyOf(replicaSets);
        pods = List.copyOf(pods);
        experiments = List.copyOf(experiments);
        analysisRuns = List.copyOf(analysisRuns);
    }
}
