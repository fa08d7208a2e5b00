package tidegate.cli.view;

import static tidegate.cli.view.Shop.ago;
import static tidegate.cli.view.Shop.annotated;
import static tidegate.cli.view.Shop.canary;
import static tidegate.cli.view.Shop.counts;
import static tidegate.cli.view.Shop.meta;
import static tidegate.cli.view.Shop.ownedBy;
import static tidegate.cli.view.Shop.pod;
import static tidegate.cli.view.Shop.podWith;
import static tidegate.cli.view.Shop.replicaSet;
import static tidegate.cli.view.Shop.rollout;
import static tidegate.cli.view.Shop.steps;

import java.util.List;
import java.util.OptionalLong;
import tidegate.api.json.Json;

/** The clusters behind the golden files. */
public final class Samples {
    private static final String NEW = "6d8b5c7f9d";
    private static final String STABLE = "7c6d9f5b4c";

    private Samples() {}

    public static RolloutObjects healthyCanary() {
        Json status = counts(2, 2, 2, 2)
                .with("phase", "Healthy")
                .with("stableRS", STABLE)
                .with("currentPodHash", STABLE)
                .with("currentStepIndex", 8);
        Json restarted = Json.object(
                "ready", true, "restartCount", 2, "state", Json.object("running", Json.object("startedAt", ago("1h"))));
        return Shop.seen(
                canary("checkout", "12d", 2, steps(20, 40, 60, 80), status),
                List.of(
                        replicaSet("checkout", "58f4d7c9bb", 1, "12d", 0, "shop/checkout:1.4.1"),
                        replicaSet("checkout", STABLE, 2, "3h4m", 2, "shop/checkout:1.4.2")),
                List.of(
                        podWith("checkout-" + STABLE, "9mzqd", "2h51m", restarted),
                        pod("checkout-" + STABLE, "2xkvp", "3h4m")));
    }

    public static RolloutObjects pausedCanary() {
        Json status = counts(5, 1, 5, 5)
                .with("phase", "Paused")
                .with("message", "CanaryPauseStep")
                .with("stableRS", STABLE)
                .with("currentPodHash", NEW)
                .with("currentStepIndex", 1)
                .with("controllerPause", true)
                .with("pauseConditions", Json.array(Json.object("reason", "CanaryPauseStep")));
        String stable = "checkout-" + STABLE;
        return Shop.seen(
                canary("checkout", "12d", 5, steps(20, 40, 60, 80), status),
                List.of(
                        replicaSet("checkout", STABLE, 2, "3h12m", 4, "shop/checkout:1.4.2"),
                        replicaSet("checkout", NEW, 3, "95s", 1, "shop/checkout:1.5.0")),
                List.of(
                        pod("checkout-" + NEW, "hq4zn", "95s"),
                        pod(stable, "2xkvp", "3h12m"),
                        pod(stable, "9mzqd", "2h59m"),
                        pod(stable, "tw8rl", "2h58m"),
                        pod(stable, "vv5xs", "2h58m")));
    }

    public static RolloutObjects abortedCanary() {
        Json status = counts(1, 0, 1, 1)
                .with("phase", "Degraded")
                .with("message", "RolloutAborted: Rollout aborted update to revision 3")
                .with("stableRS", STABLE)
                .with("currentPodHash", NEW)
                .with("currentStepIndex", 0)
                .with("abort", true);
        Json metric = Json.object("name", "errors", "phase", "Failed", "successful", 2, "failed", 1);
        Json run = ownedBy(
                "checkout",
                annotated(
                        "rollout.argoproj.io/revision",
                        "3",
                        Json.object(
                                "metadata",
                                meta("checkout-" + NEW + "-3", "5m2s"),
                                "status",
                                Json.object("phase", "Failed", "metricResults", Json.array(metric)))));
        return new RolloutObjects(
                canary("checkout", "12d", 1, steps(20, 40, 60, 80), status),
                List.of(
                        replicaSet("checkout", NEW, 3, "6m40s", 0, "shop/checkout:1.5.0"),
                        replicaSet("checkout", STABLE, 2, "3h17m", 1, "shop/checkout:1.4.2")),
                List.of(pod("checkout-" + STABLE, "2xkvp", "3h17m")),
                List.of(),
                List.of(run),
                OptionalLong.empty());
    }

    public static RolloutObjects waitingBlueGreen() {
        Json status = counts(2, 1, 2, 1)
                .with("phase", "Paused")
                .with("message", "BlueGreenPause")
                .with("stableRS", "6cbccd9f99")
                .with("currentPodHash", "74b948fccb")
                .with("pauseConditions", Json.array(Json.object("reason", "BlueGreenPause")))
                .with("blueGreen", Json.object("activeSelector", "6cbccd9f99", "previewSelector", "74b948fccb"));
        return Shop.seen(
                rollout("cart", "7d", 1, Json.object("blueGreen", Json.object("activeService", "cart")), status),
                List.of(
                        replicaSet("cart", "746d5fddf6", 9, "2d4h", 0, "shop/cart:red"),
                        replicaSet("cart", "74b948fccb", 11, "2m10s", 1, "shop/cart:green"),
                        replicaSet("cart", "6cbccd9f99", 10, "26h", 1, "shop/cart:blue")),
                List.of(pod("cart-6cbccd9f99", "kxj8g", "26h"), pod("cart-74b948fccb", "mkhrl", "2m10s")));
    }

