package tidegate.simulator.episode;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;

/** Rollouts and parts of them, valid but otherwise any. */
final class RandomRollout {
    static final String NAME = "demo";
    static final String WORKLOAD = "legacy";
    static final String ACTIVE = "demo-active";
    static final String PREVIEW = "demo-preview";
    static final String CANARY = "demo-canary";
    static final String STABLE = "demo-stable";

    private static final List<String> BEHAVIOURS =
            List.of("", "", "", "", "", "slow-", "missing-", "crash-", "oscillating-");
    private static final List<String> BROKEN = List.of("missing-", "crash-");

    private final RandomGenerator random;

    RandomRollout(RandomGenerator random) {
        this.random = random;
    }

    Json manifest() {
        boolean refers = chance(12);
        Json spec = Json.object(
                "replicas",
                chance(5) ? Json.MISSING : Json.of(replicas()),
                "minReadySeconds",
                chance(20) ? Json.of(random.nextInt(1, 4)) : Json.MISSING,
                "progressDeadlineSeconds",
                random.nextInt(5, 60),
                "progressDeadlineAbort",
                chance(25) ? Json.of(true) : Json.MISSING,
                "revisionHistoryLimit",
                chance(30) ? Json.of(random.nextInt(4)) : Json.MISSING,
                "rollbackWindow",
                chance(15) ? Json.object("revisions", random.nextInt(1, 4)) : Json.MISSING,
                "strategy",
                strategy());
        if (!spec.at("strategy", "blueGreen", "scaleDownDelayRevisionLimit").isMissing())
            spec = spec.without("revisionHistoryLimit");
        spec = refers
                ? spec.with("workloadRef", workloadRef())
                : spec.with("selector", selector()).with("template", template(newImage()));
        return Json.object("metadata", Json.object("name", NAME), "spec", spec);
    }

    private Json workloadRef() {
        List<String> ways = List.of("never", "onsuccess", "progressively");
        return Json.object(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "name",
                WORKLOAD,
                "scaleDown",
                chance(20) ? Json.MISSING : Json.of(ways.get(random.nextInt(ways.size()))));
    }

    private static Json selector() {
        return Json.parse("{\"matchLabels\":{\"app\":\"demo\"}}");
    }

    /** What a Rollout names. */
    List<Json> neighbours(Json manifest) {
        var all = new ArrayList<Json>(services());
        if (manifest.at("spec", "workloadRef").isObject()) all.add(workload());
        return all;
    }

    static List<Json> services() {
        var all = new ArrayList<Json>();
        for (String service : List.of(ACTIVE, PREVIEW, CANARY, STABLE))
            all.add(Json.object(
                    "kind",
                    "Service",
                    "metadata",
                    Json.object("name", service),
                    "spec",
                    Json.object("selector", Json.object("app", "demo"))));
        return all;
    }

    private Json workload() {
        return workload(random.nextInt(1, 6), newImage());
    }

    static Json workload(int replicas, String image) {
        return Json.object(
                "kind",
                "Deployment",
                "metadata",
                Json.object("name", WORKLOAD),
                "spec",
                Json.object("replicas", replicas, "selector", selector(), "template", template(image)));
    }

    Json strategy() {
        return chance(60)
                ? Json.object("canary", withLimits(withServices(Json.object("steps", steps()))))
                : Json.object("blueGreen", blueGreen());
    }

    private Json withServices(Json canary) {
        Json named = chance(30) ? canary.with("canaryService", CANARY) : canary;
        named = chance(30) ? named.with("stableService", STABLE) : named;
        named = chance(15) ? named.with("canaryMetadata", labels("canary")) : named;
        return chance(15) ? named.with("stableMetadata", labels("stable")) : named;
    }

    private static Json labels(String role) {
        return Json.object("labels", Json.object("role", role));
    }

    Json blueGreen() {
        return Json.object(
                "activeService",
                ACTIVE,
                "previewService",
                chance(60) ? Json.of(PREVIEW) : Json.MISSING,
                "previewReplicaCount",
                chance(30) ? Json.of(random.nextInt(1, 6)) : Json.MISSING,
                "autoPromotionEnabled",
                chance(40) ? Json.of(false) : Json.MISSING,
                "autoPromotionSeconds",
                chance(25) ? Json.of(random.nextInt(1, 20)) : Json.MISSING,
                "scaleDownDelaySeconds",
                chance(60) ? Json.of(random.nextInt(20)) : Json.MISSING,
                "scaleDownDelayRevisionLimit",
                chance(20) ? Json.of(random.nextInt(2)) : Json.MISSING,
                "abortScaleDownDelaySeconds",
                chance(40) ? Json.of(random.nextInt(20)) : Json.MISSING,
                "previewMetadata",
                chance(15) ? labels("preview") : Json.MISSING,
                "activeMetadata",
                chance(15) ? labels("active") : Json.MISSING);
    }

    int replicas() {
        return random.nextInt(9);
    }

    String newImage() {
        return image(BEHAVIOURS);
    }

    String goodImage() {
        return image(List.of(""));
    }

    String brokenImage() {
        return image(BROKEN);
    }

    private String image(List<String> behaviours) {
        return "demo:" + behaviours.get(random.nextInt(behaviours.size())) + random.nextInt(10_000);
    }

    static Json template(String image) {
        return Json.object(
                "metadata", Json.parse("{\"labels\":{\"app\":\"demo\"}}"),
                "spec", Json.object("containers", List.of(Json.object("name", "main", "image", image))));
    }

    Json steps() {
        int count = random.nextInt(6);
        var steps = new ArrayList<Json>();
        for (int i = 0; i < count; i++) steps.add(chance(60) ? setWeight() : pause());
        return steps.isEmpty() ? Json.MISSING : Json.of(steps);
    }

    private Json setWeight() {
        return Json.object("setWeight", chance(50) ? 10 * random.nextInt(11) : random.nextInt(101));
    }

    private Json pause() {
        Json wait = chance(30)
                ? Json.EMPTY_OBJECT
                : Json.object("duration", chance(50) ? Json.of(random.nextInt(15)) : Json.of(random.nextInt(15) + "s"));
        return Json.object("pause", wait);
    }

    /** Never both zero: validation refuses that. */
    Json withLimits(Json canary) {
        if (chance(30)) return canary.without("maxSurge").without("maxUnavailable");
        Json surge = limit(0);
        boolean none = surge.equals(Json.of(0)) || surge.equals(Json.of("0%"));
        return canary.with("maxSurge", surge).with("maxUnavailable", limit(none ? 1 : 0));
    }

    private Json limit(int least) {
        return chance(50) ? Json.of(random.nextInt(least, 5)) : Json.of(random.nextInt(least, 101) + "%");
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
