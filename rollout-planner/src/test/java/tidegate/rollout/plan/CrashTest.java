package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tidegate.api.rollout.Condition;

/** Any write may be the last: a new process plans from what is there and ends in the same place. */
class CrashTest {
    private static final String STEPS = "[{\"setWeight\":50},{\"pause\":{\"duration\":\"1s\"}}]";
    private static final int WRITES_OF_AN_UPDATE = 10;

    static Stream<Integer> everyWrite() {
        return IntStream.rangeClosed(0, WRITES_OF_AN_UPDATE + 2).boxed();
    }

    @ParameterizedTest(name = "dies after write {0} of an update")
    @MethodSource("everyWrite")
    void anUpdateEndsInTheSamePlace(int survived) {
        assertThat(picture(update(survived))).isEqualTo(picture(update(Integer.MAX_VALUE)));
    }

    @ParameterizedTest(name = "dies after write {0} of an abort")
    @MethodSource("everyWrite")
    void anAbortEndsInTheSamePlace(int survived) {
        assertThat(picture(abort(survived))).isEqualTo(picture(abort(Integer.MAX_VALUE)));
    }

    @ParameterizedTest(name = "dies after write {0} of the first deployment")
    @MethodSource("everyWrite")
    void aFirstDeploymentEndsInTheSamePlace(int survived) {
        assertThat(picture(deploy(survived))).isEqualTo(picture(deploy(Integer.MAX_VALUE)));
    }

    private static World deploy(int survived) {
        World world = World.canary(2, STEPS);
        world.dieAfter(survived);
        return world.settle();
    }

    private static World update(int survived) {
        World world = World.canary(2, STEPS).settle();
        world.image("yellow");
        world.dieAfter(survived);
        return world.settle().later(2).settle().later(2).settle();
    }

    private static World abort(int survived) {
        World world = World.canary(5, "[{\"setWeight\":40},{\"pause\":{}}]").settle();
        world.image("red").settle();
        world.dieAfter(survived);
        return world.abort().settle();
    }

    /** Everything but times and versions. */
    private static List<String> picture(World world) {
        Json status = world.status().json();
        var conditions =
                world.status().conditions().stream().map(CrashTest::timeless).toList();
        return Stream.concat(
                        Stream.of(
                                status
                                        .without("conditions")
                                        .without("duration")
                                        .without("abortedAt")
                                        .members()
                                        .keySet()
                                        .stream()
                                        .sorted()
                                        .map(key -> key + "=" + status.get(key))
                                        .toList()
                                        .toString(),
                                conditions.toString(),
                                status.get("duration").members().keySet().stream()
                                        .sorted()
                                        .toList()
                                        .toString(),
                                world.rollout().meta().annotations().toString()),
                        world.sets().stream()
                                .map(set -> set.name() + " " + set.json().get("spec") + " "
                                        + new java.util.TreeMap<>(set.meta().annotations())))
                .toList();
    }

    private static String timeless(Condition condition) {
        return condition.type() + " " + condition.status() + " " + condition.reason() + " " + condition.message();
    }
}
