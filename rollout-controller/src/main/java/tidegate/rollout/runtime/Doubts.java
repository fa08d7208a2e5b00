package tidegate.rollout.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.act.Doubt;
import tidegate.rollout.plan.RolloutSnapshot;

/**
 * Writes to one Rollout and what belongs to it that the API gave no answer for, until snapshots show what became of them.
 * There are never more than one plan wrote: the next one waits for the Rollout and its ReplicaSets, and writes to nothing
 * that is unknown.
 */
final class Doubts {
    private final List<Waiting> waiting = new ArrayList<>();

    /**
     * One of them.
     *
     * @param about the Rollout as it was when that was decided
     * @param at when it was written
     */
    record Waiting(Rollout about, Doubt doubt, Instant at) {}

    void note(Rollout about, List<Doubt> doubts, Instant at) {
        for (Doubt doubt : doubts) waiting.add(new Waiting(about, doubt, at));
    }

    /** Those that were done after all; they, and those that were not, are forgotten. */
    List<Waiting> done(RolloutSnapshot seen) {
        var done = new ArrayList<Waiting>();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting one = all.next();
            Doubt.Fate fate = one.doubt().fateIn(seen);
            if (fate == Doubt.Fate.UNKNOWN) continue;
            if (fate == Doubt.Fate.DONE) done.add(one);
            all.remove();
        }
        return done;
    }
}
