package tidegate.rollout.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.act.Doubt;
import tidegate.rollout.act.Outcome;
import tidegate.rollout.plan.RolloutSnapshot;

/**
 * Writes to one Rollout and what belongs to it that the API gave no answer for, until snapshots show what became of them.
 * There are never more than one plan wrote: the next one waits for the Rollout and its ReplicaSets, and writes to nothing
 * that is unknown.
 */
final class Doubts {
    /** An API that answers nothing for hours leaves one with each try. */
    private static final int MOST = 32;

    private final List<Waiting> waiting = new ArrayList<>();

    /**
     * One of them.
     *
     * @param about the Rollout as it was when that was decided
     * @param at when it was written
     */
    record Waiting(Rollout about, Doubt doubt, Instant at) {}

    /** After a pass. What it wrote was at the version that an earlier write in doubt needed, so that one never came. */
    void note(Rollout about, Outcome outcome, Instant at) {
        waiting.removeIf(one -> outcome.written().contains(one.doubt().uid()));
        for (Doubt doubt : outcome.doubts()) waiting.add(new Waiting(about, doubt, at));
        if (waiting.size() > MOST) waiting.subList(0, waiting.size() - MOST).clear();
    }

    /**
     * Those that were done after all, in their order; they, and those that were not, are forgotten. Of several tries at the
     * same version of an object one at most was done: the last that fits.
     */
    List<Waiting> done(RolloutSnapshot seen) {
        var done = new ArrayList<Waiting>();
        var settled = new HashSet<String>();
        for (int i = waiting.size() - 1; i >= 0; i--) {
            Waiting one = waiting.get(i);
            Doubt.Fate fate = one.doubt().fateIn(seen);
            if (fate == Doubt.Fate.UNKNOWN) continue;
            waiting.remove(i);
            if (fate == Doubt.Fate.DONE && settled.add(tryAt(one.doubt()))) done.addFirst(one);
        }
        return done;
    }

    private static String tryAt(Doubt doubt) {
        boolean isOfCreation = doubt.uid().isEmpty();
        return isOfCreation ? doubt.write().toString() : doubt.uid() + "@" + doubt.version();
    }
}
