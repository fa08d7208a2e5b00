package tidegate.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;

/**
 * Which pods a ReplicaSet gives up first, in the order of the real one: without a node; pending, unknown, running; not
 * ready; lower deletion cost; more of its kind on the same node; ready for a shorter time; restarted more often; younger.
 *
 * <p>Times count by their order of magnitude (powers of two of seconds), so that all pods of about one age have the same
 * chance; the uid decides then.
 */
final class DeletionOrder {
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private final Map<String, Long> relatedPerNode;
    private final Instant now;

    /** @param related active pods of all ReplicaSets with the same owner, this one's included */
    DeletionOrder(List<Json> related, Instant now) {
        this.relatedPerNode =
                related.stream().collect(Collectors.groupingBy(DeletionOrder::nodeOf, Collectors.counting()));
        this.now = now;
    }

    /** The first {@code count} to go. */
    List<Json> first(int count, List<Json> pods) {
        var sorted = new ArrayList<>(pods);
        sorted.sort(comparator());
        return List.copyOf(sorted.subList(0, Math.min(count, sorted.size())));
    }

    private Comparator<Json> comparator() {
        return Comparator.comparing((Json pod) -> !nodeOf(pod).isEmpty())
                .thenComparing(pod -> phaseRank(pod.at("status", "phase").stringOrEmpty()))
                .thenComparing(Pods::isReady)
                .thenComparing(DeletionOrder::cost)
                .thenComparing(pod -> -relatedPerNode.getOrDefault(nodeOf(pod), 0L))
                .thenComparing(pod -> magnitude(Pods.readySince(pod)))
                .thenComparing(pod -> -Pods.restarts(pod))
                .thenComparing(pod -> magnitude(KubeTime.read(pod.at("metadata", "creationTimestamp"))))
                .thenComparing(Owner::uidOf);
    }

    private static String nodeOf(Json pod) {
        return pod.at("spec", "nodeName").stringOrEmpty();
    }

    private static int phaseRank(String phase) {
        return switch (phase) {
            case "Unknown" -> 1;
            case "Running" -> 2;
            default -> 0;
        };
    }

    private static int cost(Json pod) {
        String text = pod.at("metadata", "annotations").get(COST).stringOrEmpty();
        return text.matches("[+-]?\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    /** 0 for a time that is not there or just now; one more for every doubling of its distance. */
    private int magnitude(Optional<Instant> since) {
        long seconds = since.map(s -> Duration.between(s, now).toSeconds()).orElse(0L);
        return seconds <= 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(seconds);
    }
}
