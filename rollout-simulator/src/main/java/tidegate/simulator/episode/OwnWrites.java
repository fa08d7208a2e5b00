package tidegate.simulator.episode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.cluster.Kind;

/** What one process wrote to Rollouts and ReplicaSets, whether it heard of it or not: law 2, decisions know of all of it. */
final class OwnWrites {
    /** Versions by uid. */
    private final Map<String, Long> versions = new HashMap<>();

    Json noted(Kind kind, Json written) {
        if (kind == Kind.ROLLOUT || kind == Kind.REPLICA_SET) {
            ObjectMeta meta = ObjectMeta.of(written.get("metadata"));
            versions.put(meta.uid(), version(meta));
        }
        return written;
    }

    /** What these objects lack, in words. */
    Optional<String> overlookedBy(Rollout rollout, List<ReplicaSet> sets) {
        return Stream.concat(Stream.of(rollout.meta()), sets.stream().map(ReplicaSet::meta))
                .filter(seen -> version(seen) < versions.getOrDefault(seen.uid(), 0L))
                .map(seen -> "decides on " + seen.name() + " at version " + seen.resourceVersion()
                        + " although it has itself written version " + versions.get(seen.uid()))
                .findFirst();
    }

    private static long version(ObjectMeta meta) {
        return Long.parseLong(meta.resourceVersion());
    }
}
