package tidegate.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;

/**
 * How long a controller takes from the news that pods became available to its next write about their Rollout.
 *
 * <p>The news counts from the moment at which a watcher that is no party has it. The write counts from the moment at
 * which the API server has it; the first one after the ReplicaSet's own controller had sent the news is the answer.
 */
final class Reactions implements AutoCloseable {
    private final Mirror mirror;
    private final List<Rise> rises = new ArrayList<>();

    /** A ReplicaSet was seen with more available pods than before. */
    record Rise(String replicaSet, Instant seen) {
        String rollout() {
            return replicaSet.substring(0, Math.max(0, replicaSet.lastIndexOf('-')));
        }
    }

    Reactions(KubeApi api, String namespace) {
        mirror = Mirror.start(api, ResourceType.REPLICA_SETS, Selection.inNamespace(namespace), this::changed);
    }

    private void changed(@Nullable Json before, @Nullable Json now) {
        if (now == null || available(now) <= (before == null ? 0 : available(before))) return;
        var rise = new Rise(now.at("metadata", "name").stringOrEmpty(), Instant.now());
        synchronized (rises) {
            rises.add(rise);
        }
    }

    private static int available(Json set) {
        return set.at("status", "availableReplicas").integer().orElse(0);
    }

    /** Waits until what is there already has been seen. */
    void awaitSynced() throws InterruptedException {
        if (!mirror.awaitSynced(Duration.ofSeconds(60))) throw new BenchFailure("the ReplicaSets cannot be listed");
    }

    /** What was seen so far; it is forgotten here. */
    List<Rise> take() {
        synchronized (rises) {
            var taken = List.copyOf(rises);
            rises.clear();
            return taken;
        }
    }

    /** How long each was without an answer, shortest first; those that got none are left out. */
    static List<Duration> answered(List<Rise> rises, List<ApiWrite> all) {
        var news = new HashMap<String, List<Instant>>();
        var answers = new HashMap<String, List<Instant>>();
        for (ApiWrite write : all) {
            if (write.kind().equals("update replicasets/status"))
                times(news, write.name()).add(write.received());
        }
        for (ApiWrite write : Meter.billOf(all, 0).besidesEvents().writes()) {
            boolean onSet = write.resource().equals("replicasets");
            times(answers, onSet ? new Rise(write.name(), write.received()).rollout() : write.name())
                    .add(write.received());
        }
        return rises.stream()
                .flatMap(rise -> answer(rise, times(news, rise.replicaSet()), times(answers, rise.rollout())).stream())
                .sorted()
                .toList();
    }

    private static List<Instant> times(Map<String, List<Instant>> by, String name) {
        return by.computeIfAbsent(name, _ -> new ArrayList<>());
    }

    private static Optional<Duration> answer(Rise rise, List<Instant> news, List<Instant> answers) {
        Instant sent = news.stream()
                .filter(time -> !time.isAfter(rise.seen()))
                .max(Instant::compareTo)
                .orElse(rise.seen());
        return answers.stream()
                .filter(time -> !time.isBefore(sent))
                .min(Instant::compareTo)
                .map(time -> time.isBefore(rise.seen()) ? Duration.ZERO : Duration.between(rise.seen(), time));
    }

    /** The value that this share of the sorted durations do not exceed, in milliseconds; NaN of none. */
    static double quantileMillis(List<Duration> sorted, double share) {
        if (sorted.isEmpty()) return Double.NaN;
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.max(0, index)).toNanos() / 1e6;
    }

    @Override
    public void close() {
        mirror.close();
    }
}
