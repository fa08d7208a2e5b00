package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class UnreachableWeightTest {
    record Case(int replicas, int weight, int surge, String said) {
        @Override
        public String toString() {
            return weight + " % of " + replicas + " with surge " + surge + (said.isEmpty() ? " is near enough" : said);
        }
    }

    static final List<Case> cases = List.of(
            new Case(5, 90, 0, " Weight 90 cannot be reached with 5 pods: 4 of 5 run the new version."),
            new Case(2, 75, 0, " Weight 75 cannot be reached with 2 pods: 1 of 2 run the new version."),
            new Case(3, 10, 1, " Weight 10 cannot be reached with 3 pods: 1 of 4 run the new version."),
            new Case(5, 20, 1, ""),
            new Case(10, 33, 1, ""),
            new Case(3, 50, 1, ""),
            new Case(1, 50, 1, ""));

    private static World pausedAt(Case c) {
        World world = World.canary(c.replicas(), "[{\"setWeight\":" + c.weight() + "},{\"pause\":{}}]")
                .strategy("maxSurge", Json.of(c.surge()))
                .strategy("maxUnavailable", Json.of(1))
                .settle();
        return world.image("yellow").settle();
    }

    private static String progressing(World world) {
        return world.status().condition("Progressing").orElseThrow().message();
    }

    @ParameterizedTest
    @FieldSource("cases")
    void theConditionSaysWhatShareThereReallyIs(Case c) {
        World world = pausedAt(c);
        assertThat(world.status().phase()).isEqualTo("Paused");
        assertThat(progressing(world)).isEqualTo("Rollout is paused" + c.said());
        assertThat(world.plan().isEmpty()).isTrue();
    }

    @Test
    void itGoesWithTheWeight() {
        World world = pausedAt(cases.getFirst());
        world.promote().settle();
        assertThat(world.status().phase()).isEqualTo("Healthy");
        assertThat(progressing(world)).doesNotContain("Weight");
        World aborted = pausedAt(cases.getFirst());
        aborted.abort().settle();
        assertThat(progressing(aborted)).isEqualTo("Rollout aborted update to revision 2");
    }

    @Test
    void anotherNumberOfReplicasMayReachIt() {
        World world = pausedAt(cases.getFirst());
        world.spec("replicas", 10).settle();
        assertThat(progressing(world)).isEqualTo("Rollout is paused");
    }
}
