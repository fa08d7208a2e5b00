package tidegate.rollout.act;

import tidegate.rollout.plan.action.Action;

/** What an action writes to, in the words of messages: {@code Service "web-canary"}. All pods are one subject. */
public final class Subject {
    /** What the last write of a plan is about. */
    public static final String STATUS = "status of the Rollout";

    private Subject() {}

    public static String of(Action action) {
        return switch (action) {
            case Action.CreateReplicaSet create -> named("ReplicaSet", create.name());
            case Action.DeleteReplicaSet(var target) -> named("ReplicaSet", target.name());
            case Action.ScaleReplicaSet scale ->
                named("ReplicaSet", scale.target().name());
            case Action.PatchReplicaSet patch ->
                named("ReplicaSet", patch.target().name());
            case Action.AdoptReplicaSet adopt ->
                named("ReplicaSet", adopt.target().name());
            case Action.ReleaseReplicaSet release ->
                named("ReplicaSet", release.target().name());
            case Action.PatchRollout patch -> named("Rollout", patch.target().name());
            case Action.PatchService patch -> named("Service", patch.target().name());
            case Action.PatchDeployment patch ->
                named("Deployment", patch.target().name());
            case Action.PatchPod _ -> "labels and annotations of pods";
            case Action.EvictPod _ -> "eviction of pods";
        };
    }

    private static String named(String kind, String name) {
        return kind + " \"" + name + "\"";
    }
}
