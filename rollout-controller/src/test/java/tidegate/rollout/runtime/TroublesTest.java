package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeError;
import tidegate.rollout.act.Outcome;
import tidegate.rollout.act.Outcome.Failure;
import tidegate.rollout.observe.Unanswered;
import tidegate.rollout.plan.Plan;
import tidegate.rollout.plan.action.Action;
import tidegate.rollout.plan.action.Stage;
import tidegate.rollout.plan.action.Want;
import tidegate.rollout.plan.seen.CreateFailure;
import tidegate.rollout.plan.seen.Trouble;

/** When something that failed is told, and when it is over. */
class TroublesTest {
    private static final String WEB = "Service \"web\"";
    private static final Action SWITCH = new Action.PatchService(new Action.Ref("web", "u", "1"), Json.EMPTY_OBJECT);
    private static final Trouble UNAVAILABLE = new Trouble(WEB, "the API server does not answer, or fails");

    private final Troubles troubles = new Troubles();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private static Plan plan(Set<Want> wants, Action... actions) {
        var stages = actions.length == 0
                ? List.<Stage>of()
                : List.of(new Stage(Stage.Name.SERVICES, Set.of(), List.of(actions)));
        return new Plan(stages, Optional.empty(), List.of(), "", Optional.empty(), wants, Set.of());
    }

    private void after(Plan plan, Set<String> settled, Failure... failures) {
        troubles.note(
                plan,
                Set.of(),
                new Outcome(Set.of(), List.of(failures), settled, List.of(), Set.of(), List.of(), 0),
                List.of(),
                now);
    }

    private void refused(String error) {
        after(plan(Set.of(), SWITCH), Set.of(), new Failure.Refused(WEB, error, "patch: " + error));
    }

    private void unanswered() {
        after(plan(Set.of(), SWITCH), Set.of(), new Failure.Retriable(WEB, "patch: timeout", Duration.ZERO));
    }

    private List<Trouble> told() {
        return troubles.told(now);
    }

    @Test
    void aRefusalIsToldAtOnceInTheServersWordsWhichStay() {
        refused("quota: 7 of 7");
        assertThat(told()).containsExactly(new Trouble(WEB, "quota: 7 of 7"));
        refused("quota: 8 of 7");
        unanswered();
        assertThat(told()).containsExactly(new Trouble(WEB, "quota: 7 of 7"));
    }

