package tidegate.simulator.law;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Service;
import tidegate.api.rollout.Strategy;
import tidegate.api.value.WireTime;
import tidegate.api.wire.Annotations;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;

/**
 * The controller deletes no ReplicaSet that is the stable or the present version, that a Service of the Rollout selects,
 * or that has pods. In blue-green a version that was replaced keeps its pods for as long as the spec says.
 */
public final class KeepLaw implements Law {
    /** Deadlines are whole seconds. */
    private static final Duration CUT_OFF = Duration.ofSeconds(1);

    @Override
    public Optional<String> judge(Change change, World world) {
        if (change.author() != Author.CONTROLLER || change.kind() != Kind.REPLICA_SET || change.isCreation())
            return Optional.empty();
        ReplicaSet before = ReplicaSet.of(change.before());
        return change.isDeletion() ? deleted(before, world) : delayed(before, ReplicaSet.of(change.after()), world);
    }

    private static Optional<String> deleted(ReplicaSet gone, World world) {
        if (gone.replicas() > 0) return Optional.of(gone.name() + " was deleted with pods");
        for (Rollout rollout : world.rolloutsSinceSeen()) {
            boolean needed = gone.hash().equals(rollout.status().stableRS())
                    || gone.hash().equals(rollout.status().currentPodHash())
                    || isSelected(gone, rollout, world);
            if (!needed) return Optional.empty();
        }
        return world.rollout().map(_ -> gone.name() + " was deleted although it is needed");
    }

    private static boolean isSelected(ReplicaSet set, Rollout rollout, World world) {
        return Settled.serviceNames(rollout).stream()
                .flatMap(name -> world.api().find(Kind.SERVICE, name).stream())
                .anyMatch(service -> Service.of(service).hash().equals(set.hash()));
    }

    private static Optional<String> delayed(ReplicaSet before, ReplicaSet after, World world) {
        Optional<String> broken = Optional.empty();
        for (Rollout rollout : world.rolloutsSinceSeen()) {
            broken = delayed(before, after, rollout, world);
            if (broken.isEmpty()) return broken;
        }
        return broken;
    }

    private static Optional<String> delayed(ReplicaSet before, ReplicaSet after, Rollout rollout, World world) {
        RolloutStatus status = rollout.status();
        boolean waits = rollout.spec().strategy() instanceof Strategy.BlueGreen blueGreen
                && !blueGreen.scaleDownDelay().isZero()
                && blueGreen.scaleDownDelayRevisionLimit() == Integer.MAX_VALUE
                && rollout.spec().replicas() > 0
                && !before.hash().equals(status.stableRS())
                && !before.hash().equals(status.currentPodHash());
        if (!waits) return Optional.empty();
        Duration delay = ((Strategy.BlueGreen) rollout.spec().strategy()).scaleDownDelay();
        Optional<Instant> until = deadline(before);
        if (before.replicas() > 0 && after.replicas() == 0)
            return until.filter(end -> !end.isAfter(world.clock())).isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            before.name() + " loses its pods at " + world.clock() + ", they were to be kept until "
                                    + until.map(Instant::toString).orElse("a time that was never set"));
        Instant least = world.decided().plus(delay).minus(CUT_OFF);
        return deadline(after)
                .filter(end -> until.isEmpty() && end.isBefore(least))
                .map(end -> before.name() + " keeps its pods until " + end + ", which is less than " + delay);
    }

    private static Optional<Instant> deadline(ReplicaSet set) {
        return set.meta().annotation(Annotations.SCALE_DOWN_DEADLINE).flatMap(text -> WireTime.of(Json.of(text)));
    }
}
