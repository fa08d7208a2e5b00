package tidegate.simulator.law;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.ConditionType;
import tidegate.api.wire.Reasons;

/**
 * Law 4: a progress deadline that has passed is in the status soon, whatever else fails, as long as the Rollout itself
 * can be read and written.
 */
public final class DeadlineLaw {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Set<String> NO_CLOCK_RUNS = Set.of(
            Reasons.NEW_REPLICA_SET_AVAILABLE, Reasons.PROGRESS_DEADLINE_EXCEEDED, Reasons.ABORTED, Reasons.PAUSED);

    private DeadlineLaw() {}

    /** @param steadySince from when on nothing kept the controller from looking at the Rollout and writing to it */
    public static Optional<String> judge(Rollout rollout, Instant clock, Duration steadySince) {
        Optional<Condition> progressing = rollout.status().condition(ConditionType.PROGRESSING);
        if (progressing.isEmpty() || steadySince.compareTo(SOON) < 0) return Optional.empty();
        if (NO_CLOCK_RUNS.contains(progressing.get().reason())) return Optional.empty();
        if (rollout.status().phase().equals("Healthy")) return Optional.empty();
        if (rollout.spec().paused() || !rollout.status().pauseConditions().isEmpty()) return Optional.empty();
        if (rollout.status().condition(ConditionType.INVALID_SPEC).isPresent()) return Optional.empty();
        Instant due = progressing.get().updatedAt().plus(rollout.spec().progressDeadline());
        Duration late = Duration.between(due, clock);
        return late.compareTo(SOON) > 0
                ? Optional.of("the progress deadline passed " + late.toSeconds() + " s ago, and Progressing still says "
                        + progressing.get().reason())
                : Optional.empty();
    }
}
