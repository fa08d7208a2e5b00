package tidegate.playground.kubelet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.KubeTime;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;

/** A modest scheduler: binds pods to simulated nodes in turn. */
final class Placement {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final KubeApi api;
    private final Mirror nodes;
    private final InstantSource clock;
    private final AtomicInteger turn = new AtomicInteger();

    Placement(KubeApi api, Mirror nodes, InstantSource clock) {
        this.api = api;
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Whether the pod asks for the scheduler that this one stands in for. */
    static boolean isOurs(Json pod) {
        String scheduler = pod.at("spec", "schedulerName").stringOrEmpty();
        return scheduler.isEmpty() || scheduler.equals("default-scheduler");
    }

    /** Binds a pod that has no node, or writes why it cannot be. @return when to try again */
    Optional<Duration> place(Json pod) {
        boolean waits = pod.at("metadata", "deletionTimestamp").isPresent()
                || !pod.at("spec", "schedulingGates").isEmpty();
        if (waits) return Optional.empty();
        List<String> fitting = fittingNodes(pod);
        if (fitting.isEmpty()) {
            writeUnschedulable(pod);
            return Optional.of(LOOK_AGAIN);
        }
        bind(pod, fitting.get(Math.floorMod(turn.getAndIncrement(), fitting.size())));
        return Optional.empty();
    }

    private List<String> fittingNodes(Json pod) {
        Map<String, String> wanted = pod.at("spec", "nodeSelector").strings();
        return nodes.all().stream()
                .filter(node -> !node.at("spec", "unschedulable").isTrue())
                .filter(node ->
                        node.at("metadata", "labels").strings().entrySet().containsAll(wanted.entrySet()))
                .map(node -> ObjectKey.of(node).name())
                .sorted()
                .toList();
    }

    private void bind(Json pod, String node) {
        ObjectKey key = ObjectKey.of(pod);
        Json binding = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Binding",
                "metadata",
                Json.object(
                        "name", key.name(),
                        "namespace", key.namespace(),
                        "uid", pod.at("metadata", "uid")),
                "target",
                Json.object("apiVersion", "v1", "kind", "Node", "name", node));
        try {
            api.post(ResourceType.PODS, key, "binding", binding);
        } catch (ApiFailure e) {
            // bound already, or gone: the next event of the pod tells
            if (!e.isNotFound() && e.code() != 409) throw e;
        }
    }

    private void writeUnschedulable(Json pod) {
        var conditions = pod.at("status", "conditions").elements();
        boolean known = conditions.stream()
                .anyMatch(c -> c.get("type").stringOrEmpty().equals("PodScheduled")
                        && c.get("reason").stringOrEmpty().equals("Unschedulable"));
        if (known) return;
        int count = nodes.all().size();
        Json condition = Json.object(
                "type", "PodScheduled",
                "status", "False",
                "reason", "Unschedulable",
                "message",
                        "0/" + count + " nodes are available: " + count
                                + " node(s) were unschedulable or didn't match Pod's node affinity/selector.",
                "lastTransitionTime", KubeTime.seconds(clock.instant()));
        var others = conditions.stream()
                .filter(c -> !c.get("type").stringOrEmpty().equals("PodScheduled"))
                .toList();
        api.patch(
                ResourceType.PODS,
                ObjectKey.of(pod),
                "status",
                PatchType.MERGE,
                Json.object(
                        "metadata",
                        Json.object("resourceVersion", pod.at("metadata", "resourceVersion")),
                        "status",
                        Json.object(
                                "conditions",
                                java.util.stream.Stream.concat(others.stream(), java.util.stream.Stream.of(condition))
                                        .toList())));
    }
}
