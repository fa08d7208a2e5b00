package tidegate.rollout.plan.strategy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tidegate.api.rollout.RolloutStatus;
import tidegate.rollout.plan.action.Errand;
import tidegate.rollout.plan.status.Draft;

/**
 * What one pass decided.
 *
 * @param draft the complete next status and the events that come with it
 * @param sizes of all ReplicaSets
 * @param nextLook when time alone changes the decision
 * @param waitsFor for humans, {@code ""} when settled
 * @param errands what else is to be done
 */
public record Decision(Draft draft, Sizes sizes, Optional<Instant> nextLook, String waitsFor, List<Errand> errands) {
    public Decision {
        errands = List.copyOf(errands);
    }

    /** With something else to be done. */
    public Decision and(Errand errand) {
        var more = new ArrayList<>(errands);
        more.add(errand);
        return new Decision(draft, sizes, nextLook, waitsFor, more);
    }

    public Decision with(Sizes others) {
        return new Decision(draft, others, nextLook, waitsFor, errands);
    }

    /** Without what was to travel with the sizes of these ReplicaSets. */
    public Decision leavingAlone(Set<String> replicaSets) {
        var fewer =
                errands.stream().map(errand -> errand.leavingAlone(replicaSets)).toList();
        return new Decision(draft, sizes, nextLook, waitsFor, fewer);
    }

    /** The same with something else in the next status. */
    public Decision map(UnaryOperator<RolloutStatus> change) {
        return new Decision(draft.map(change), sizes, nextLook, waitsFor, errands);
    }
}
