package tidegate.simulator.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Rollout;

/** The judge must be able to say no. */
class DeadlineLawTest {
    private static final Instant UPDATED = Instant.parse("2026-01-01T00:00:00Z");

    /** @param seconds since the condition was last written; the deadline is 10 s */
    record Case(String why, boolean broken, String reason, String more, int seconds, int steadySeconds) {
        @Override
        public String toString() {
            return (broken ? "forbidden: " : "allowed: ") + why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("a deadline that passed is nowhere told", true, "ReplicaSetUpdated", "", 45, 60),
            new Case("it passed a moment ago", false, "ReplicaSetUpdated", "", 35, 60),
            new Case("the Rollout could not be written", false, "ReplicaSetUpdated", "", 45, 20),
            new Case("it is told", false, "ProgressDeadlineExceeded", "", 45, 60),
            new Case(
                    "no clock runs in a pause",
                    false,
                    "ReplicaSetUpdated",
                    "'pauseConditions':[{'reason':'x'}],",
                    45,
                    60),
            new Case("no clock runs when all is done", false, "ReplicaSetUpdated", "'phase':'Healthy',", 45, 60));

    @ParameterizedTest
    @FieldSource("cases")
    void judges(Case one) {
        Rollout rollout = Rollout.of(Json.parse(("{'spec':{'progressDeadlineSeconds':10},'status':{" + one.more
                        + "'conditions':[{'type':'Progressing','status':'True','reason':'" + one.reason
                        + "','lastUpdateTime':'" + UPDATED + "'}]}}")
                .replace('\'', '"')));
        assertThat(DeadlineLaw.judge(rollout, UPDATED.plusSeconds(one.seconds), Duration.ofSeconds(one.steadySeconds)))
                .matches(said -> said.isPresent() == one.broken);
    }
}
