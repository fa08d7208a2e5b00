package tidegate.simulator.episode;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;

/** Rollouts and parts of them, valid but otherwise any. */
final class RandomRollout {
    static final String NAME = "demo";

    private static final List<String> BEHAVIOURS =
            List.of("", "", "", "", "", "slow-", "missing-", "crash-", "oscillating-");
    private static final List<String> BROKEN = List.of("missing-", "crash-");

    private final RandomGenerator random;

    RandomRollout(RandomGenerator random) {
        this.random = random;
    }

    Json manifest() {
        return Json.object(
                "metadata",
                Json.object("name", NAME),
                "spec",
                Json.object(
                        "replicas",
                        chance(5) ? Json.MISSING : Json.of(replicas()),
                        "selector",
                        Json.parse("{\"matchLabels\":{\"app\":\"demo\"}}"),
                        "template",
                        template(newImage()),
                        "minReadySeconds",
                        chance(20) ? Json.of(random.nextInt(1, 4)) : Json.MISSING,
                        "progressDeadlineSeconds",
                        random.nextInt(5, 60),
                        "progressDeadlineAbort",
                        chance(25) ? Json.of(true) : Json.MISSING,
                        "revisionHistoryLimit",
                        chance(30) ? Json.of(random.nextInt(4)) : Json.MISSING,
                        "strategy",
                        strategy()));
    }

    /** What the Rollout names. */
    List<Json> neighbours(Json manifest) {
        return List.of();
    }

    Json strategy() {
        return Json.object("canary", withLimits(Json.object("steps", steps())));
    }

    int replicas() {
        return random.nextInt(13);
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
