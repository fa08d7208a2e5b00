package tidegate.system.metadata;

import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.podLabel;
import static tidegate.system.bench.Manifests.canaryWith;
import static tidegate.system.metadata.EphemeralMetadataScenarioTest.ROLES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.system.bench.OnlyOn;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

@Isolated // it keeps the cluster busy by itself
@ExtendWith(ScenarioExtension.class)
class ThousandPodsScenarioTest {
    @Test
    @OnlyOn(value = "embedded", because = "a thousand pods take a real control plane too long")
    void aThousandPodsAreRightAfterTheUpdate(Scenario on) {
        on.given(canaryWith("shop", 1000, "blue", "", ROLES, "setWeight: 2", "pause: {}"));
        on.then(healthy("shop"));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), podLabel("yellow", "role", "canary"), podLabel("blue", "role", "stable"));
        on.whenPatched(
                "shop",
                "",
                "{\"spec\":{\"strategy\":{\"canary\":{\"stableMetadata\":" + "{\"labels\":{\"role\":\"elder\"}}}}}}");
        on.then(podLabel("blue", "role", "elder"), podLabel("yellow", "role", "canary"), pausedAtStep("shop", 1));
    }
}
