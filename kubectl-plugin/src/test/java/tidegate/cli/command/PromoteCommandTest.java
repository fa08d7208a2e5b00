package tidegate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.cli.view.Shop.canary;
import static tidegate.cli.view.Shop.counts;
import static tidegate.cli.view.Shop.rollout;
import static tidegate.cli.view.Shop.steps;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class PromoteCommandTest {
    private static final String RO = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/checkout";
    private static final String GUARD = ",\"metadata\":{\"resourceVersion\":\"1001\"}}";
    private static final Json PAUSE = Json.array(Json.object("reason", "CanaryPauseStep"));
    private static final Json UNDER_WAY = counts(5, 1, 5, 5)
            .with("stableRS", "old")
            .with("currentPodHash", "new")
            .with("currentStepIndex", 1);

    private final SmallCluster cluster = new SmallCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    record Case(String why, String flags, Json rollout, List<String> writes) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Case> cases = List.of(
            new Case(
                    "in a pause only the pause is taken away: the controller moves on",
                    "",
                    stepping(UNDER_WAY.with("pauseConditions", PAUSE)),
                    List.of("PATCH " + RO + "/status {\"status\":{\"pauseConditions\":null}" + GUARD)),
            new Case(
                    "a running step is skipped",
                    "",
                    stepping(UNDER_WAY),
                    List.of("PATCH " + RO + "/status {\"status\":{\"pauseConditions\":null,\"currentStepIndex\":2}"
                            + GUARD)),
            new Case(
                    "beyond the last step the index stays",
                    "",
                    stepping(UNDER_WAY.with("currentStepIndex", 4)),
                    List.of("PATCH " + RO + "/status {\"status\":{\"pauseConditions\":null,\"currentStepIndex\":4}"
                            + GUARD)),
            new Case(
                    "an inconclusive analysis is left behind with its pause",
                    "",
                    stepping(UNDER_WAY
                            .with("pauseConditions", PAUSE)
                            .with("controllerPause", true)
                            .with(
                                    "canary",
                                    Json.object(
                                            "currentStepAnalysisRunStatus", Json.object("status", "Inconclusive")))),
                    List.of("PATCH " + RO
                            + "/status {\"status\":{\"pauseConditions\":null,\"controllerPause\":false,\"currentStepIndex\":2}"
                            + GUARD)),
            new Case(
                    "a pause of the user's own is taken away too, after the status",
                    "",
                    paused(stepping(UNDER_WAY.with("pauseConditions", PAUSE))),
                    List.of(
                            "PATCH " + RO + "/status {\"status\":{\"pauseConditions\":null}" + GUARD,
                            "PATCH " + RO + " {\"spec\":{\"paused\":false}}")),
            new Case(
                    "a canary without steps that nothing holds has nothing to promote",
                    "",
                    canary("checkout", "1d", 5, List.of(), UNDER_WAY),
                    List.of()),
            new Case(
                    "blue-green waits in a pause like a canary",
                    "",
                    rollout(
                            "checkout",
                            "1d",
                            1,
                            Json.object("blueGreen", Json.EMPTY_OBJECT),
                            UNDER_WAY.with("pauseConditions", PAUSE)),
                    List.of("PATCH " + RO + "/status {\"status\":{\"pauseConditions\":null}" + GUARD)),
            new Case(
                    "in full: all the rest is skipped",
                    "--full",
                    stepping(UNDER_WAY),
                    List.of("PATCH " + RO + "/status {\"status\":{\"promoteFull\":true}" + GUARD)),
            new Case(
                    "in full, with nothing under way: only the user's pause ends",
                    "--full",
                    paused(stepping(UNDER_WAY.with("currentPodHash", "old"))),
                    List.of("PATCH " + RO + " {\"spec\":{\"paused\":false}}")),
            new Case(
                    "one step",
                    "--skip-current-step",
                    stepping(UNDER_WAY),
                    List.of("PATCH " + RO + "/status {\"status\":{\"currentStepIndex\":2}" + GUARD)),
            new Case(
                    "all steps",
                    "-a",
                    stepping(UNDER_WAY),
                    List.of("PATCH " + RO + "/status {\"status\":{\"currentStepIndex\":4}" + GUARD)));

    @ParameterizedTest
    @FieldSource("cases")
    void writesWhatTheStateAsksFor(Case expected) {
        cluster.with("rollouts", expected.rollout());
        Shell.Result result = Shell.on(cluster).run(("promote checkout " + expected.flags()).strip());
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        expected.flags().equals("--full")
                                ? "rollout 'checkout' fully promoted\n"
                                : "rollout 'checkout' promoted\n");
        assertThat(cluster.writes()).isEqualTo(expected.writes());
    }

    record Refusal(String why, String flags, Json rollout, String message) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Refusal> refusals = List.of(
            new Refusal(
                    "both flags at once",
                    "-c -a",
                    stepping(UNDER_WAY),
                    "Cannot use skip-current-step and skip-all-steps flags at the same time"),
            new Refusal(
                    "blue-green has no steps",
                    "-c",
                    rollout("checkout", "1d", 1, Json.object("blueGreen", Json.EMPTY_OBJECT), UNDER_WAY),
                    "Cannot skip steps of a bluegreen rollout. Run without a flags"),
            new Refusal(
                    "a canary without steps",
                    "-a",
                    canary("checkout", "1d", 5, List.of(), UNDER_WAY),
                    "Cannot skip steps of a rollout without steps"));

    @ParameterizedTest
    @FieldSource("refusals")
    void refusesToSkipWhatIsNotThere(Refusal refusal) {
        cluster.with("rollouts", refusal.rollout());
        Shell.Result result = Shell.on(cluster).run("promote checkout " + refusal.flags());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).endsWith("Error: " + refusal.message() + "\n").contains("has been deprecated");
        assertThat(cluster.writes()).isEmpty();
    }

    @Test
    void withoutAStatusSubresourceBothPartsGoToTheRolloutItself() {
        cluster.with("rollouts", stepping(UNDER_WAY.with("pauseConditions", PAUSE)))
                .withoutStatusSubresource();
        Shell.on(cluster).run("promote checkout");
        assertThat(cluster.writes().getLast())
                .isEqualTo(
                        "PATCH " + RO + " {\"spec\":{\"paused\":false},\"status\":{\"pauseConditions\":null}" + GUARD);
    }

    @Test
    void ofTwoWhoPromoteTheSamePauseTheSecondDoesNotSkipTheNextStep() {
        Json moved = stepping(UNDER_WAY.with("currentStepIndex", 3).with("pauseConditions", PAUSE));
        cluster.with("rollouts", stepping(UNDER_WAY.with("pauseConditions", PAUSE)))
                .beforeNextWrite(() -> cluster.with("rollouts", moved));
        Shell.Result result = Shell.on(cluster).run("promote checkout");
        assertThat(result)
                .isEqualTo(new Shell.Result(
                        1,
                        "",
                        "Error: rollout 'checkout' moved on while it was being promoted; nothing was changed\n"));
        assertThat(cluster.get("rollouts", "shop", "checkout").at("status", "pauseConditions"))
                .isEqualTo(PAUSE);
    }

    @Test
    void aWriteOfTheControllerInBetweenIsNoObstacle() {
        Json seen = stepping(UNDER_WAY.with("pauseConditions", PAUSE));
        cluster.with("rollouts", seen)
                .beforeNextWrite(() -> cluster.with("rollouts", seen.withAt(List.of("status", "readyReplicas"), 4)));
        assertThat(Shell.on(cluster).run("promote checkout").code()).isZero();
        assertThat(cluster.get("rollouts", "shop", "checkout")
                        .at("status", "pauseConditions")
                        .isMissing())
                .isTrue();
    }

    private static Json stepping(Json status) {
        return canary("checkout", "1d", 5, steps(20, 40), status);
    }

    private static Json paused(Json rollout) {
        return rollout.withAt(List.of("spec", "paused"), true);
    }
}
