package tidegate.rollout.plan.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.api.value.PodsOrPercent;

class NextSizesTest {
    record Case(String why, Limits limits, int weight, Pods canary, Pods stable, int old, Split next) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case(
                    "other versions go first, stable is filled up before the canary",
                    new Limits(10, 1, 0),
                    30,
                    Pods.counted(0, 0),
                    Pods.counted(1, 1),
                    3,
                    new Split(1, 7)),
            new Case(
                    "unavailable pods of the drained side do not hold it back",
                    new Limits(10, 1, 0),
                    100,
                    Pods.counted(10, 8),
                    Pods.counted(10, 2),
                    0,
                    new Split(9, 2)),
            new Case(
                    "only as much goes as the other side has available",
                    new Limits(4, 1, 0),
                    100,
                    Pods.counted(1, 1),
                    Pods.counted(4, 1),
                    0,
                    new Split(1, 3)),
            new Case(
                    "back to stable: first one more of stable",
                    new Limits(4, 1, 0),
                    0,
                    Pods.counted(4, 4),
                    Pods.counted(0, 0),
                    0,
                    new Split(4, 1)),
            new Case(
                    "back to stable: nothing moves while it is unavailable",
                    new Limits(4, 1, 0),
                    0,
                    Pods.counted(4, 4),
                    Pods.counted(1, 0),
                    0,
                    new Split(4, 1)),
            new Case(
                    "back to stable: then one canary pod goes",
                    new Limits(4, 1, 0),
                    0,
                    Pods.counted(4, 4),
                    Pods.counted(1, 1),
                    0,
                    new Split(3, 1)),
            new Case(
                    "everything at once where limits allow it",
                    new Limits(4, 4, 4),
                    100,
                    Pods.counted(0, 0),
                    Pods.counted(4, 4),
                    0,
                    new Split(4, 0)),
            new Case(
                    "broken pods do not keep the room that stable needs, also while others serve",
                    new Limits(4, 1, 0),
                    0,
                    Pods.counted(3, 0),
                    Pods.counted(1, 1),
                    1,
                    new Split(0, 1)),
            new Case(
                    "counts of an older size are no evidence",
                    new Limits(4, 1, 0),
                    100,
                    new Pods(1, 0, false),
                    Pods.counted(4, 4),
                    0,
                    new Split(1, 4)));

    @ParameterizedTest
    @FieldSource("cases")
    void sizesMoveTowardsTheTargetWithinTheLimits(Case c) {
        Split target = Split.of(c.limits().replicas(), c.weight(), c.limits().surge());
        assertThat(NextSizes.of(c.limits(), target, c.canary(), c.stable(), c.old()))
                .isEqualTo(c.next());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10; 30;   3;   0;  (0,10) (3,10) (3,7)",
                "10; 30;  25%; 25%; (0,10) (0,8) (3,8) (3,7)",
                "10; 100; 25%; 25%; (0,10) (0,8) (5,8) (5,3) (10,3) (10,0)",
                "4;  100;  1;   0;  (0,4) (1,4) (1,3) (2,3) (2,2) (3,2) (3,1) (4,1) (4,0)",
                "4;  100;  0;   1;  (0,4) (0,3) (1,3) (1,2) (2,2) (2,1) (3,1) (3,0) (4,0)",
                "4;  0;    1;   0;  (4,0) (4,1) (3,1) (3,2) (2,2) (2,3) (1,3) (1,4) (0,4)",
                "10; 0;   25%; 25%; (5,5) (5,8) (0,8) (0,10)"
            })
    void oneGroupAtATimeGoesThroughTheseSizes(int replicas, int weight, String surge, String unavailable, String path) {
        assertThat(walk(replicas, weight, surge, unavailable, path, true)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10; 30;   3;   0;  (0,10) (3,10) (3,7)",
                "10; 30;  25%; 25%; (0,10) (3,8) (3,7)",
                "10; 100; 25%; 25%; (0,10) (3,8) (5,5) (8,3) (10,0)",
                "4;  100;  1;   0;  (0,4) (1,4) (1,3) (2,3) (2,2) (3,2) (3,1) (4,1) (4,0)",
                "10; 0;   25%; 25%; (5,5) (3,8) (0,10)"
            })
    void bothAtOnceGetsThereSooner(int replicas, int weight, String surge, String unavailable, String path) {
        assertThat(walk(replicas, weight, surge, unavailable, path, false)).isEqualTo(path);
    }

    /** All pods become available after each write. */
    private static String walk(
            int replicas, int weight, String surge, String unavailable, String path, boolean stableFirst) {
        Limits limits = Limits.of(replicas, limit(surge), limit(unavailable));
        Split target = Split.of(replicas, weight, limits.surge());
        String[] start = path.substring(1, path.indexOf(')')).split(",");
        Split at = new Split(Integer.parseInt(start[0]), Integer.parseInt(start[1]));
        var seen = new ArrayList<String>();
        while (seen.size() < 50) {
            seen.add("(" + at.canary() + "," + at.stable() + ")");
            Split next = NextSizes.of(
                    limits, target, Pods.counted(at.canary(), at.canary()), Pods.counted(at.stable(), at.stable()), 0);
            if (next.equals(at)) break;
            at = stableFirst && next.stable() != at.stable() ? new Split(at.canary(), next.stable()) : next;
        }
        return String.join(" ", seen);
    }

    private static PodsOrPercent limit(String text) {
        return PodsOrPercent.of(text.endsWith("%") ? Json.of(text) : Json.of(Integer.parseInt(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1,0,1",
        "2,1,0,2",
        "3,1,0,3",
        "4,1,1,3",
        "5,2,1,4",
        "6,2,1,5",
        "7,2,1,6",
        "8,2,2,6",
        "9,3,2,7",
        "10,3,2,8"
    })
    void withoutLimitsAQuarterEachIsTaken(int replicas, int surge, int unavailable, int floor) {
        Limits limits = Limits.of(replicas, PodsOrPercent.DEFAULT, PodsOrPercent.DEFAULT);
        assertThat(limits).isEqualTo(new Limits(replicas, surge, unavailable));
        assertThat(limits.floor()).isEqualTo(floor);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 25%, 1", "0, 0, 5, 0", "3, 0%, 10%, 1", "4, 1, 9, 4"})
    void somethingCanAlwaysMove(int replicas, String surge, String unavailable, int expected) {
        assertThat(Limits.of(replicas, limit(surge), limit(unavailable)).unavailable())
                .isEqualTo(expected);
    }
}
