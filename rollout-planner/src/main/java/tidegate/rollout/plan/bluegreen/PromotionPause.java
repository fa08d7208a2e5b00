package tidegate.rollout.plan.bluegreen;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import tidegate.api.rollout.PauseCondition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.api.wire.PauseReason;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.status.Draft;

/**
 * The wait before the new version gets the users: for a human, or for {@code autoPromotionSeconds}.
 *
 * <p>A human ends it by removing the condition, whatever else would end it: {@code controllerPause} without a condition
 * says so.
 */
final class PromotionPause {
    private static final String REASON = PauseReason.BLUE_GREEN_PAUSE.wire();

    /** The stored start is cut to whole seconds; a pause is never shorter than it says. */
    private static final Duration CUT_OFF = Duration.ofSeconds(1);

    private final Strategy.BlueGreen blueGreen;

    PromotionPause(Strategy.BlueGreen blueGreen) {
        this.blueGreen = blueGreen;
    }

    boolean isWanted() {
        return !blueGreen.autoPromotionEnabled() || !blueGreen.autoPromotion().isZero();
    }

    boolean waitsForSomebody() {
        return !blueGreen.autoPromotionEnabled();
    }

    static boolean wasEndedBySomebody(RolloutStatus status) {
        return status.controllerPause() && status.pauseConditions().isEmpty();
    }

    /** Whether the wait that has begun is over. */
    boolean isOver(RolloutStatus status, Instant now) {
        boolean isOnlyThis = status.pauseConditions().stream()
                .allMatch(pause -> pause.reason().equals(REASON));
        if (!isOnlyThis) return false;
        return !isWanted() || end(status).map(end -> !now.isBefore(end)).orElse(false);
    }

    /** When time alone ends it; empty if it has not begun, or only a human can. */
    Optional<Instant> end(RolloutStatus status) {
        if (!blueGreen.autoPromotionEnabled()) return Optional.empty();
        return status.pauseCondition(REASON)
                .filter(PromotionPause::isReadable)
                .map(begun -> begun.startedAt().plus(blueGreen.autoPromotion()).plus(CUT_OFF));
    }

    private static boolean isReadable(PauseCondition begun) {
        return begun.startedAt().isAfter(Instant.EPOCH);
    }

    /** Where a wait has begun at a time that nobody can read, it begins anew: it would never end. */
    static Draft readable(Draft draft, Instant now) {
        return draft.status().pauseCondition(REASON).isPresent() ? waiting(draft, now) : draft;
    }

    /** Begins the wait, or leaves one that has begun. */
    static Draft waiting(Draft draft, Instant now) {
        var begun = draft.status().pauseCondition(REASON);
        if (begun.filter(PromotionPause::isReadable).isPresent()) return draft;
        var pauses = new ArrayList<>(draft.status().pauseConditions());
        pauses.removeIf(pause -> pause.reason().equals(REASON));
        pauses.add(new PauseCondition(REASON, now));
        Draft paused = draft.map(to -> to.withPauseConditions(pauses).withControllerPause(true));
        return begun.isPresent() ? paused : paused.say(RolloutEvent.paused(PauseReason.BLUE_GREEN_PAUSE));
    }
}
