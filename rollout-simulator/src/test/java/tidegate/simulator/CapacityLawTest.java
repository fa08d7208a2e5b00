package tidegate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.rollout.plan.action.Action;
import tidegate.simulator.law.CapacityLaw;

/** The judge must be able to say no. */
class CapacityLawTest {
    private final Rollout rollout = Rollout.of(
            Json.parse("{\"spec\":{\"replicas\":4,\"strategy\":{\"canary\":{\"maxSurge\":1,\"maxUnavailable\":0}}}}"));

    private static ReplicaSet set(String name, int size, int available) {
        return ReplicaSet.of(Json.object(
                "metadata", Json.object("name", name),
                "spec", Json.object("replicas", size),
                "status", Json.object("availableReplicas", available)));
    }

    private static Action scale(String name, int from, int to) {
        return new Action.ScaleReplicaSet(new Action.Ref(name, "", ""), from, to, Action.Changes.NONE, "");
    }

    @Test
    void aRaiseAboveTheCeilingIsAgainstTheLaw() {
        var law = new CapacityLaw(rollout, List.of(set("a", 4, 4), set("b", 1, 0)));
        assertThat(law.before(scale("b", 1, 2))).isPresent();
    }

    @Test
    void aRaiseWithinTheCeilingIsNot() {
        var law = new CapacityLaw(rollout, List.of(set("a", 4, 4), set("b", 0, 0)));
        assertThat(law.before(scale("b", 0, 1))).isEmpty();
        assertThat(law.before(scale("b", 1, 2)))
                .as("the second one counts on the first")
                .isPresent();
    }

    @Test
    void takingAvailablePodsBelowTheFloorIsAgainstTheLaw() {
        var law = new CapacityLaw(rollout, List.of(set("a", 4, 4), set("b", 1, 0)));
        assertThat(law.before(scale("a", 4, 3))).isPresent();
    }

    @Test
    void takingUnavailablePodsIsNot() {
        var law = new CapacityLaw(rollout, List.of(set("a", 4, 1), set("b", 1, 0)));
        assertThat(law.before(scale("a", 4, 1))).isEmpty();
        assertThat(law.before(scale("a", 1, 0))).isPresent();
    }
}
