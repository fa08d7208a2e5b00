package tidegate.rollout.plan.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class EnoughTest {
    record Case(String why, String threshold, int wanted, int least) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("none takes all", "null", 5, 5),
            new Case("a negative one is none", "{\"type\":\"Pods\",\"value\":-1}", 5, 5),
            new Case("a percentage rounds up", "{\"type\":\"Percent\",\"value\":50}", 5, 3),
            new Case("a percentage is exact", "{\"type\":\"Percent\",\"value\":60}", 5, 3),
            new Case("more than all is all", "{\"type\":\"Percent\",\"value\":140}", 5, 5),
            new Case("pods are pods", "{\"type\":\"Pods\",\"value\":2}", 5, 2),
            new Case("more pods than wanted are those wanted", "{\"type\":\"Pods\",\"value\":9}", 5, 5),
            new Case("any other type is pods", "{\"type\":\"pod\",\"value\":1}", 5, 1),
            new Case("nothing wanted is reached at once", "{\"type\":\"Percent\",\"value\":90}", 0, 0),
            new Case("zero needs none", "{\"type\":\"Percent\",\"value\":0}", 5, 0),
            new Case("large numbers stay exact", "{\"type\":\"Percent\",\"value\":99}", 100_000_000, 99_000_000));

    @ParameterizedTest
    @FieldSource("cases")
    void thatManyAreEnough(Case c) {
        Enough enough = Enough.of(Json.parse(c.threshold()));
        assertThat(enough.isMetBy(c.least(), c.wanted())).isTrue();
        assertThat(c.least() > 0 && enough.isMetBy(c.least() - 1, c.wanted())).isFalse();
    }
}
