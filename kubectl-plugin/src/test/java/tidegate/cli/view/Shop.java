package tidegate.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tidegate.api.json.Json;

/** Objects of a cluster in words: every one valid and old enough, tests say what is special. */
public final class Shop {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final String NAMESPACE = "shop";

    private Shop() {}

    /** The creation time of something this old: units d, h, m, s as in {@code 3h4m}. */
    public static String ago(String age) {
        return NOW.minus(duration(age)).toString();
    }

    public static Duration duration(String age) {
        String days = age.contains("d") ? age.substring(0, age.indexOf('d')) : "0";
        String rest = age.substring(age.indexOf('d') + 1);
        return Duration.ofDays(Long.parseLong(days)).plus(Duration.parse("PT" + (rest.isEmpty() ? "0s" : rest)));
    }

    public static Json meta(String name, String age) {
        return Json.object(
                "name",
                name,
                "namespace",
                NAMESPACE,
                "uid",
                "uid-" + name,
                "generation",
                1,
                "resourceVersion",
                "100",
                "creationTimestamp",
                ago(age));
    }

    public static Json ownedBy(String owner, Json object) {
        Json reference = Json.object("name", owner, "uid", "uid-" + owner, "controller", true);
        return object.map("metadata", meta -> meta.with("ownerReferences", Json.array(reference)));
    }

    public static Json annotated(String key, String value, Json object) {
        return object.withAt(List.of("metadata", "annotations", key), value);
    }

    /** A canary Rollout with these steps; the status is the caller's. */
    public static Json canary(String name, String age, int replicas, List<Json> steps, Json status) {
        Json canary = Json.object("steps", steps);
        return rollout(name, age, replicas, Json.object("canary", canary), status);
    }

    public static Json rollout(String name, String age, int replicas, Json strategy, Json status) {
        Json template = template(name, "", "shop/" + name + ":1.4.2");
        Json spec = Json.object(
                "replicas", replicas,
                "selector", Json.object("matchLabels", Json.object("app", name)),
                "template", template,
                "strategy", strategy);
        return Json.object(
                "apiVersion",
                "argoproj.io/v1alpha1",
                "kind",
                "Rollout",
                "metadata",
                meta(name, age),
                "spec",
                spec,
                "status",
                status.with("observedGeneration", "1"));
    }

    public static Json template(String app, String hash, String image) {
        Json labels = Json.object("app", app, "rollouts-pod-template-hash", hash.isEmpty() ? Json.MISSING : hash);
        return Json.object(
                "metadata", Json.object("labels", labels),
                "spec", Json.object("containers", Json.array(Json.object("name", "app", "image", image))));
    }

    /** {@code setWeight} and pauses in turn, as many as asked for. */
    public static List<Json> steps(int... weights) {
        var steps = new ArrayList<Json>();
        for (int weight : weights) {
            steps.add(Json.object("setWeight", weight));
            steps.add(Json.object("pause", Json.EMPTY_OBJECT));
        }
        return steps;
    }

    public static Json counts(int current, int updated, int ready, int available) {
        return Json.object(
                "replicas", current,
                "updatedReplicas", updated,
                "readyReplicas", ready,
                "availableReplicas", available);
    }

    /** A ReplicaSet named after owner and hash, all of its pods available. */
    public static Json replicaSet(String owner, String hash, int revision, String age, int replicas, String image) {
        Json set = Json.object(
                "metadata",
                meta(owner + "-" + hash, age).with("labels", Json.object("rollouts-pod-template-hash", hash)),
                "spec",
                Json.object("replicas", replicas, "template", template(owner, hash, image)),
                "status",
                Json.object("replicas", replicas, "availableReplicas", replicas, "observedGeneration", 1));
        return ownedBy(owner, annotated("rollout.argoproj.io/revision", Integer.toString(revision), set));
    }

    /** A running pod of a ReplicaSet with its one container ready. */
    public static Json pod(String set, String suffix, String age) {
        Json state = Json.object("running", Json.object("startedAt", ago(age)));
        Json container = Json.object("name", "app", "ready", true, "restartCount", 0, "state", state);
        return podWith(set, suffix, age, container);
    }

    public static Json podWith(String set, String suffix, String age, Json containerStatus) {
        return ownedBy(
                set,
                Json.object(
                        "metadata",
                        meta(set + "-" + suffix, age),
                        "spec",
                        Json.object("containers", Json.array(Json.object("name", "app"))),
                        "status",
                        Json.object("phase", "Running", "containerStatuses", Json.array(containerStatus))));
    }

    public static RolloutObjects seen(Json rollout, List<Json> sets, List<Json> pods) {
        return new RolloutObjects(rollout, sets, pods, List.of(), List.of(), OptionalLong.empty());
    }
}
