package tidegate.rollout.observe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;

/** Objects that a Rollout names in its spec, valid or not. */
final class NamedByRollout {
    private static final List<List<String>> SERVICES = List.of(
            List.of("blueGreen", "activeService"),
            List.of("blueGreen", "previewService"),
            List.of("canary", "stableService"),
            List.of("canary", "canaryService"),
            List.of("canary", "pingPong", "pingService"),
            List.of("canary", "pingPong", "pongService"));

    private NamedByRollout() {}

    /** Names of Services of its namespace, each once. */
    static List<String> services(Rollout rollout) {
        Json strategy = rollout.json().at("spec", "strategy");
        return SERVICES.stream()
                .map(path -> strategy.at(path.toArray(String[]::new)).stringOrEmpty())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** What {@code spec.workloadRef} names, if it is of a kind that there is. */
    static Optional<WorkloadName> workload(Rollout rollout) {
        Json ref = rollout.json().at("spec", "workloadRef");
        return Stream.of(WorkloadKind.values())
                .filter(kind -> kind.is(
                        ref.get("apiVersion").stringOrEmpty(), ref.get("kind").stringOrEmpty()))
                .findFirst()
                .filter(_ -> !ref.get("name").stringOrEmpty().isEmpty())
                .map(kind -> new WorkloadName(kind, ref.get("name").stringOrEmpty()));
    }

    /** A workload of the Rollout's namespace. */
    record WorkloadName(WorkloadKind kind, String name) {}
}
