package tidegate.rollout.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.json.MergePatch;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionType;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.seen.Trouble;
import tidegate.rollout.plan.status.TroubleReport;

/** Whatever a plan is, what keeps failing is told in the status that it writes. */
public final class Troubled {
    private static final String BROKEN = "decision about this Rollout";

    private Troubled() {}

    /** The plan that tells of the troubles in the snapshot, and no longer of those that are over. */
    static Plan told(Plan plan, RolloutSnapshot seen, Instant now) {
        return told(plan, seen, seen.past().troubles(), now);
    }

    /**
     * For a snapshot that the planner fails on: nothing is done, and the status says so.
     *
     * @param error what it failed with; the same for the same snapshot
     */
    public static Plan broken(RolloutSnapshot seen, String error, Instant now) {
        var troubles = new ArrayList<>(seen.past().troubles());
        troubles.add(new Trouble(BROKEN, error));
        return told(Plan.waitFor("a version of the controller that can decide about it"), seen, troubles, now);
    }

    private static Plan told(Plan plan, RolloutSnapshot seen, List<Trouble> troubles, Instant now) {
        RolloutStatus stored = seen.rollout().status();
        RolloutStatus planned = plan.status().map(StatusWrite::next).orElse(stored);
        boolean isTold = planned.condition(ConditionType.RECONCILIATION_ERROR).isPresent();
        if (troubles.isEmpty() && !isTold) return plan;
        RolloutStatus next = TroubleReport.onto(planned, troubles, now);
        if (next.json().equals(planned.json())) return plan;
        var notices = new ArrayList<>(plan.notices());
        TroubleReport.news(stored, troubles).forEach(event -> notices.add(new Notice(event, Stage.Name.STATUS)));
        Set<Stage.Name> needs = plan.status().map(StatusWrite::needs).orElse(Set.of());
        return plan.with(write(stored, next, needs)).with(notices);
    }

    private static Optional<StatusWrite> write(RolloutStatus stored, RolloutStatus next, Set<Stage.Name> needs) {
        Json patch = MergePatch.between(stored.json(), next.json());
        return patch.isEmpty() ? Optional.empty() : Optional.of(new StatusWrite(next, patch, needs, false));
    }
}
