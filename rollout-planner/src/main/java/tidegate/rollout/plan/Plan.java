package tidegate.rollout.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.Past;

/**
 * What to do now about one Rollout.
 *
 * <p>Whoever carries it out guarantees:
 *
 * <ol>
 *   <li>Stages run in their order; one whose {@code needs} did not hold is skipped; the others still run.
 *   <li>Every write carries the uid and resourceVersion it was decided on and is recorded; the Rollout is not planned
 *       again before every cache contains the writes of this pass. A conflict is no error: plan again from a newer view.
 *   <li>The status comes last, to the status subresource, with the resourceVersion of the Rollout in the snapshot, or
 *       that of this pass's own write to the Rollout's main resource (which had the snapshot's as precondition). What
 *       did not answer in an earlier pass, and what no stage needs, is written after it.
 *   <li>Any other failure of an action: plan again with back-off. A failed create is told in
 *       {@link RolloutSnapshot#createFailure} and planned again at once, so that the status says so.
 *   <li>Notices are sent in their order, off the critical path, each once: exactly those whose action succeeded, or, if
 *       they name none, whose {@code after} held.
 *   <li>A status that is {@link StatusWrite#onlyCounts} may be held back up to 200 ms from when it was first due,
 *       also when the plan has stages ({@link #holdingStatusUntil}), so that several changes make one write; all other
 *       statuses are written at once.
 *   <li>The Rollout is planned again at {@code nextLook}, and whenever anything in its snapshot changes; nothing else.
 * </ol>
 *
 * @param waitsFor for humans: what has to happen next; {@code ""} when settled
 * @param nextLook when time alone changes the decision; empty when only an event can
 * @param wants what the API itself has to be asked before planning again, at once
 * @param verified ReplicaSets of which all pods were found in order; to be remembered ({@link Past#verified})
 */
public record Plan(
        List<Stage> stages,
        Optional<StatusWrite> status,
        List<Notice> notices,
        String waitsFor,
        Optional<Instant> nextLook,
        Set<Want> wants,
        Set<Past.Verified> verified) {

    public Plan {
        stages = List.copyOf(stages);
        notices = List.copyOf(notices);
        wants = Set.copyOf(wants);
        verified = Set.copyOf(verified);
    }

    /** Nothing to do until something changes. */
    public static Plan waitFor(String what) {
        return new Plan(List.of(), Optional.empty(), List.of(), what, Optional.empty(), Set.of(), Set.of());
    }

    /** Nothing may be decided before the API itself was asked. */
    public static Plan askTheApi(Want want, String what) {
        return new Plan(List.of(), Optional.empty(), List.of(), what, Optional.empty(), Set.of(want), Set.of());
    }

    /** The same plan without its status, to be planned again by then at the latest. */
    public Plan holdingStatusUntil(Instant until) {
        Instant next = nextLook.filter(until::isAfter).orElse(until);
        return new Plan(stages, Optional.empty(), notices, waitsFor, Optional.of(next), wants, verified);
    }

    /** The same plan, to be made again by then at the latest. */
    Plan lookingAt(Instant when) {
        Instant next = nextLook.filter(when::isAfter).orElse(when);
        return new Plan(stages, status, notices, waitsFor, Optional.of(next), wants, verified);
    }

    /** The same plan with another status. */
    Plan with(Optional<StatusWrite> other) {
        return new Plan(stages, other, notices, waitsFor, nextLook, wants, verified);
    }

    /** The same plan with other notices. */
    Plan with(List<Notice> others) {
        return new Plan(stages, status, others, waitsFor, nextLook, wants, verified);
    }

    /** Whether carrying it out writes nothing. */
    public boolean isEmpty() {
        return stages.isEmpty() && status.isEmpty();
    }

    /** All actions in order. */
    public List<Action> actions() {
        return stages.stream().flatMap(stage -> stage.actions().stream()).toList();
    }
}
