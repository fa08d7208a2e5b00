package tidegate.rollout.plan.status;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.value.WireTime;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.Reasons;
import tidegate.api.wire.RolloutConditions;
import tidegate.rollout.plan.capacity.Split;
import tidegate.rollout.plan.lineage.Release;

/** Whether a release moves, and until when it has to. */
final class Progress {
    /** Nothing runs while one of these is the reason: what follows each sets another one with a fresh time. */
    private static final Set<String> STANDING = Set.of(
            Reasons.ABORTED, Reasons.PAUSED, Reasons.PROGRESS_DEADLINE_EXCEEDED, Reasons.NEW_REPLICA_SET_AVAILABLE);

    private Progress() {}

    /**
     * A step or a version was completed, a Service moved, the ReplicaSet that was missing is there, or the pods are nearer
     * to the goal than they were since the clock began.
     */
    static boolean isMade(RolloutStatus stored, RolloutStatus next, Release release, Split goal) {
        return Headway.seen(release).isNearerThan(Headway.best(stored), goal)
                || !next.stableRS().equals(stored.stableRS())
                || hasMovedOn(stored, next)
                || isThereAtLast(stored, release)
                || !next.activeSelector().equals(stored.activeSelector())
                || !next.previewSelector().equals(stored.previewSelector());
    }

    private static boolean hasMovedOn(RolloutStatus stored, RolloutStatus next) {
        return stored.currentStepIndex().isPresent()
                && next.currentStepIndex().isPresent()
                && stored.currentStepIndex().getAsInt()
                        != next.currentStepIndex().getAsInt();
    }

    /** The condition still speaks of a Rollout without the ReplicaSet of its present version, which has one now. */
    private static boolean isThereAtLast(RolloutStatus stored, Release release) {
        String timeout = RolloutConditions.rolloutTimeout(release.rollout().name());
        return release.newest().isPresent()
                && condition(stored)
                        .filter(progressing -> progressing.reason().equals(Reasons.REPLICA_SET_CREATE_ERROR)
                                || progressing.message().startsWith(timeout))
                        .isPresent();
    }

    /**
     * Whether this condition, as stored, says or means by now that the deadline has passed. What it says holds until the
     * spec changes, which may have raised the deadline: then it is judged anew.
     */
    static boolean isTimedOut(Condition progressing, Release release) {
        if (isPassed(progressing)) return isObserved(release) || hasCome(own(progressing, release), release);
        return deadline(progressing, release).map(end -> hasCome(end, release)).orElse(false);
    }

    static boolean isPassed(Condition progressing) {
        return progressing.reason().equals(Reasons.PROGRESS_DEADLINE_EXCEEDED);
    }

    private static boolean isObserved(Release release) {
        String generation = Long.toString(release.rollout().meta().generation());
        return release.stored().observedGeneration().equals(generation);
    }

    private static boolean hasCome(Instant end, Release release) {
        return !release.now().isBefore(end);
    }

    /**
     * The first whole second after the deadline, and not before everybody who waits to be scaled down has had their time;
     * empty while nothing runs against it.
     */
    static Optional<Instant> deadline(Condition progressing, Release release) {
        if (STANDING.contains(progressing.reason())) return Optional.empty();
        Instant own = own(progressing, release);
        return Optional.of(release.lineage().others(release.stored().stableRS()).stream()
                .map(Progress::waitsUntil)
                .flatMap(Optional::stream)
                .filter(own::isBefore)
                .max(Instant::compareTo)
                .orElse(own));
    }

    private static Instant own(Condition progressing, Release release) {
        return progressing
                .updatedAt()
                .plus(release.rollout().spec().progressDeadline())
                .plusSeconds(1);
    }

    /** One without pods waits for nothing, whatever is written on it. */
    private static Optional<Instant> waitsUntil(ReplicaSet set) {
        if (set.replicas() == 0) return Optional.empty();
        return set.meta().annotation(Annotations.SCALE_DOWN_DEADLINE).flatMap(text -> WireTime.of(Json.of(text)));
    }

    static Optional<Condition> condition(RolloutStatus status) {
        return status.condition(ConditionType.PROGRESSING);
    }
}
