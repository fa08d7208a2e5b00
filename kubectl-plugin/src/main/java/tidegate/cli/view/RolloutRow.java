package tidegate.cli.view;

import static tidegate.cli.view.ClusterObject.count;

import java.util.List;
import java.util.OptionalLong;
import tidegate.api.json.Json;

/** A line of {@code list rollouts}. */
public final class RolloutRow {
    public static final List<ListTable.Column> COLUMNS = List.of(
            new ListTable.Column("NAME", 10),
            new ListTable.Column("STRATEGY", 9),
            new ListTable.Column("STATUS", 12),
            new ListTable.Column("STEP", 4),
            new ListTable.Column("SET-WEIGHT", 10),
            new ListTable.Column("READY", 5),
            new ListTable.Column("DESIRED", 7),
            new ListTable.Column("UP-TO-DATE", 10),
            new ListTable.Column("AVAILABLE", 9));

    private RolloutRow() {}

    /** One cell per column. */
    public static List<String> cells(Json rollout) {
        Json status = rollout.get("status");
        ShownStrategy strategy = ShownStrategy.of(rollout);
        boolean isCanary = strategy == ShownStrategy.CANARY;
        var progress = new CanaryProgress(rollout);
        return List.of(
                new ClusterObject(rollout).name(),
                strategy == ShownStrategy.NONE ? "unknown" : strategy.title(),
                ShownPhase.of(rollout, OptionalLong.empty()).phase(),
                isCanary ? progress.step().orElse("-") : "-",
                isCanary ? Integer.toString(progress.setWeight()) : "-",
                count(status.get("readyReplicas")) + "/" + count(status.get("replicas")),
                Integer.toString(ShownPhase.desiredReplicas(rollout)),
                Integer.toString(count(status.get("updatedReplicas"))),
                Integer.toString(count(status.get("availableReplicas"))));
    }
}
