package tidegate.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.benchmarks.Reactions.Rise;
import tidegate.controlplane.Audit.ApiWrite;

class ReactionsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final String SET = "shop-86c657b5c4";

    record Case(String why, List<ApiWrite> writes, List<Duration> answered) {
        @Override
        public String toString() {
            return why;
        }
    }

    /** News is sent at 100 ms and seen at 105 ms. */
    static final List<Case> cases = List.of(
            new Case("the status", List.of(news(100), ours("rollouts", "shop", 112)), List.of(Duration.ofMillis(7))),
            new Case("a ReplicaSet", List.of(news(100), ours("replicasets", SET, 106)), List.of(Duration.ofMillis(1))),
            new Case(
                    "the first of several",
                    List.of(news(100), ours("replicasets", "shop-1", 109), ours("rollouts", "shop", 115)),
                    List.of(Duration.ofMillis(4))),
            new Case(
                    "faster than the watcher is not less than nothing",
                    List.of(news(100), ours("rollouts", "shop", 103)),
                    List.of(Duration.ZERO)),
            new Case(
                    "what was written before the news was sent is no answer",
                    List.of(ours("rollouts", "shop", 99), news(100), ours("rollouts", "shop", 305)),
                    List.of(Duration.ofMillis(200))),
            new Case(
                    "events and other Rollouts are no answer",
                    List.of(news(100), ours("events", "shop", 106), ours("rollouts", "shop-2", 106)),
                    List.of()));

    @ParameterizedTest
    @FieldSource("cases")
    void theAnswerIsTheNextWriteAboutTheRollout(Case c) {
        assertThat(Reactions.answered(List.of(new Rise(SET, NOON.plusMillis(105))), c.writes()))
                .isEqualTo(c.answered());
    }

    @Test
    void quantilesAreValuesThatWereMeasured() {
        List<Duration> sorted = List.of(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(10));
        assertThat(Reactions.quantileMillis(sorted, 0.5)).isEqualTo(2);
        assertThat(Reactions.quantileMillis(sorted, 0.99)).isEqualTo(10);
        assertThat(Reactions.quantileMillis(List.of(), 0.5)).isNaN();
    }

    private static ApiWrite news(long millis) {
        return new ApiWrite(
                "update",
                "replicasets",
                "status",
                "bench",
                SET,
                "kube-controller-manager/v1 system:replicaset-controller",
                200,
                NOON.plusMillis(millis));
    }

    private static ApiWrite ours(String resource, String name, long millis) {
        String verb = resource.equals("events") ? "create" : "patch";
        return new ApiWrite(verb, resource, "", "bench", name, "rollouts-controller/1", 200, NOON.plusMillis(millis));
    }
}
