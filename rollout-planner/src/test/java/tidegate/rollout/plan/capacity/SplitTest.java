package tidegate.rollout.plan.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {
    private static final int[] WEIGHTS = {5, 10, 20, 25, 33, 50, 75, 80, 90, 99};

    private static final String WITHOUT_SURGE = """
            1|0+1|0+1|0+1|0+1|0+1|1+0|1+0|1+0|1+0|1+0
            2|1+1|1+1|1+1|1+1|1+1|1+1|1+1|1+1|1+1|1+1
            3|1+2|1+2|1+2|1+2|1+2|2+1|2+1|2+1|2+1|2+1
            4|1+3|1+3|1+3|1+3|1+3|2+2|3+1|3+1|3+1|3+1
            5|1+4|1+4|1+4|1+4|2+3|3+2|4+1|4+1|4+1|4+1
            6|1+5|1+5|1+5|2+4|2+4|3+3|5+1|5+1|5+1|5+1
            7|1+6|1+6|1+6|2+5|2+5|4+3|5+2|6+1|6+1|6+1
            8|1+7|1+7|2+6|2+6|3+5|4+4|6+2|6+2|7+1|7+1
            9|1+8|1+8|2+7|2+7|3+6|5+4|7+2|7+2|8+1|8+1
            10|1+9|1+9|2+8|3+7|3+7|5+5|8+2|8+2|9+1|9+1
            """;

    private static final String WITH_SURGE = """
            1|1+1|1+1|1+1|1+1|1+1|1+1|1+1|1+1|1+1|1+1
            2|1+2|1+2|1+2|1+2|1+2|1+1|2+1|2+1|2+1|2+1
            3|1+3|1+3|1+3|1+3|1+2|2+2|3+1|3+1|3+1|3+1
            4|1+4|1+4|1+4|1+3|2+3|2+2|3+1|4+1|4+1|4+1
            5|1+5|1+5|1+4|1+4|2+4|3+3|4+1|4+1|5+1|5+1
            6|1+6|1+6|1+5|2+5|2+4|3+3|5+2|5+1|6+1|6+1
            7|1+7|1+7|2+6|2+6|2+5|4+4|6+2|6+2|7+1|7+1
            8|1+8|1+8|2+7|2+6|3+6|4+4|6+2|7+2|8+1|8+1
            9|1+9|1+9|2+8|2+7|3+6|5+5|7+2|8+2|9+1|9+1
            10|1+10|1+9|2+8|3+8|3+7|5+5|8+3|8+2|9+1|10+1
            """;

    @Test
    void withoutSurgeTheTotalStaysAtReplicas() {
        assertTable(WITHOUT_SURGE, 0);
    }

    @Test
    void withSurgeOnePodMoreIsUsedWhereItComesCloser() {
        assertTable(WITH_SURGE, 1);
        assertTable(WITH_SURGE, 7);
    }

    private static void assertTable(String table, int surge) {
        for (String line : table.lines().toList()) {
            String[] cells = line.split("\\|");
            int replicas = Integer.parseInt(cells[0]);
            for (int i = 0; i < WEIGHTS.length; i++)
                assertThat(text(Split.of(replicas, WEIGHTS[i], surge)))
                        .as("replicas %d, weight %d, surge %d", replicas, WEIGHTS[i], surge)
                        .isEqualTo(cells[i + 1]);
            assertThat(Split.of(replicas, 1, surge)).isEqualTo(Split.of(replicas, 5, surge));
        }
    }

    private static String text(Split split) {
        return split.canary() + "+" + split.stable();
    }

    @Test
    void aHigherWeightNeverGivesFewerPods() {
        for (int surge = 0; surge <= 1; surge++)
            for (int replicas = 0; replicas <= 300; replicas++)
                for (int weight = 1; weight <= 100; weight++)
                    assertThat(Split.of(replicas, weight, surge).canary())
                            .as("replicas %d, weight %d, surge %d", replicas, weight, surge)
                            .isGreaterThanOrEqualTo(
                                    Split.of(replicas, weight - 1, surge).canary());
    }

    @Test
    void bothVersionsKeepAPodBetweenTheEnds() {
        for (int surge = 0; surge <= 1; surge++)
            for (int replicas = 2; replicas <= 300; replicas++)
                for (int weight = 1; weight < 100; weight++) {
                    Split split = Split.of(replicas, weight, surge);
                    assertThat(split.canary()).isPositive();
                    assertThat(split.stable()).isPositive();
                    assertThat(split.canary() + split.stable()).isBetween(replicas, replicas + surge);
                }
    }

    @ParameterizedTest
    @CsvSource({"0,50,1,0,0", "7,0,1,0,7", "7,100,1,7,0", "1,100,0,1,0", "1,0,0,0,1"})
    void theEndsAreExact(int replicas, int weight, int surge, int canary, int stable) {
        assertThat(Split.of(replicas, weight, surge)).isEqualTo(new Split(canary, stable));
    }
}
