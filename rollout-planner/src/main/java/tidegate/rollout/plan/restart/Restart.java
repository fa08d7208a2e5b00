package tidegate.rollout.plan.restart;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.lineage.Release;

/** Whether pods are to be made anew, and since when they all are. */
public final class Restart {
    private Restart() {}

    /** The time that pods are to be younger than; empty if they are already, or nobody asked. */
    public static Optional<Instant> pending(Rollout rollout, RolloutStatus status) {
        Optional<Instant> wanted = rollout.spec().restartAt();
        return wanted.equals(status.restartedAt()) ? Optional.empty() : wanted;
    }

    /**
     * The status with what has been reached: no pod is older any more, or the present version is younger itself, which ends
     * a restart. Not before its last eviction shows in the counts, which sizes follow from. A restart that is due later
     * stays to be done.
     */
    public static RolloutStatus noted(Release release, RolloutStatus status) {
        Optional<Instant> due = pending(release.rollout(), status).filter(release.now()::isAfter);
        return due.filter(instant -> isDone(release, instant)).isPresent() ? status.withRestartedAt(due) : status;
    }

    private static boolean isDone(Release release, Instant due) {
        if (release.newest().isEmpty()) return false;
        boolean isYoung = isYoung(release.newest().get(), due);
        return release.neighbours()
                .pods()
                .map(pods -> !areCountsOutdated(release, pods)
                        && (isYoung || old(release, pods, due).isEmpty()))
                .orElse(isYoung && !mayPodsBeListed(release));
    }

    /** Whether all of its pods are younger because it is younger itself. */
    static boolean isYoung(ReplicaSet set, Instant due) {
        return set.meta().createdAt().filter(birth -> !birth.isBefore(due)).isPresent();
    }

    static boolean mayPodsBeListed(Release release) {
        return release.past().troubles().stream()
                .noneMatch(trouble -> trouble.about().equals(Want.Pods.SUBJECT));
    }

    /** A pod that was evicted a moment ago may still be counted. */
    static boolean areCountsOutdated(Release release, List<Pod> pods) {
        return release.lineage().all().stream()
                .filter(set -> !set.meta().isBeingDeleted())
                .anyMatch(set -> set.counts().available()
                        > PodsOf.of(set, pods).stream()
                                .filter(pod -> pod.isAvailable(0, release.now()))
                                .count());
    }

    /** Pods of this Rollout that are older; also those that are going. */
    private static List<Pod> old(Release release, List<Pod> pods, Instant due) {
        return release.lineage().all().stream()
                .flatMap(set -> PodsOf.of(set, pods).stream())
                .filter(pod -> pod.meta().createdAt().orElse(Instant.EPOCH).isBefore(due))
                .toList();
    }
}
