package tidegate.rollout.plan.restart;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tidegate.api.rollout.Pod;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
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
     * The status with what has been reached: no pod is older any more, or a new version begins, whose pods are young by
     * themselves. A restart that is due later stays to be done.
     */
    public static RolloutStatus noted(Release release, RolloutStatus status, boolean versionBegins) {
        Optional<Instant> due = due(release, status);
        boolean isDone = due.isPresent() && (versionBegins || isDone(release, due.get()));
        return isDone ? status.withRestartedAt(due) : status;
    }

    static Optional<Instant> due(Release release, RolloutStatus status) {
        return pending(release.rollout(), status).filter(release.now()::isAfter);
    }

    private static boolean isDone(Release release, Instant due) {
        return release.neighbours()
                .pods()
                .filter(_ -> release.newest().isPresent())
                .filter(pods -> old(release, pods, due).isEmpty())
                .isPresent();
    }

    /** Pods of this Rollout that are older; also those that are going. */
    static List<Pod> old(Release release, List<Pod> pods, Instant due) {
        return release.lineage().all().stream()
                .flatMap(set -> PodsOf.of(set, pods).stream())
                .filter(pod -> pod.meta().createdAt().orElse(Instant.EPOCH).isBefore(due))
                .toList();
    }
}
