package tidegate.rollout.plan.strategy;

import java.util.Optional;
import java.util.regex.Pattern;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionStatus;
import tidegate.api.wire.ConditionType;
import tidegate.rollout.plan.capacity.Split;

/**
 * Said at the end of the condition {@code Progressing} while no whole number of pods comes near the weight of a step: the
 * share of users is then another one than the spec asks for.
 */
final class WeightNote {
    private static final Pattern NOTE =
            Pattern.compile(" Weight \\d+ cannot be reached with \\d+ pods: \\d+ of \\d+ run the new version\\.");

    private static final int HALF_A_POD = 50;

    private WeightNote() {}

    /** @param target the whole pods that come closest; empty if they are less than half a pod away */
    static Optional<String> of(int weight, int replicas, Split target) {
        int total = target.canary() + target.stable();
        long offset = Math.abs(100L * target.canary() - (long) weight * total);
        if (offset < HALF_A_POD || total == 0) return Optional.empty();
        return Optional.of(" Weight " + weight + " cannot be reached with " + replicas + " pods: " + target.canary()
                + " of " + total + " run the new version.");
    }

    /** The status with this note and no other. */
    static RolloutStatus in(RolloutStatus status, Optional<String> note) {
        return status.condition(ConditionType.PROGRESSING)
                .map(progressing -> progressing.saying(noted(progressing, note)))
                .map(status::withReworded)
                .orElse(status);
    }

    /** A failure is told alone. */
    private static String noted(Condition condition, Optional<String> note) {
        String plain = NOTE.matcher(condition.message()).replaceAll("");
        return condition.status().equals(ConditionStatus.FALSE.wire()) ? plain : plain + note.orElse("");
    }
}
