package tidegate.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.playground.controllers.RollingScale.Set;

class RollingScaleTest {
    private static Set old(int replicas, int ready) {
        return new Set("old", replicas, ready, false, "2026-01-01T00:00:00Z");
    }

    private static Set fresh(int replicas, int ready) {
        return new Set("new", replicas, ready, true, "2026-01-02T00:00:00Z");
    }

    record Case(String why, RollingScale bounds, Set old, Set fresh, Map<String, Integer> wanted) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case("first the surge", new RollingScale(4, 1, 0), old(4, 4), fresh(0, 0), Map.of("old", 4, "new", 1)),
            new Case(
                    "nothing goes before",
                    new RollingScale(4, 1, 0),
                    old(4, 4),
                    fresh(1, 0),
                    Map.of("old", 4, "new", 1)),
            new Case("one for one", new RollingScale(4, 1, 0), old(4, 4), fresh(1, 1), Map.of("old", 3, "new", 1)),
            new Case(
                    "what is broken goes first",
                    new RollingScale(4, 1, 1),
                    old(4, 2),
                    fresh(0, 0),
                    Map.of("old", 3, "new", 1)),
            new Case("the end", new RollingScale(4, 1, 1), old(1, 1), fresh(4, 4), Map.of("old", 0, "new", 4)),
            new Case("a smaller size", new RollingScale(2, 1, 0), old(0, 0), fresh(4, 4), Map.of("old", 0, "new", 2)));

    @ParameterizedTest
    @FieldSource("cases")
    void movesWithinItsBounds(Case c) {
        assertThat(c.bounds().rolling(List.of(c.old(), c.fresh()))).isEqualTo(c.wanted());
    }

    /** Pods get ready at random; whatever happens, the bounds hold and the update ends. */
    @RepeatedTest(200)
    void alwaysEndsAndNeverLeavesItsBounds(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        var random = new SplittableRandom(seed);
        int desired = 1 + random.nextInt(12);
        int surge = random.nextInt(4);
        int unavailable = surge == 0 ? 1 + random.nextInt(desired) : random.nextInt(desired + 1);
        var bounds = new RollingScale(desired, surge, Math.min(unavailable, desired));
        Set before = old(desired, desired);
        Set after = fresh(0, 0);

        for (int pass = 0; pass < 200 && !(before.replicas() == 0 && after.replicas() == desired); pass++) {
            var wanted = bounds.rolling(List.of(before, after));
            before = resized(before, wanted);
            after = resized(after, wanted);
            assertThat(before.replicas() + after.replicas())
                    .as("pods, seed %d", seed)
                    .isLessThanOrEqualTo(desired + surge);
            assertThat(before.ready() + after.ready())
                    .as("available, seed %d", seed)
                    .isGreaterThanOrEqualTo(desired - bounds.unavailable());
            if (random.nextBoolean() && after.ready() < after.replicas())
                after = fresh(after.replicas(), after.ready() + 1);
        }
        assertThat(List.of(before.replicas(), after.replicas()))
                .as("seed %d", seed)
                .containsExactly(0, desired);
    }

    /** What is ready is kept as long as anything is. */
    private static Set resized(Set set, Map<String, Integer> wanted) {
        int replicas = wanted.getOrDefault(set.name(), 0);
        return new Set(set.name(), replicas, Math.min(set.ready(), replicas), set.isNew(), set.createdAt());
    }
}
