package tidegate.simulator.law;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Strategy;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;

/**
 * Law 1, for a canary: no write of the controller raises the sum of sizes above replicas + surge, and none takes away
 * available pods when fewer than replicas − maxUnavailable would be left.
 */
public final class CapacityLaw implements Law {
    /** By ReplicaSet, what others added to its size since the controller last wrote it. */
    private final Map<String, Integer> addedByOthers = new HashMap<>();

    @Override
    public Optional<String> judge(Change change, World world) {
        if (change.kind() != Kind.REPLICA_SET) return Optional.empty();
        int from = sizeOf(change.before());
        int to = sizeOf(change.after());
        if (change.author() != Author.CONTROLLER) {
            if (to > from) addedByOthers.merge(change.name(), to - from, Integer::sum);
            if (change.isDeletion()) addedByOthers.remove(change.name());
            return Optional.empty();
        }
        addedByOthers.remove(change.name());
        boolean canary = world.rolloutsSinceSeen().stream()
                .allMatch(rollout -> rollout.spec().strategy() instanceof Strategy.Canary);
        if (!canary || world.rollout().isEmpty()) return Optional.empty();
        if (to > from) return raised(change.name(), from, to, world);
        return to < from ? lowered(change.name(), from, to, world) : Optional.empty();
    }

    private static int sizeOf(Json set) {
        return set.isMissing() ? 0 : ReplicaSet.of(set).replicas();
    }

    private Optional<String> raised(String name, int from, int to, World world) {
        int sum = 0;
        for (ReplicaSet set : world.owned())
            sum += Math.max(0, set.replicas() - addedByOthers.getOrDefault(set.name(), 0));
        int ceiling = most(world.rolloutsSinceSeen(), CapacityLaw::ceiling);
        return sum > ceiling
                ? Optional.of(
                        name + " from " + from + " to " + to + " makes " + sum + " pods, " + ceiling + " are allowed")
                : Optional.empty();
    }

    private static Optional<String> lowered(String name, int from, int to, World world) {
        int present = world.availableAsKnown(name);
        int taken = Math.min(from, present) - Math.min(to, present);
        if (taken <= 0) return Optional.empty();
        int left = 0;
        for (ReplicaSet set : world.owned())
            left += Math.min(set.replicas(), world.api().available(set.name()));
        int floor = -most(world.rolloutsSinceSeen(), rollout -> -floor(rollout));
        int forgiven = world.lostSinceSeen();
        return left + forgiven < floor
                ? Optional.of(name + " from " + from + " to " + to + " leaves " + left + " available pods, " + floor
                        + " are needed" + (forgiven > 0 ? " (" + forgiven + " were lost unseen)" : ""))
                : Optional.empty();
    }

    private static int most(List<Rollout> rollouts, ToIntFunction<Rollout> what) {
        return rollouts.stream().mapToInt(what).max().orElse(0);
    }

    /** Most pods of a canary, of all versions. */
    static int ceiling(Rollout rollout) {
        return rollout.spec().replicas() + surge(rollout);
    }

    private static int surge(Rollout rollout) {
        return pods(
                rollout.spec().strategy().json().get("maxSurge"), rollout.spec().replicas(), true);
    }

    private static int floor(Rollout rollout) {
        int replicas = rollout.spec().replicas();
        int unavailable = pods(rollout.spec().strategy().json().get("maxUnavailable"), replicas, false);
        if (surge(rollout) == 0 && unavailable == 0) unavailable = 1;
        return Math.max(0, replicas - unavailable);
    }

    private static int pods(Json limit, int replicas, boolean up) {
        if (limit.isInteger()) return limit.integer().orElse(0);
        double percent = limit.isMissing()
                ? 25
                : Double.parseDouble(limit.stringOrEmpty().replace("%", ""));
        double pods = percent * replicas / 100;
        return (int) (up ? Math.ceil(pods - 1e-9) : Math.floor(pods + 1e-9));
    }
}
