package tidegate.simulator.law;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.plan.action.Action;

/**
 * No write raises the sum of {@code spec.replicas} above replicas + surge, and none lowers available pods below replicas
 * − maxUnavailable; both from the values that the pass saw.
 */
public final class CapacityLaw {
    private final int ceiling;
    private final int floor;
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<String, Integer> available = new HashMap<>();

    /** The objects as one pass saw them. */
    public CapacityLaw(Rollout rollout, List<ReplicaSet> seen) {
        int replicas = rollout.spec().replicas();
        Json canary = rollout.spec().strategy().json();
        int surge = pods(canary.get("maxSurge"), replicas, true);
        int unavailable = pods(canary.get("maxUnavailable"), replicas, false);
        if (surge == 0 && unavailable == 0) unavailable = 1;
        ceiling = replicas + surge;
        floor = Math.max(0, replicas - unavailable);
        for (ReplicaSet set : seen) {
            sizes.put(set.name(), set.replicas());
            available.put(set.name(), set.counts().available());
        }
    }

    private static int pods(Json limit, int replicas, boolean up) {
        if (limit.isInteger()) return limit.integer().orElse(0);
        double percent = limit.isMissing()
                ? 25
                : Double.parseDouble(limit.stringOrEmpty().replace("%", ""));
        double pods = percent * replicas / 100;
        return (int) (up ? Math.ceil(pods - 1e-9) : Math.floor(pods + 1e-9));
    }

    /** Takes note of a write that is about to happen; what it breaks, in words. */
    public Optional<String> before(Action write) {
        return switch (write) {
            case Action.CreateReplicaSet create -> resized(create.name(), create.replicas());
            case Action.ScaleReplicaSet scale -> resized(scale.target().name(), scale.to());
            case Action.DeleteReplicaSet(var target) -> resized(target.name(), 0);
            case Action.PatchReplicaSet _,
                    Action.AdoptReplicaSet _,
                    Action.ReleaseReplicaSet _,
                    Action.PatchRollout _,
                    Action.PatchService _,
                    Action.PatchPod _,
                    Action.EvictPod _,
                    Action.PatchDeployment _ -> Optional.empty();
        };
    }

    private Optional<String> resized(String name, int size) {
        int was = sizes.getOrDefault(name, 0);
        int availableBefore = availableNow();
        sizes.put(name, size);
        int sum = sizes.values().stream().mapToInt(Integer::intValue).sum();
        if (size > was && sum > ceiling)
            return Optional.of(
                    name + " from " + was + " to " + size + " makes " + sum + " pods, " + ceiling + " are allowed");
        int availableAfter = availableNow();
        if (availableAfter < availableBefore && availableAfter < floor)
            return Optional.of(name + " from " + was + " to " + size + " leaves " + availableAfter + " available pods, "
                    + floor + " are needed");
        return Optional.empty();
    }

    private int availableNow() {
        int sum = 0;
        for (var entry : sizes.entrySet()) sum += Math.min(entry.getValue(), available.getOrDefault(entry.getKey(), 0));
        return sum;
    }
}
