package tidegate.simulator.episode;

import java.util.List;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.api.template.PodTemplates;
import tidegate.simulator.cluster.SimCluster;

/** Somebody with a command line, who sends what the plugin sends. */
final class User {
    /** What a user may do. */
    enum Command {
        SET_IMAGE,
        PROMOTE,
        PROMOTE_FULLY,
        ABORT,
        RETRY,
        UNDO,
        PAUSE,
        RESUME,
        SCALE,
        EDIT_STEPS,
        EDIT_LIMITS,
        GO_TO_STEP,
        ANNOTATE
    }

    private static final List<String> CANARY = List.of("spec", "strategy", "canary");

    private final SimCluster cluster;
    private final RandomGenerator random;
    private final RandomRollout rollouts;

    User(SimCluster cluster, RandomGenerator random, RandomRollout rollouts) {
        this.cluster = cluster;
        this.random = random;
        this.rollouts = rollouts;
    }

    /** Does something; what, in words. */
    String act() {
        Command[] all = Command.values();
        return act(all[random.nextInt(all.length)]);
    }

    private String act(Command command) {
        return switch (command) {
            case SET_IMAGE -> setImage(rollouts.newImage());
            case PROMOTE -> promote();
            case PROMOTE_FULLY -> promoteFully();
            case ABORT -> status("{\"abort\":true}");
            case RETRY -> status("{\"abort\":false}");
            case UNDO -> undo();
            case PAUSE -> spec("paused", Json.of(true));
            case RESUME -> spec("paused", Json.of(false));
            case SCALE -> spec("replicas", Json.of(rollouts.replicas()));
            case EDIT_STEPS -> canary(block().with("steps", rollouts.steps()));
            case EDIT_LIMITS -> canary(rollouts.withLimits(block()));
            case GO_TO_STEP -> status("{\"currentStepIndex\":" + random.nextInt(-1, 7) + "}");
            case ANNOTATE -> annotate();
        };
    }

    private String setImage(String image) {
        cluster.edit(json -> json.withAt(List.of("spec", "template"), RandomRollout.template(image)));
        return "set image " + image;
    }

    private String spec(String field, Json value) {
        cluster.edit(json -> json.withAt(List.of("spec", field), value));
        return "patch spec." + field + " " + value;
    }

    private String status(String patch) {
        cluster.editStatus(Json.parse(patch));
        return "patch status " + patch;
    }

    private Json block() {
        return cluster.rollout().spec().strategy().json();
    }

    private String canary(Json block) {
        cluster.edit(json -> json.withAt(CANARY, block));
        return "patch spec.strategy.canary " + block;
    }

    private String annotate() {
        cluster.edit(json -> json.withAt(List.of("metadata", "annotations", "note"), "n" + random.nextInt(1000)));
        return "annotate";
    }

    /** As {@code promote} decides from what it reads. */
    private String promote() {
        Rollout rollout = cluster.rollout();
        String did = "promote: ";
        if (!rollout.status().pauseConditions().isEmpty()) did += status("{\"pauseConditions\":null}");
        else if (steps(rollout) > 0)
            did += status("{\"pauseConditions\":null,\"currentStepIndex\":" + next(rollout) + "}");
        if (rollout.spec().paused()) did += " " + spec("paused", Json.of(false));
        return did;
    }

    private String promoteFully() {
        Rollout rollout = cluster.rollout();
        RolloutStatus status = rollout.status();
        String did = "promote --full: ";
        if (!status.currentPodHash().equals(status.stableRS())) did += status("{\"promoteFull\":true}");
        if (rollout.spec().paused()) did += " " + spec("paused", Json.of(false));
        return did;
    }

    private static int steps(Rollout rollout) {
        return rollout.spec().strategy() instanceof Strategy.Canary canary
                ? canary.steps().size()
                : 0;
    }

    private static int next(Rollout rollout) {
        return Math.min(rollout.status().currentStepIndex().orElse(0) + 1, steps(rollout));
    }

    private String undo() {
        var sets = cluster.replicaSets();
        if (sets.isEmpty()) return "undo: nothing there";
        ReplicaSet set = sets.get(random.nextInt(sets.size()));
        Json template = PodTemplates.asWritten(set);
        cluster.edit(json -> json.withAt(List.of("spec", "template"), template));
        return "undo to " + SimCluster.imageOf(template);
    }
}
