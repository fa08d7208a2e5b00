package tidegate.system.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;

/** What one namespace holds at one moment, as read through the API. */
public record ClusterState(
        List<Json> rollouts, List<Json> replicaSets, List<Json> pods, List<Json> services, List<Json> events) {
    /** The label by which the pods and ReplicaSets of one version are known. */
    public static final String HASH = "rollouts-pod-template-hash";

    public Optional<Json> rollout(String name) {
        return rollouts.stream().filter(one -> name(one).equals(name)).findFirst();
    }

    /** Pods that run an image with this tag (or this whole image) and are not being deleted. */
    public List<Json> podsOf(String tag) {
        return pods.stream()
                .filter(pod -> pod.at("metadata", "deletionTimestamp").isMissing())
                .filter(pod -> tagOf(pod.at("spec", "containers").get(0)).equals(tag))
                .toList();
    }

    public Optional<Json> service(String name) {
        return services.stream().filter(one -> name(one).equals(name)).findFirst();
    }

    /** Ready pods that a Service sends traffic to; 0 if there is no such Service. */
    public long readyPodsBehind(String service) {
        var selector = service(service)
                .map(one -> one.at("spec", "selector").strings())
                .orElse(Map.of());
        return pods.stream()
                .filter(pod -> !selector.isEmpty()
                        && pod.at("metadata", "labels").strings().entrySet().containsAll(selector.entrySet()))
                .filter(ClusterState::isReady)
                .count();
    }

    /** Pods that take traffic: Ready and not being deleted. */
    public long readyPods() {
        return pods.stream().filter(ClusterState::isReady).count();
    }

    /** Whether a pod takes traffic. */
    public static boolean isReady(Json pod) {
        return pod.at("metadata", "deletionTimestamp").isMissing()
                && pod.at("status", "conditions").elements().stream()
                        .anyMatch(condition -> condition
                                        .get("type")
                                        .stringOrEmpty()
                                        .equals("Ready")
                                && condition.get("status").stringOrEmpty().equals("True"));
    }

    /** The ReplicaSet whose pods run an image with this tag. */
    public Optional<Json> replicaSetOf(String tag) {
        return replicaSets.stream()
                .filter(set -> tagOf(
                                set.at("spec", "template", "spec", "containers").get(0))
                        .equals(tag))
                .findFirst();
    }

    /** Sum of what all ReplicaSets are to have. */
    public int desiredPods() {
        return replicaSets.stream()
                .mapToInt(set -> set.at("spec", "replicas").integer().orElse(0))
                .sum();
    }

    static String name(Json object) {
        return object.at("metadata", "name").stringOrEmpty();
    }

    private static String tagOf(Json container) {
        String image = container.get("image").stringOrEmpty();
        return image.substring(image.lastIndexOf(':') + 1);
    }

    /** What a person wants to see when an expectation does not come true. */
    public String describe() {
        var text = new StringBuilder();
        for (Json rollout : rollouts) {
            text.append("rollout ")
                    .append(name(rollout))
                    .append(' ')
                    .append(rollout.get("status"))
                    .append('\n');
        }
        replicaSets.stream()
                .sorted(Comparator.comparing(ClusterState::name))
                .forEach(set -> text.append("replicaset ")
                        .append(name(set))
                        .append(" spec ")
                        .append(set.at("spec", "replicas"))
                        .append(' ')
                        .append(set.get("status"))
                        .append(' ')
                        .append(set.at("metadata", "annotations"))
                        .append('\n'));
        for (Json pod : pods) {
            text.append("pod ")
                    .append(name(pod))
                    .append(' ')
                    .append(tagOf(pod.at("spec", "containers").get(0)))
                    .append(isReady(pod) ? " ready" : " not ready")
                    .append(' ')
                    .append(pod.at("status", "phase").stringOrEmpty())
                    .append('\n');
        }
        for (Json service : services)
            text.append("service ")
                    .append(name(service))
                    .append(' ')
                    .append(service.at("spec", "selector"))
                    .append('\n');
        for (Json event : events) {
            text.append("event ")
                    .append(event.get("type").stringOrEmpty())
                    .append(' ')
                    .append(event.get("reason").stringOrEmpty())
                    .append(": ")
                    .append(event.get("message").stringOrEmpty())
                    .append('\n');
        }
        return text.toString();
    }
}
