package tidegate.simulator.law;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Strategy;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;

/**
 * Users keep their pods: a Service that the Rollout names never loses the version that it selects, is only switched to one
 * that can serve, and what the active one selects keeps its pods. No Service is switched to and fro.
 */
public final class ServiceLaw implements Law {
    private static final int MOST_SWITCHES = 6;
    private static final long WHILE_NANOS = 10_000_000_000L;

    private long since;
    private final Map<String, Integer> switches = new HashMap<>();

    @Override
    public Optional<String> judge(Change change, World world) {
        // each wish may move a Service: to and fro is what happens without one
        if (change.author() != Author.CONTROLLER && change.kind() != Kind.REPLICA_SET) switches.clear();
        if (change.author() != Author.CONTROLLER || world.rollout().isEmpty()) return Optional.empty();
        return switch (change.kind()) {
            case SERVICE -> change.isCreation() || change.isDeletion() ? Optional.empty() : switched(change, world);
            case REPLICA_SET -> shrunk(change, world);
            case ROLLOUT, POD, DEPLOYMENT -> Optional.empty();
        };
    }

    private Optional<String> switched(Change change, World world) {
        String from = Service.of(change.before()).hash();
        String to = Service.of(change.after()).hash();
        if (from.equals(to)) return Optional.empty();
        var rollouts = world.rolloutsSinceSeen();
        boolean named = rollouts.stream().allMatch(rollout -> bar(rollout, change.name()) >= 0);
        if (!named) return Optional.empty();
        if (to.isEmpty()) return Optional.of(change.name() + " no longer selects " + from);
        return toAndFro(change).or(() -> incapable(change.name(), from, to, world));
    }

    private Optional<String> toAndFro(Change change) {
        if (change.nanos() - since > WHILE_NANOS) {
            since = change.nanos();
            switches.clear();
        }
        return switches.merge(change.name(), 1, Integer::sum) > MOST_SWITCHES
                ? Optional.of(change.name() + " is switched to and fro")
                : Optional.empty();
    }

    /**
     * A version can serve that has the pods that this Service needs, or as many as the one that it leaves. Both are judged
     * by what could be known: pods that were lost since they were counted are there, those that came since are not.
     */
    private static Optional<String> incapable(String service, String from, String to, World world) {
        if (world.withHash(to).or(() -> world.seenWithHash(to)).isEmpty())
            return Optional.of(service + " is switched to " + to + ", and there is no such version");
        int bar = world.rolloutsSinceSeen().stream()
                .mapToInt(rollout -> bar(rollout, service))
                .min()
                .orElse(0);
        int needed = Math.min(bar, servedBefore(from, world));
        int lost = world.lostSinceSeen(to);
        int available = available(to, world);
        return available + lost < needed
                ? Optional.of(service + " is switched from " + from + " to " + to + " with " + available
                        + " available pods" + (lost > 0 ? " (" + lost + " were lost unseen)" : "") + ", " + needed
                        + " are needed")
                : Optional.empty();
    }

    /** Available pods behind the Service, as the controller could know: of all versions if it selects none. */
    private static int servedBefore(String hash, World world) {
        int served = 0;
        for (ReplicaSet set : world.owned())
            if (hash.isEmpty() || set.hash().equals(hash))
                served += Math.min(set.replicas(), world.availableAsKnown(set.name()));
        return served;
    }

    private static int available(String hash, World world) {
        return world.withHash(hash)
                .map(set -> Math.min(set.replicas(), world.api().available(set.name())))
                .orElse(0);
    }

    /** Available pods that a version needs before this Service may select it; negative if it is not one of this Rollout's. */
    private static int bar(Rollout rollout, String service) {
        int replicas = rollout.spec().replicas();
        return switch (rollout.spec().strategy()) {
            case Strategy.BlueGreen blueGreen ->
                blueGreen.activeService().equals(service)
                        ? replicas
                        : blueGreen.previewService().equals(service) ? 0 : -1;
            case Strategy.Canary canary ->
                List.of(canary.canaryService(), canary.stableService()).contains(Optional.of(service))
                        ? Math.min(1, replicas)
                        : -1;
            case Strategy.Unspecified _ -> -1;
        };
    }

    /** What the active Service selects keeps as many pods as the spec wants. */
    private static Optional<String> shrunk(Change change, World world) {
        if (change.isCreation()) return Optional.empty();
        ReplicaSet before = ReplicaSet.of(change.before());
        int to = change.isDeletion() ? 0 : ReplicaSet.of(change.after()).replicas();
        if (to >= before.replicas()) return Optional.empty();
        int needed = Integer.MAX_VALUE;
        for (Rollout rollout : world.rolloutsSinceSeen()) {
            if (!(rollout.spec().strategy() instanceof Strategy.BlueGreen blueGreen)) return Optional.empty();
            boolean selected = world.api()
                    .find(Kind.SERVICE, blueGreen.activeService())
                    .filter(service -> Service.of(service).hash().equals(before.hash()))
                    .isPresent();
            needed = Math.min(needed, selected ? rollout.spec().replicas() : 0);
        }
        return to < needed
                ? Optional.of(before.name() + " from " + before.replicas() + " to " + to
                        + " pods, and the active Service selects it")
                : Optional.empty();
    }
}
