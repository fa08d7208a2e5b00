package tidegate.system.metadata;

import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.podLabel;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.readyPodsAtLeast;
import static tidegate.system.bench.Expect.replicaSets;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.canaryWith;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.wire.Annotations;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

@ExtendWith(ScenarioExtension.class)
class EphemeralMetadataScenarioTest {
    static final String ROLES = """
                  canaryMetadata: {labels: {role: canary, track: new}, annotations: {note: new}}
                  stableMetadata: {labels: {role: stable}}
            """;

    private static String shop(int replicas) {
        return canaryWith("shop", replicas, "blue", "", ROLES, "setWeight: 50", "pause: {}");
    }

    private static Expect recorded(String tag, String text) {
        return that(
                "ReplicaSet of " + tag + " records '" + text + "'",
                state -> state.replicaSetOf(tag)
                        .filter(set -> set.at("metadata", "annotations", Annotations.EPHEMERAL_METADATA)
                                .stringOrEmpty()
                                .equals(text))
                        .isPresent());
    }

    @Test
    void podsCarryTheMetadataOfTheirRoleAndChangeItInPlace(Scenario on) {
        on.given(shop(4));
        on.then(healthy("shop"), podLabel("blue", "role", "stable"));
        on.throughout(readyPodsAtLeast(3));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(
                pausedAtStep("shop", 1),
                podLabel("yellow", "role", "canary"),
                podLabel("yellow", "track", "new"),
                podLabel("blue", "role", "stable"),
                recorded(
                        "yellow",
                        "{\"labels\":{\"role\":\"canary\",\"track\":\"new\"},\"annotations\":{\"note\":\"new\"}}"));
        on.when("kubectl argo rollouts promote shop");
        on.then(
                healthy("shop"),
                stable("shop", "yellow"),
                pods("yellow", 4),
                podLabel("yellow", "role", "stable"),
                podLabel("yellow", "track", ""),
                recorded("yellow", "{\"labels\":{\"role\":\"stable\"}}"),
                recorded("blue", ""));
    }

    @Test
    void anAbortLeavesTheStablePodsWithTheirs(Scenario on) {
        on.given(shop(4));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1));
        on.when("kubectl argo rollouts abort shop");
        on.then(degraded("shop", "RolloutAborted"), pods("blue", 4), podLabel("blue", "role", "stable"));
    }

    @Test
    void whatTheSpecNamesNoMoreIsTakenAwayAgain(Scenario on) {
        on.given(shop(2));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), podLabel("yellow", "role", "canary"));
        on.whenPatched(
                "shop", "", "{\"spec\":{\"strategy\":{\"canary\":{\"canaryMetadata\":null,\"stableMetadata\":null}}}}");
        on.then(
                podLabel("yellow", "role", ""),
                podLabel("blue", "role", ""),
                recorded("yellow", ""),
                recorded("blue", ""));
    }

    @Test
    void undoBringsNoInjectedLabelBack(Scenario on) {
        on.given(shop(2));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1));
        on.when("kubectl argo rollouts undo shop");
        on.then(healthy("shop"), stable("shop", "blue"), replicaSets(2), podLabel("blue", "role", "stable"));
    }
}
