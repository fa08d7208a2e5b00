package tidegate.rollout.plan.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DrainTest {
    record Case(String why, List<Pods> others, int availableElsewhere, List<Integer> sizes) {
        @Override
        public String toString() {
            return why;
        }
    }

    private static final Limits TEN = new Limits(10, 3, 2);

    static final List<Case> cases = List.of(
            new Case("all go when nobody needs them", List.of(Pods.counted(3, 3)), 10, List.of(0)),
            new Case("as many go as exceed the floor", List.of(Pods.counted(5, 5)), 5, List.of(3)),
            new Case("unavailable ones go in any case", List.of(Pods.counted(5, 2)), 3, List.of(2)),
            new Case("newest revision first", List.of(Pods.counted(2, 2), Pods.counted(2, 2)), 7, List.of(0, 1)),
            new Case(
                    "without evidence none counts and none is taken for broken",
                    List.of(new Pods(4, 0, false)),
                    8,
                    List.of(4)),
            new Case(
                    "without evidence only what is above the floor goes",
                    List.of(new Pods(4, 0, false)),
                    9,
                    List.of(3)));

    @ParameterizedTest
    @FieldSource("cases")
    void otherVersionsGoAsFarAsAvailabilityAllows(Case c) {
        assertThat(Drain.of(TEN, c.others(), c.availableElsewhere())).isEqualTo(c.sizes());
    }
}
