package tidegate.simulator.act;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.wire.RolloutEvent;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.StatusWrite;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Notice;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.simulator.cluster.Api;
import tidegate.simulator.cluster.Api.Answer;

/** One plan on its way through the API. */
public final class PlanRun {
    /** The process dies here. */
    public static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Death() {
            super("died between two writes", null, false, false);
        }
    }

    private final Api api;
    private final Plan plan;
    private final Rollout rollout;
    private final Consumer<Action> beforeAction;
    private final Runnable beforeStatus;
    private final Set<Stage.Name> held = EnumSet.noneOf(Stage.Name.class);
    private String rolloutVersion;
    private Optional<CreateFailure> createFailure = Optional.empty();
    private boolean complete = true;

    /**
     * @param beforeAction may throw {@link Death}
     * @param beforeStatus may throw {@link Death}
     */
    public PlanRun(Api api, Plan plan, Rollout rollout, Consumer<Action> beforeAction, Runnable beforeStatus) {
        this.api = api;
        this.plan = plan;
        this.rollout = rollout;
        this.beforeAction = beforeAction;
        this.beforeStatus = beforeStatus;
        this.rolloutVersion = rollout.meta().resourceVersion();
    }

    /** Carries out the stages, and the status unless it is to be held back. */
    public void carryOut(boolean withStatus) {
        for (Stage stage : plan.stages()) if (mayRun(stage.needs())) run(stage);
        if (withStatus) plan.status().filter(status -> mayRun(status.needs())).ifPresent(this::write);
    }

    /** Whether everything that was tried held. */
    public boolean isComplete() {
        return complete;
    }

    public Optional<CreateFailure> createFailure() {
        return createFailure;
    }

    /** The events that are due now. */
    public List<RolloutEvent> events() {
        var due = new ArrayList<RolloutEvent>();
        for (Notice notice : plan.notices()) if (held.contains(notice.after())) due.add(notice.event());
        return due;
    }

    private boolean mayRun(Set<Stage.Name> needs) {
        boolean may =
                plan.stages().stream().map(Stage::name).filter(needs::contains).allMatch(held::contains);
        complete &= may;
        return may;
    }

    private void run(Stage stage) {
        boolean all = true;
        for (Action action : stage.actions()) {
            beforeAction.accept(action);
            all &= succeeds(action);
        }
        if (all) held.add(stage.name());
        complete &= all;
    }

    private boolean succeeds(Action action) {
        return switch (action) {
            case Action.CreateReplicaSet create -> isCreated(create);
            case Action.DeleteReplicaSet(var target) ->
                isDone(api.deleteReplicaSet(target.name(), target.uid(), target.resourceVersion()));
            case Action.PatchRollout patch -> isPatched(patch);
            case Action.PatchService _, Action.PatchDeployment _, Action.PatchPod _, Action.EvictPod _ ->
                throw new UnsupportedOperationException("not in this model: " + action);
            case Action.Patch patch -> isDone(api.patchReplicaSet(patch.target().name(), guarded(patch)));
        };
    }

    private boolean isPatched(Action.PatchRollout patch) {
        if (!(api.patchRollout(guarded(patch)) instanceof Answer.Done(Json now))) return false;
        rolloutVersion = now.at("metadata", "resourceVersion").stringOrEmpty();
        return true;
    }

    private boolean isCreated(Action.CreateReplicaSet create) {
        Answer answer = api.createReplicaSet(create.manifest());
        if (answer instanceof Answer.Done || isOurs(create)) return true;
        createFailure = Optional.of(new CreateFailure.NameTaken(create.name()));
        return false;
    }

    private boolean isOurs(Action.CreateReplicaSet create) {
        return api.readReplicaSet(create.name())
                .map(ReplicaSet::of)
                .flatMap(set -> set.meta().controller())
                .filter(owner -> owner.uid().equals(rollout.meta().uid()))
                .isPresent();
    }

    private void write(StatusWrite status) {
        beforeStatus.run();
        Json patch =
                Json.object("status", status.patch()).with("metadata", Json.object("resourceVersion", rolloutVersion));
        boolean done = isDone(api.patchRolloutStatus(patch));
        if (done) held.add(Stage.Name.STATUS);
        complete &= done;
    }

    private static Json guarded(Action.Patch patch) {
        Json metadata = patch.patch()
                .get("metadata")
                .with("uid", patch.target().uid())
                .with("resourceVersion", patch.target().resourceVersion());
        return patch.patch().with("metadata", metadata);
    }

    private static boolean isDone(Answer answer) {
        return answer instanceof Answer.Done;
    }
}
