package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.Condition;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.wire.ConditionType;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.Past;
import tidegate.rollout.plan.seen.Trouble;

/** What a Rollout says of writes that keep failing. */
class TroubleReportTest {
    private static final Trouble SERVICE = new Trouble("Service \"web\"", "services \"web\" is forbidden");
    private static final Trouble PODS = new Trouble("eviction of pods", "no");

    private final World world =
            World.canary(2, "[{\"setWeight\":50},{\"pause\":{}}]").settle();
    private final RolloutPlanner planner = new RolloutPlanner();
    private Instant now = world.now;

    private Plan plan(RolloutSnapshot snapshot, Trouble... troubles) {
        var past = new Past(Optional.empty(), List.of(troubles), Optional.empty(), Set.of());
        return planner.plan(snapshot.with(past), now);
    }

    private static RolloutStatus next(Plan plan) {
        return plan.status().orElseThrow().next();
    }

    private RolloutSnapshot after(Plan plan) {
        return world.snapshot().with(world.rollout().with(next(plan)));
    }

    private static Optional<String> told(RolloutStatus status) {
        return status.condition(ConditionType.RECONCILIATION_ERROR).map(Condition::message);
    }

    private static List<String> events(Plan plan) {
        return plan.notices().stream().map(notice -> notice.event().message()).toList();
    }

    @Test
    void isOneConditionAndOneEventEachAndDoesNotChangeThePhase() {
        Plan plan = plan(world.snapshot(), SERVICE, PODS);
        assertThat(told(next(plan)))
                .contains("Service \"web\": services \"web\" is forbidden; eviction of pods: no."
                        + " It is tried again until it succeeds; everything else goes on");
        assertThat(events(plan))
                .containsExactly(
                        "Reconciliation failed with error: Service \"web\": services \"web\" is forbidden",
                        "Reconciliation failed with error: eviction of pods: no");
        assertThat(next(plan).phase()).isEqualTo("Healthy");
        assertThat(next(plan).message()).isEmpty();
    }

    @Test
    void theSameTroubleWritesNothingMoreHoweverOftenItIsTried() {
        RolloutSnapshot told = after(plan(world.snapshot(), SERVICE));
        now = now.plusSeconds(3600);
        assertThat(plan(told, SERVICE).isEmpty()).isTrue();
        assertThat(plan(told, SERVICE).notices()).isEmpty();
    }

    @Test
    void aSecondTroubleIsToldWithAnEventOfItsOwnOnly() {
        Plan plan = plan(after(plan(world.snapshot(), SERVICE)), SERVICE, PODS);
        assertThat(events(plan)).containsExactly("Reconciliation failed with error: eviction of pods: no");
    }

    @Test
    void whatIsOverIsTakenAwayAndEverythingElseStays() {
        RolloutStatus before = world.status();
        Plan plan = plan(after(plan(world.snapshot(), SERVICE)));
        assertThat(next(plan).json()).isEqualTo(before.json());
        assertThat(plan.notices()).isEmpty();
    }

    @Test
    void itIsToldBesideWhateverElseThePlanSays() {
        world.image("yellow");
        Plan plan = plan(world.snapshot(), SERVICE);
        assertThat(told(next(plan))).isPresent();
        assertThat(plan.actions()).isNotEmpty();
        assertThat(plan.notices().getLast().event().reason()).isEqualTo("ReconciliationError");
    }

    @Test
    void aRolloutThatIsInvalidTellsItToo() {
        world.strategy("steps", Json.parse("[{}]"));
        Plan plan = plan(world.snapshot(), SERVICE);
        assertThat(told(next(plan))).isPresent();
        assertThat(next(plan).condition(ConditionType.INVALID_SPEC)).isPresent();
    }

    @Test
    void itIsToldWhileTheApiDoesNotAnswerAQuestion() {
        Json metadata = Json.parse("{\"labels\":{\"role\":\"stable\"}}");
        world.strategy("stableMetadata", metadata).settle();
        world.verified.clear();
        Trouble list = new Trouble(Want.Pods.SUBJECT, "pods is forbidden");
        Plan plan = plan(world.snapshot(), list, SERVICE);
        assertThat(plan.wants()).containsExactly(new Want.Pods());
        assertThat(told(next(plan)).orElseThrow())
                .startsWith("list of pods: pods is forbidden; Service \"web\": services \"web\" is forbidden.");
        assertThat(plan(after(plan), list, SERVICE).isEmpty()).as("and once").isTrue();
    }

    @Test
    void manyAreToldInFewWords() {
        var many = IntStream.range(0, 9)
                .mapToObj(i -> new Trouble("Service \"" + i + "\"", "no"))
                .toArray(Trouble[]::new);
        Plan plan = plan(world.snapshot(), many);
        assertThat(told(next(plan)).orElseThrow()).contains("; and 4 more.");
        assertThat(events(plan)).hasSize(5);
    }

    @Test
    void aDecisionThatFailsIsToldAndNothingIsDone() {
        Plan plan = Troubled.broken(world.snapshot(), "IllegalStateException: oops", now);
        assertThat(told(next(plan)).orElseThrow())
                .startsWith("decision about this Rollout: IllegalStateException: oops.");
        assertThat(plan.actions()).isEmpty();
        assertThat(next(plan).phase()).isEqualTo("Healthy");
    }
}
