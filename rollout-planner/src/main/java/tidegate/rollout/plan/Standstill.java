package tidegate.rollout.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.rollout.plan.intent.Commands;
import tidegate.rollout.plan.lineage.Claim;
import tidegate.rollout.plan.lineage.Lineage;
import tidegate.rollout.plan.lineage.Release;
import tidegate.rollout.plan.status.Draft;
import tidegate.rollout.plan.status.OutOfSight;

/**
 * What is decided where nothing else can be: a ReplicaSet may be missing from sight, or a write has to come first and is
 * refused. An abort that is asked for and a deadline that passes are written all the same (law 4).
 *
 * <p>Nothing in the status names another version than before, and nothing but the status is written: once everything is in
 * sight again, the next pass carries out what it says.
 */
final class Standstill {
    private Standstill() {}

    /**
     * The plan that writes the status only.
     *
     * @param begun the status to be completed
     * @param why in words: what has to happen first
     */
    static Plan plan(RolloutSnapshot seen, RolloutStatus begun, String why, Instant now) {
        Rollout stored = seen.rollout();
        Draft draft = Draft.of(begun);
        if (!isUpdating(stored.status())) return Assembly.statusOnly(stored, draft, why, Optional.empty());
        OutOfSight sight = new OutOfSight(asFarAsSeen(seen, now));
        Draft next = next(draft, sight, stored, now);
        return Assembly.statusOnly(stored, next, why, sight.deadline().filter(now::isBefore));
    }

    /** The plan of one write that comes before everything else. While something fails, it is not waited for. */
    static Plan beside(Plan plan, RolloutSnapshot seen, Instant now) {
        if (seen.past().troubles().isEmpty()) return plan;
        Plan told = plan(seen, seen.rollout().status(), plan.waitsFor(), now);
        return new Plan(
                plan.stages(), told.status(), told.notices(), plan.waitsFor(), told.nextLook(), Set.of(), Set.of());
    }

    /** Whether there is another version to go back to. */
    private static boolean isUpdating(RolloutStatus status) {
        return !status.stableRS().isEmpty()
                && !status.currentPodHash().isEmpty()
                && !status.stableRS().equals(status.currentPodHash());
    }

    private static Draft next(Draft draft, OutOfSight sight, Rollout stored, Instant now) {
        int steps = stored.spec().strategy() instanceof Strategy.Canary canary
                ? canary.steps().size()
                : 0;
        if (Commands.wantsAbort(draft.status()))
            return sight.aborted(Commands.aborted(draft, now, steps), Optional.empty());
        if (!sight.isTimedOut()) return draft;
        return stored.spec().progressDeadlineAbort()
                ? sight.aborted(Commands.aborted(draft, now, steps), Optional.of(sight.timeout()))
                : sight.timedOut(draft);
    }

    private static Release asFarAsSeen(RolloutSnapshot seen, Instant now) {
        Rollout rollout = seen.rollout();
        List<ReplicaSet> owned = Claim.of(rollout, seen.replicaSets()).owned();
        Lineage lineage = Lineage.at(rollout.status().currentPodHash(), owned);
        var collisions = rollout.status().collisionCount();
        return Release.of(rollout, lineage, collisions, seen.neighbours(), seen.past(), Optional.empty(), now);
    }
}