    /** The new version is active; the old one stays up for a while, in case somebody wants it back. */
    public static RolloutObjects switchedBlueGreen() {
        Json status = counts(2, 1, 1, 1)
                .with("phase", "Healthy")
                .with("stableRS", "74b948fccb")
                .with("currentPodHash", "74b948fccb")
                .with("blueGreen", Json.object("activeSelector", "74b948fccb", "previewSelector", "74b948fccb"));
        Json old = Shop.annotated(
                "scale-down-deadline",
                "2026-03-01T12:00:24Z",
                replicaSet("cart", "6cbccd9f99", 10, "26h", 1, "shop/cart:blue"));
        return Shop.seen(
                rollout("cart", "7d", 1, Json.object("blueGreen", Json.object("activeService", "cart")), status),
                List.of(
                        replicaSet("cart", "746d5fddf6", 9, "2d4h", 0, "shop/cart:red"),
                        replicaSet("cart", "74b948fccb", 11, "2m40s", 1, "shop/cart:green"),
                        old),
                List.of(pod("cart-6cbccd9f99", "kxj8g", "26h"), pod("cart-74b948fccb", "mkhrl", "2m40s")));
    }

    public static RolloutObjects experimentAndAnalysis() {
        String next = "6f646bf7b7";
        String stable = "f6db98dff";
        String trial = "search-" + next + "-8-2";
        Json routed = Json.object("steps", steps(10, 50), "trafficRouting", Json.object("nginx", Json.EMPTY_OBJECT));
        Json status = counts(3, 1, 3, 3)
                .with("phase", "Progressing")
                .with("message", "more replicas need to be updated")
                .with("stableRS", stable)
                .with("currentPodHash", next)
                .with("currentStepIndex", 2)
                .with("canary", Json.object("weights", Json.object("canary", Json.object("weight", 10))));
        Json steps = Json.of(List.of(
                Json.object("setWeight", 10),
                Json.object("pause", Json.object("duration", 10)),
                Json.object("experiment", Json.EMPTY_OBJECT),
                Json.object("setWeight", 50)));
        Json creating = Json.object(
                "ready", false, "state", Json.object("waiting", Json.object("reason", "ContainerCreating")));
        return new RolloutObjects(
                rollout("search", "41d", 2, Json.object("canary", routed.with("steps", steps)), status),
                List.of(
                        replicaSet("search", next, 8, "4m5s", 1, "shop/search:2.1"),
                        replicaSet("search", stable, 7, "9d", 2, "shop/search:2.0"),
                        trialSet(trial, "candidate", 0, "shop/search:2.1"),
                        trialSet(trial, "baseline", 1, "shop/search:2.0")),
                List.of(
                        pod("search-" + next, "wn5w8", "4m5s"),
                        pod("search-" + stable, "8dmnz", "9d"),
                        pod("search-" + stable, "bq55x", "8d"),
                        pod(trial + "-baseline", "dczds", "60s"),
                        podWith(trial + "-candidate", "vgr24", "60s", creating)),
                List.of(ownedBy(
                        "search",
                        annotated(
                                "rollout.argoproj.io/revision",
                                "8",
                                Json.object(
                                        "metadata", meta(trial, "60s"), "status", Json.object("phase", "Running"))))),
                List.of(backgroundRun("search-" + next + "-8"), trialRun(trial)),
                OptionalLong.empty());
    }

    private static Json trialSet(String trial, String template, int available, String image) {
        Json set = replicaSet(trial, template, 0, "60s", 1, image)
                .withAt(List.of("status", "availableReplicas"), available);
        return annotated("experiment.argoproj.io/template-name", template, set);
    }

    private static Json trialRun(String trial) {
        return ownedBy(
                trial,
                Json.object("metadata", meta(trial + "-latency", "20s"), "status", Json.object("phase", "Pending")));
    }

    private static Json backgroundRun(String name) {
        Json measurements = Json.array(
                measurement("b1f0c6d2-smoke.1", "Successful", "3m30s"),
                measurement("b1f0c6d2-smoke.2", "Running", "30s"));
        Json smoke = Json.object("name", "smoke", "successful", 3, "error", 1, "measurements", measurements);
        Json status = Json.object("phase", "Running", "metricResults", Json.array(smoke));
        Json run = Json.object("metadata", meta(name, "3m30s"), "status", status);
        return ownedBy("search", annotated("rollout.argoproj.io/revision", "8", run));
    }

    private static Json measurement(String job, String phase, String age) {
        return Json.object("phase", phase, "startedAt", ago(age), "metadata", Json.object("job-name", job));
    }
}
