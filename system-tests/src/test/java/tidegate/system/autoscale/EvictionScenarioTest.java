package tidegate.system.autoscale;

import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.phase;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.servesWith;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.blueGreen;
import static tidegate.system.bench.Manifests.canary;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.Await;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/** Pods that somebody else evicts, as a vertical autoscaler or a drain does, with a budget in between. */
@ExtendWith(ScenarioExtension.class)
class EvictionScenarioTest {

    @Test
    void evictingEveryPodInAPauseKeepsTheStepTheBudgetAndTheCounts(Scenario on) {
        on.given(canary("shop", 4, "blue", "setWeight: 50", "pause: {}"), budget("shop"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), pods("yellow", 2), pods("blue", 2));
        on.throughout(readyPodsAtLeast(3));

        Set<String> before = evictAll(on);

        on.then(
                pausedAtStep("shop", 1),
                stable("shop", "blue"),
                pods("yellow", 2),
                pods("blue", 2),
                that(
                        "none of the evicted pods",
                        state -> state.pods().stream()
                                .map(EvictionScenarioTest::uid)
                                .noneMatch(before::contains)));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 4));
    }

    @Test
    void evictionsDuringAnUpdateDelayItAndNothingElse(Scenario on) {
        on.given(canary("shop", 4, "blue", "setWeight: 25", "setWeight: 50", "setWeight: 75"), budget("shop"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        evictAll(on);
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 4), pods("blue", 0));
    }

    @Test
    void evictingBothVersionsOfABlueGreenReleaseKeepsTheActiveOneServing(Scenario on) {
        on.given(blueGreen("shop", 3, "blue", "autoPromotionEnabled: false"), budget("shop"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(phase("shop", "Paused"), pods("yellow", 3), pods("blue", 3));
        on.throughout(servesWith("shop-active", 2));
        evictAll(on);
        on.then(phase("shop", "Paused"), pods("yellow", 3), pods("blue", 3), selects("shop-active", "blue"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"), selects("shop-active", "yellow"));
    }

    /** One after the other, each as soon as the budget allows; answers whom. */
    private static Set<String> evictAll(Scenario on) {
        var evicted = new HashSet<String>();
        for (Json pod : on.state().pods()) {
            if (!pod.at("metadata", "deletionTimestamp").isMissing()) continue;
            Await.until("evicted: " + ObjectKey.of(pod), () -> evict(on, pod));
            evicted.add(uid(pod));
        }
        return evicted;
    }

    /** Whether it is on its way out; not while the budget forbids it. */
    private static boolean evict(Scenario on, Json pod) {
        Json eviction = Json.object(
                "apiVersion",
                "policy/v1",
                "kind",
                "Eviction",
                "metadata",
                Json.object("name", pod.at("metadata", "name")),
                "deleteOptions",
                Json.object("preconditions", Json.object("uid", uid(pod))));
        try {
            on.api().post(ResourceType.PODS, ObjectKey.of(pod), "eviction", eviction);
            return true;
        } catch (ApiFailure e) {
            if (e.isNotFound() || e.isConflict()) return true; // somebody was faster
            if (e.code() == 429) return false;
            throw e;
        }
    }

    private static String uid(Json pod) {
        return pod.at("metadata", "uid").stringOrEmpty();
    }

    private static String budget(String app) {
        return """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: %1$s}
                spec: {maxUnavailable: 1, selector: {matchLabels: {app: %1$s}}}
                """.formatted(app);
    }
}
