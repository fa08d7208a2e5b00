package tidegate.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.that;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.playground.fault.Calls;
import tidegate.playground.fault.Fault;
import tidegate.playground.fault.Rule;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

/** Calls of the controller fail in every way an API knows, during a release. */
@ExtendWith(ScenarioExtension.class)
@SuppressWarnings("NullAway.Init")
class FailingCallsScenarioTest {
    private static FaultyController controller;

    @BeforeAll
    static void start() {
        controller = FaultyController.start("failing-calls");
    }

    @AfterAll
    static void stop() {
        try (FaultyController ending = controller) {
            assertThat(ending.disturbed()).as("written to after the end").isEmpty();
        }
    }

    /**
     * @param which of the controller's calls in the namespace
     * @param times how often; more than the release makes of them means always
     */
    record Trouble(String why, Fault fault, Calls which, int times) {
        /**
         * What nothing excuses. An update that nobody could write down before it was done was never told to be under way;
         * whatever the API did is told, though.
         */
        List<String> untold(List<String> reasons) {
            boolean done = switch (fault) {
                case Fault.Lost(var moment) -> moment == Fault.Moment.AFTER;
                case Fault.Held(var moment) -> moment == Fault.Moment.AFTER;
                default -> false;
            };
            return done
                    ? reasons
                    : reasons.stream()
                            .filter(reason -> !reason.equals("RolloutNotCompleted"))
                            .toList();
        }

        @Override
        public String toString() {
            return why;
        }
    }

    private static final Calls ANY = Calls.any();
    private static final Calls WRITES = Calls.writes();
    private static final int ALWAYS = 1_000_000;

    private static final Trouble NO_EVENTS = new Trouble("no events", Fault.forbidden(), ANY.of("events"), ALWAYS);

    static final List<Trouble> TROUBLES = List.of(
            new Trouble("conflicts", Fault.conflict(), WRITES, 4),
            new Trouble("too many requests", Fault.tooManyRequests(Duration.ofSeconds(1)), ANY, 2),
            new Trouble("internal errors", Fault.internalError(), ANY, 6),
            new Trouble("unavailable for a while", Fault.unavailable(), ANY, 8),
            new Trouble("answers lost", Fault.lostAfter(), WRITES, 6),
            new Trouble("requests lost", Fault.lostBefore(), WRITES, 6),
            new Trouble("answers that come too late", new Fault.Held(Fault.Moment.AFTER), ANY.of("rollouts/status"), 1),
            new Trouble("a slow API", new Fault.Delayed(Duration.ofMillis(100)), ANY, ALWAYS),
            new Trouble(
                    "creates answered and lost",
                    Fault.lostAfter(),
                    ANY.verbs("create").of("replicasets"),
                    1),
            new Trouble(
                    "scaling fails", Fault.internalError(), ANY.verbs("patch").of("replicasets"), 5),
            new Trouble("the status cannot be written", Fault.unavailable(), ANY.of("rollouts/status"), 5),
            NO_EVENTS);

    static Stream<Object[]> releasesInTrouble() {
        return Stream.of(Release.values())
                .flatMap(release -> TROUBLES.stream().map(trouble -> new Object[] {release, trouble}));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("releasesInTrouble")
    void endsAsAnUndisturbedOne(Release release, Trouble trouble, Scenario on) {
        controller.undisturbed(release);
        release.create(on, controller.shard()::own);
        Calls which = trouble.which().by(Shard.USER_AGENT).in(on.namespace());
        try (Rule rule = controller.faults().add(which, trouble.fault(), trouble.times())) {
            Release.update(on);
            on.then(that(
                    "as undisturbed",
                    state -> controller.differences(on, release).isEmpty()));
            if (!trouble.equals(NO_EVENTS))
                on.then(that(
                        "every event",
                        state -> trouble.untold(controller.untold(state, release))
                                .isEmpty()));
            assertThat(rule.hits()).as("the trouble was met").isNotEmpty();
            controller.settled(on, "web");
        } catch (AssertionError e) {
            throw new AssertionError(
                    "different: " + controller.differences(on, release) + ", untold: "
                            + controller.untold(on.state(), release) + "\n" + e.getMessage(),
                    e);
        }
    }
}
