package tidegate.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tidegate.simulator.episode.Deed;
import tidegate.simulator.episode.Scenario;

/** What releases cost in writes besides events, with pods and controllers that take their time. */
@Isolated // it keeps all cores busy by itself
class WriteBudgetSimTest {
    private static final String TWO_STEPS =
            "{\"replicas\":2,\"strategy\":{\"canary\":{\"steps\":[{\"setWeight\":50},{\"pause\":{\"duration\":\"1s\"}}]}}}";

    @Test
    void aTwoStepUpdateOfTwoPodsCostsAtMostTwelveWrites() {
        Scenario deployed = Stories.of(TWO_STEPS);
        Scenario updated = Stories.of(TWO_STEPS, Stories.at(40, Deed.SET_GOOD_IMAGE));
        int most = 0;
        int all = 0;
        for (int seed = 0; seed < 300; seed++) {
            int cost = Stories.play(updated.ofSeedAlone(seed)).writeCount()
                    - Stories.play(deployed.ofSeedAlone(seed)).writeCount();
            most = Math.max(most, cost);
            all += cost;
        }
        System.out.println("two-step update: " + all / 300.0 + " writes on average, " + most + " at most");
        assertThat(most).isLessThanOrEqualTo(12);
    }

    @Test
    void aFirstDeploymentOfOnePodCostsAtMostFiveWrites() {
        Scenario deployed = Stories.of("{\"replicas\":1,\"strategy\":{\"canary\":{}}}");
        for (int seed = 0; seed < 300; seed++)
            assertThat(Stories.play(deployed.ofSeedAlone(seed)).writeCount()).isLessThanOrEqualTo(5);
    }
}