    @Test
    void noAnswerIsToldOnlyOnceItHasLasted() {
        unanswered();
        assertThat(told()).isEmpty();
        now = now.plusSeconds(1);
        unanswered();
        assertThat(told()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(told()).containsExactly(UNAVAILABLE);
        refused("no");
        assertThat(told()).containsExactly(new Trouble(WEB, "no"));
    }

    @Test
    void whatDidNotAnswerWhenItWasLastTriedIsSilentWhateverIsToldOfIt() {
        unanswered();
        assertThat(troubles.silent()).containsExactly(WEB);
        refused("no");
        assertThat(troubles.silent()).isEmpty();
        unanswered();
        assertThat(troubles.silent()).containsExactly(WEB);
        assertThat(told()).containsExactly(new Trouble(WEB, "no"));
        after(plan(Set.of(), SWITCH), Set.of(WEB));
        assertThat(troubles.silent()).isEmpty();
    }

    @Test
    void aConflictIsNoTrouble() {
        after(plan(Set.of(), SWITCH), Set.of(), new Failure.Outdated("conflict"));
        now = now.plusSeconds(60);
        assertThat(told()).isEmpty();
    }

    @Test
    void aStatusThatCannotBeWrittenIsNotToldInTheStatus() {
        after(plan(Set.of()), Set.of(), new Failure.Refused("status of the Rollout", "no", "patch: no"));
        assertThat(told()).isEmpty();
    }

    @Test
    void itIsOverWhenItIsWritten() {
        refused("no");
        after(plan(Set.of(), SWITCH), Set.of(WEB));
        assertThat(told()).isEmpty();
    }

    @Test
    void itIsOverWhenItIsNoLongerDue() {
        refused("no");
        after(plan(Set.of()), Set.of());
        assertThat(told()).isEmpty();
    }

    @Test
    void itIsNotOverWhileItWasNotTriedOrThePlanDoesNotSayWhatIsDue() {
        refused("no");
        after(plan(Set.of(), SWITCH), Set.of(), new Failure.Skipped("another stage failed"));
        after(plan(Set.of(new Want.Pods())), Set.of());
        assertThat(told()).containsExactly(new Trouble(WEB, "no"));
    }

    private void afterAsking(KubeError answer) {
        Set<Want> wants = Set.of(new Want.Pods());
        var question = new Unanswered("list of pods", answer);
        var nothing = new Outcome(Set.of(), List.of(), Set.of(), List.of(), Set.of(), List.of(), 0);
        troubles.note(plan(wants), wants, nothing, List.of(question), now);
    }

    @Test
    void itIsNotOverWhileNobodyKnowsWhetherItIsDue() {
        refused("no");
        afterAsking(new KubeError.Transient("timeout", Optional.empty()));
        assertThat(told()).containsExactly(new Trouble(WEB, "no"));
    }

    @Test
    void itIsOverWhenItIsNotDueWithoutWhatMayNotBeKnown() {
        refused("no");
        afterAsking(new KubeError.Forbidden("not yours"));
        assertThat(told()).containsExactly(new Trouble("list of pods", "not yours"));
    }

    @Test
    void aQuestionThatIsNotAnsweredIsATroubleUntilItIs() {
        var question = new Unanswered("list of pods", new KubeError.Forbidden("no"));
        troubles.note(
                plan(Set.of()),
                Set.of(),
                new Outcome(Set.of(), List.of(), Set.of(), List.of(), Set.of(), List.of(), 0),
                List.of(question),
                now);
        assertThat(told()).containsExactly(new Trouble("list of pods", "no"));
        after(plan(Set.of()), Set.of());
        assertThat(told()).isEmpty();
    }

    @Test
    void aReplicaSetThatIsNotCreatedForLackOfAnAnswerIsACreateFailureAfterAWhile() {
        var create = new Action.CreateReplicaSet("web-1", Json.EMPTY_OBJECT, 1);
        var failure = new Failure.Retriable("ReplicaSet \"web-1\"", "timeout", Duration.ZERO);
        after(plan(Set.of(), create), Set.of(), failure);
        assertThat(troubles.ofCreate(plan(Set.of(), create), now)).isEmpty();
        now = now.plusSeconds(2);
        assertThat(troubles.ofCreate(plan(Set.of(), create), now))
                .contains(new CreateFailure.Refused("web-1", UNAVAILABLE.error()));
    }

    @Test
    void norIsOneCreatedWhileWhatHasToBeWrittenBeforeIsRefused() {
        var shrink = new Action.ScaleReplicaSet(new Action.Ref("web-0", "u", "1"), 2, 1, Action.Changes.NONE, "");
        var create = new Action.CreateReplicaSet("web-1", Json.EMPTY_OBJECT, 1);
        var plan = new Plan(
                List.of(
                        new Stage(Stage.Name.SHRINK, Set.of(), List.of(shrink)),
                        new Stage(Stage.Name.CREATE, Set.of(Stage.Name.SHRINK), List.of(create))),
                Optional.empty(),
                List.of(),
                "",
                Optional.empty(),
                Set.of(),
                Set.of());
        after(plan, Set.of(), new Failure.Refused("ReplicaSet \"web-0\"", "no", "patch: no"));
        assertThat(troubles.ofCreate(plan, now))
                .contains(new CreateFailure.Refused("web-1", "ReplicaSet \"web-0\" has to be written before: no"));
        after(plan, Set.of("ReplicaSet \"web-0\""));
        assertThat(troubles.ofCreate(plan, now)).isEmpty();
    }
}
