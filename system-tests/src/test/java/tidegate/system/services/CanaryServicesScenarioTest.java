package tidegate.system.services;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.events;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.replicas;
import static tidegate.system.bench.Expect.selects;
import static tidegate.system.bench.Expect.selectsAll;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.canaryWith;
import static tidegate.system.bench.Manifests.service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

@ExtendWith(ScenarioExtension.class)
class CanaryServicesScenarioTest {
    private static final String SERVICES = "      stableService: stable\n      canaryService: canary\n";

    private static String shop(String tag) {
        return canaryWith("shop", 4, tag, "", SERVICES, "setWeight: 25", "pause: {}");
    }

    private static void deployed(Scenario on) {
        on.given(service("stable", "shop"), service("canary", "shop"), shop("blue"));
        on.then(healthy("shop"), selects("stable", "blue"), selects("canary", "blue"));
    }

    private static Json selectorOf(Scenario on, String service) {
        return on.state().service(service).orElseThrow().at("spec", "selector");
    }

    private static Expect managed(String service, String manager) {
        return that(
                service + " is managed by '" + manager + "'",
                state -> state.services().stream()
                        .filter(one ->
                                one.at("metadata", "name").stringOrEmpty().equals(service))
                        .anyMatch(one -> one.at(
                                        "metadata", "annotations", "argo-rollouts.argoproj.io/managed-by-rollouts")
                                .stringOrEmpty()
                                .equals(manager)));
    }

    @Test
    void bothFollowTheirVersionsThroughUpdateAbortRetryAndPromotion(Scenario on) {
        deployed(on);
        on.then(managed("stable", "shop"), managed("canary", "shop"), events("SwitchService", 2));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), selects("stable", "blue"), selects("canary", "yellow"));
        on.when("kubectl argo rollouts abort shop");
        on.then(degraded("shop", "RolloutAborted"), pods("yellow", 0), pods("blue", 4), selects("canary", "blue"));
        on.when("kubectl argo rollouts retry rollout shop");
        on.then(pausedAtStep("shop", 1), selects("canary", "yellow"));
        on.when("kubectl argo rollouts promote shop");
        on.then(
                healthy("shop"),
                stable("shop", "yellow"),
                selects("stable", "yellow"),
                selects("canary", "yellow"),
                replicas("blue", 0),
                events("SwitchService", 6));
    }

    @Test
    void aServiceIsTakenOverOnlyByAVersionThatServes(Scenario on) {
        on.given(service("stable", "shop"), service("canary", "shop"), shop("missing-1"));
        on.then(replicas("missing-1", 4), selectsAll("stable"), selectsAll("canary"));
        on.when("kubectl argo rollouts set image shop shop=demo:blue");
        on.then(pausedAtStep("shop", 1), selectsAll("stable"), selects("canary", "blue"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), selects("stable", "blue"), selects("canary", "blue"));
    }

    @Test
    void aSupersededCanaryLosesItsServiceToStableAndThenToTheNextOne(Scenario on) {
        deployed(on);
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), selects("canary", "yellow"));
        on.when("kubectl argo rollouts set image shop shop=demo:missing-1");
        on.then(replicas("yellow", 0), replicas("missing-1", 1), selects("canary", "blue"));
        on.when("kubectl argo rollouts set image shop shop=demo:green");
        on.then(pausedAtStep("shop", 1), selects("canary", "green"), selects("stable", "blue"));
    }

    @Test
    void aSelectorThatSomebodyChangesIsPutRight(Scenario on) {
        deployed(on);
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), selects("canary", "yellow"));
        String wrong = "{\"spec\":{\"selector\":{\"" + ClusterState.HASH + "\":\"nothing\"}}}";
        on.api()
                .patch(
                        ResourceType.SERVICES,
                        new ObjectKey(on.namespace(), "stable"),
                        "",
                        PatchType.MERGE,
                        Json.parse(wrong));
        on.then(selects("stable", "blue"), selects("canary", "yellow"));
    }

    @Test
    void aServiceThatIsNamedNoMoreIsLetGo(Scenario on) {
        deployed(on);
        on.given(service("other", "shop"));
        on.whenPatched("shop", "", "{\"spec\":{\"strategy\":{\"canary\":{\"stableService\":\"other\"}}}}");
        on.then(selects("other", "blue"), selectsAll("stable"), managed("stable", ""), managed("other", "shop"));
    }

    @Test
    void aMissingServiceIsAnInvalidSpecAndRecoversWhenItComes(Scenario on) {
        on.given(service("stable", "shop"), shop("blue"));
        on.then(degraded("shop", "spec.strategy.canary.canaryService: Invalid value: \"canary\""));
        on.given(service("canary", "shop"));
        on.then(healthy("shop"), selects("stable", "blue"), selects("canary", "blue"));
    }

    @Test
    void aServiceOfAnotherRolloutIsRefusedAndLeftAlone(Scenario on) {
        deployed(on);
        Json selector = selectorOf(on, "stable");
        on.given(canaryWith("web", 1, "blue", "", SERVICES, "setWeight: 50")
                .replace("{app: web}", "{app: shop, tier: web}"));
        on.then(degraded("web", "is managed by another Rollout"));
        assertThat(selectorOf(on, "stable")).isEqualTo(selector);
        on.then(healthy("shop"));
    }
}
