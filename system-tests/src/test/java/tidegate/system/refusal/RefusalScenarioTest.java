package tidegate.system.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.degraded;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pods;
import static tidegate.system.bench.Expect.replicaSets;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Manifests.canary;
import static tidegate.system.bench.Manifests.canaryWith;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

/** A Rollout we cannot follow is told why, and nothing else of it is touched. */
@ExtendWith(ScenarioExtension.class)
class RefusalScenarioTest {

    @Test
    void aMalformedRolloutIsToldTheFieldAndNothingIsMade(Scenario on) {
        on.given(canaryWith("shop", 1, "blue", "", "", "setWeight: 101"));
        on.then(
                degraded(
                        "shop",
                        "InvalidSpec: The Rollout \"shop\" is invalid: spec.strategy.steps[0].setWeight: Invalid value: 101:"
                                + " SetWeight needs to be between 0 and 100"),
                replicaSets(0));
    }

    @Test
    void aRunningRolloutThatBecomesInvalidKeepsItsPodsAndRecovers(Scenario on) {
        on.given(canary("shop", 2, "blue", "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"));
        on.whenApplied(canary("shop", 2, "yellow", "setWeight: 50", "pause: {duration: soon}"));
        on.then(degraded("shop", "InvalidSpec"), pods("blue", 2), replicaSets(1));
        on.whenApplied(canary("shop", 2, "yellow", "setWeight: 50", "pause: {duration: 1s}"));
        on.then(healthy("shop"), stable("shop", "yellow"), pods("yellow", 2));
    }

    @Test
    void aFieldThatIsNotImplementedYetIsRefusedAndNotIgnored(Scenario on) {
        on.given(canaryWith(
                "shop", 1, "blue", "", "      analysis: {templates: [{templateName: smoke}]}\n", "setWeight: 50"));
        on.then(degraded("shop", "canary.analysis: Forbidden: not supported by this version"), replicaSets(0));
    }

    @Test
    void commandsOnWhatIsNotThereAreOneClearLine(Scenario on) {
        for (String command :
                new String[] {"abort none", "promote none", "pause none", "undo none", "get rollout none"}) {
            var result = on.whenRefused("kubectl argo rollouts " + command);
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err().strip().lines()).hasSize(1).allMatch(line -> line.startsWith("Error: "));
            assertThat(result.err()).contains("\"none\" not found");
        }
    }
}
