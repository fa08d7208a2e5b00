package tidegate.rollout.plan.retire;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.lineage.Release;

/**
 * Sizes of versions that wait for their end, and the deadlines to be written or dropped with them.
 *
 * @param sizes by name
 */
public record Retirement(Map<String, Integer> sizes, Errand errand) {
    public Retirement {
        sizes = Map.copyOf(sizes);
    }

    /**
     * Of versions that are neither present nor stable and that nobody selects.
     *
     * @param waiting newest revision first: these may wait before the others
     * @param limit how many may wait
     */
    public static Retirement of(List<ReplicaSet> waiting, int replicas, Duration delay, int limit, Instant now) {
        var sizes = new HashMap<String, Integer>();
        Errand errand = Errand.NONE;
        int places = limit;
        for (ReplicaSet set : waiting) {
            Optional<Deadline> deadline = Deadline.of(set);
            boolean isOver =
                    delay.isZero() || deadline.filter(end -> end.isOver(now)).isPresent();
            boolean waits = set.replicas() > 0 && places-- > 0 && !isOver;
            sizes.put(set.name(), waits ? waitingSize(set, replicas) : 0);
            if (!waits) errand = Deadline.dropped(set, errand);
            else if (deadline.isPresent())
                errand = errand.lookingAt(deadline.get().at());
            else errand = Deadline.after(delay, now).writtenOn(set, errand);
        }
        return new Retirement(sizes, errand);
    }

    /** Drops what another strategy or controller left on the present and the stable version: they are in use. */
    public static Errand calledOff(Release release, RolloutStatus status) {
        Errand errand = Errand.NONE;
        for (ReplicaSet set : release.lineage().all()) {
            boolean isInUse = release.lineage().isNewest(set) || set.hash().equals(status.stableRS());
            if (isInUse) errand = Deadline.dropped(set, errand);
        }
        return errand;
    }

    /** A version that can take over again stays as large as the Rollout; one that never grew up does not grow now. */
    private static int waitingSize(ReplicaSet set, int replicas) {
        boolean isComplete = set.replicas() == set.desiredReplicas().orElse(-1);
        return isComplete ? replicas : Math.min(set.replicas(), replicas);
    }
}
