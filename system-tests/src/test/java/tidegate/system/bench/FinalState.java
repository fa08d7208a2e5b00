package tidegate.system.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tidegate.api.json.Json;

/**
 * Everything that a namespace's Rollouts and ReplicaSets say, and what its Services select, without what differs between
 * any two runs: times, UIDs and versions.
 *
 * @param values by the path to each, {@code ReplicaSet web-56d8f: spec.replicas}
 */
public record FinalState(Map<String, String> values) {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Set<String> OF_ONE_RUN = Set.of(
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "managedFields",
            "creationTimestamp",
            // how long somebody let it wait
            "totalManualPauseDurationSeconds");

    /** @param shard the instance id of the controller, which both kinds of objects carry as a label */
    public static FinalState of(ClusterState state, String shard) {
        var values = new TreeMap<String, String>();
        for (Json rollout : state.rollouts()) add(values, "Rollout " + name(rollout) + ": ", rollout);
        // how often its spec was changed is a version too
        for (Json set : state.replicaSets())
            add(values, "ReplicaSet " + name(set) + ": ", set.map("status", one -> one.without("observedGeneration")));
        for (Json service : state.services()) {
            add(values, "Service " + name(service) + ": .selector", service.at("spec", "selector"));
            add(values, "Service " + name(service) + ": .annotations", service.at("metadata", "annotations"));
        }
        values.replaceAll((_, value) -> TIME.matcher(value).replaceAll("<time>").replace(shard, "<shard>"));
        return new FinalState(values);
    }

    private static String name(Json object) {
        return object.at("metadata", "name").stringOrEmpty();
    }

    private static void add(Map<String, String> values, String path, Json value) {
        if (value.isObject() && !value.isEmpty()) {
            value.members().forEach((key, one) -> {
                if (!OF_ONE_RUN.contains(key)) add(values, path + "." + key, one);
            });
        } else if (value.isArray() && !value.isEmpty()) {
            for (int i = 0; i < value.size(); i++) add(values, path + "[" + i + "]", value.get(i));
        } else {
            values.put(path, value.toString());
        }
    }

    /** What this state has and another has not, and the other way round; empty if they are the same. */
    public List<String> differencesFrom(FinalState expected) {
        var paths = new TreeSet<>(values.keySet());
        paths.addAll(expected.values.keySet());
        var found = new ArrayList<String>();
        for (String path : paths) {
            String here = values.getOrDefault(path, "nothing");
            String there = expected.values.getOrDefault(path, "nothing");
            if (!here.equals(there)) found.add(path + " is " + here + " (expected: " + there + ")");
        }
        return found;
    }

    /** Events beyond those that an undisturbed run writes. */
    public static List<String> surplusEvents(ClusterState state, ClusterState undisturbed) {
        var left = new ArrayList<>(events(undisturbed).toList());
        return events(state).filter(event -> !left.remove(event)).toList();
    }

    /**
     * The reasons of the Events of our controller, one for each, without those of sizes: two changes of one size may be
     * done in one.
     */
    public static List<String> reasonsOf(ClusterState state) {
        return state.events().stream()
                .filter(event -> event.at("source", "component").stringOrEmpty().equals("rollouts-controller"))
                .map(event -> event.get("reason").stringOrEmpty())
                .filter(reason -> !reason.equals("ScalingReplicaSet"))
                .toList();
    }

    private static Stream<String> events(ClusterState state) {
        var seen = new HashSet<String>();
        return state.events().stream().filter(event -> seen.add(name(event))).map(FinalState::told);
    }

    private static String told(Json event) {
        String namespace = event.at("metadata", "namespace").stringOrEmpty();
        String message = event.get("message").stringOrEmpty().replace(namespace + "/", "<namespace>/");
        return event.get("reason").stringOrEmpty() + " " + message;
    }
}
