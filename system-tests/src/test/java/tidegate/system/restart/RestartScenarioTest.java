package tidegate.system.restart;

import static tidegate.system.bench.Expect.desiredPodsAtMost;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.status;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.canaryWith;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;
import tidegate.system.bench.Await;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

@ExtendWith(ScenarioExtension.class)
class RestartScenarioTest {
    private static String shop(int replicas, int surge, int unavailable, String... steps) {
        String limits = "      maxSurge: " + surge + "\n      maxUnavailable: " + unavailable + "\n";
        return canaryWith("shop", replicas, "blue", "", limits, steps);
    }

    /** Asks for it once every pod is old enough for the whole seconds that times are compared in. */
    private static Set<String> restarted(Scenario on) {
        List<Json> pods = on.state().pods();
        Instant youngest = pods.stream()
                .map(pod -> WireTime.of(pod.at("metadata", "creationTimestamp")).orElseThrow())
                .max(Instant::compareTo)
                .orElseThrow();
        Await.until("pods a second old", () -> Instant.now().isAfter(youngest.plus(1, ChronoUnit.SECONDS)));
        on.when("kubectl argo rollouts restart shop");
        return pods.stream().map(RestartScenarioTest::uid).collect(Collectors.toSet());
    }

    private static String uid(Json pod) {
        return pod.at("metadata", "uid").stringOrEmpty();
    }

    private static Expect noneOf(Set<String> pods) {
        return that(
                "none of the former pods",
                state -> state.pods().stream().map(RestartScenarioTest::uid).noneMatch(pods::contains));
    }

    private static Expect restartIsDone() {
        return that(
                "restartedAt is restartAt",
                state -> state.rollout("shop")
                        .filter(found -> found.at("spec", "restartAt").isPresent()
                                && found.at("spec", "restartAt").equals(found.at("status", "restartedAt")))
                        .isPresent());
    }

    @Test
    void podsAreMadeAnewNeverMoreAtOnceThanTheStrategyAllows(Scenario on) {
        on.given(shop(4, 0, 1));
        on.then(healthy("shop"), pods("blue", 4));
        on.throughout(readyPodsAtLeast(3), desiredPodsAtMost(4));
        Set<String> before = restarted(on);
        on.then(restartIsDone(), healthy("shop"), pods("blue", 4), noneOf(before));
    }

    @Test
    void aSinglePodIsRestartedWithoutDowntime(Scenario on) {
        on.given(shop(1, 1, 0));
        on.then(healthy("shop"), pods("blue", 1));
        on.throughout(readyPodsAtLeast(1), desiredPodsAtMost(2));
        Set<String> before = restarted(on);
        on.then(restartIsDone(), healthy("shop"), pods("blue", 1), replicas("blue", 1), noneOf(before));
    }

    @Test
    void inThePauseOfACanaryBothVersionsAreRestartedAndTheStepStays(Scenario on) {
        on.given(shop(4, 0, 1, "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 2));
        on.throughout(readyPodsAtLeast(3), desiredPodsAtMost(4));
        Set<String> before = restarted(on);
        on.then(restartIsDone(), pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 2), noneOf(before));
    }

    @Test
    void aBudgetThatForbidsItDelaysItAndNothingElse(Scenario on) {
        on.given(shop(2, 0, 1), """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: shop}
                spec: {maxUnavailable: 0, selector: {matchLabels: {app: shop}}}
                """);
        on.then(healthy("shop"), pods("blue", 2));
        on.throughout(readyPodsAtLeast(2));
        Set<String> before = restarted(on);
        on.then(status("shop", "phase", "Progressing"), status("shop", "message", "rollout is restarting"));
        on.then(that(
                "all of the former pods",
                state -> state.pods().stream().map(RestartScenarioTest::uid).allMatch(before::contains)));
    }

    @Test
    void anotherTemplateCancelsIt(Scenario on) {
        on.given(shop(2, 0, 1));
        on.then(healthy("shop"));
        on.whenImage("shop", "yellow", "restartAt: \"" + WireTime.format(Instant.now()) + "\"");
        on.then(restartIsDone(), healthy("shop"), pods("yellow", 2));
    }
}
