package tidegate.simulator.law;

import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.simulator.cluster.Author;
import tidegate.simulator.cluster.Change;
import tidegate.simulator.cluster.Kind;

/** The controller deletes no ReplicaSet that is the stable or the present version, that a Service selects, or that has pods. */
public final class KeepLaw implements Law {
    @Override
    public Optional<String> judge(Change change, World world) {
        if (change.author() != Author.CONTROLLER || change.kind() != Kind.REPLICA_SET || !change.isDeletion())
            return Optional.empty();
        ReplicaSet gone = ReplicaSet.of(change.before());
        if (gone.replicas() > 0) return Optional.of(gone.name() + " was deleted with pods");
        for (Rollout rollout : world.rolloutsSinceSeen()) {
            boolean needed = gone.hash().equals(rollout.status().stableRS())
                    || gone.hash().equals(rollout.status().currentPodHash());
            if (!needed) return Optional.empty();
        }
        return world.rollout().map(_ -> gone.name() + " was deleted although it is needed");
    }
}
