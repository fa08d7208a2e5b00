package tidegate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.cli.view.Shop.NAMESPACE;
import static tidegate.cli.view.Shop.canary;
import static tidegate.cli.view.Shop.counts;
import static tidegate.cli.view.Shop.steps;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.cli.view.Shop;

/** The bodies are a contract: other tools and audit rules know them from the peer. */
class WriteCommandsTest {
    private static final String RO = "/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/";
    private static final String EXP = "/apis/argoproj.io/v1alpha1/namespaces/shop/experiments/";
    private static final String AR = "/apis/argoproj.io/v1alpha1/namespaces/shop/analysisruns/";

    private final SmallCluster cluster = new SmallCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    record Case(String commandLine, String write, String out) {
        @Override
        public String toString() {
            return commandLine;
        }
    }

    static final List<Case> cases = List.of(
            new Case(
                    "abort checkout",
                    "PATCH " + RO + "checkout/status {\"status\":{\"abort\":true}}",
                    "rollout 'checkout' aborted\n"),
            new Case(
                    "retry rollout checkout",
                    "PATCH " + RO + "checkout/status {\"status\":{\"abort\":false}}",
                    "rollout 'checkout' retried\n"),
            new Case(
                    "retry ro checkout",
                    "PATCH " + RO + "checkout/status {\"status\":{\"abort\":false}}",
                    "rollout 'checkout' retried\n"),
            new Case(
                    "retry experiment trial",
                    "PATCH " + EXP + "trial {\"status\":null}",
                    "experiment 'trial' retried\n"),
            new Case(
                    "pause checkout",
                    "PATCH " + RO + "checkout {\"spec\":{\"paused\":true}}",
                    "rollout 'checkout' paused\n"),
            new Case(
                    "resume checkout",
                    "PATCH " + RO + "checkout {\"spec\":{\"paused\":false}}",
                    "rollout 'checkout' resumed\n"),
            new Case(
                    "restart checkout",
                    "PATCH " + RO + "checkout {\"spec\":{\"restartAt\":\"2026-03-01T12:00:00Z\"}}",
                    "rollout 'checkout' restarts in 0s\n"),
            new Case(
                    "restart checkout --in 1h",
                    "PATCH " + RO + "checkout {\"spec\":{\"restartAt\":\"2026-03-01T13:00:00Z\"}}",
                    "rollout 'checkout' restarts in 1h\n"),
            new Case(
                    "terminate analysisrun run",
                    "PATCH " + AR + "run {\"spec\":{\"terminate\":true}}",
                    "analysisRun 'run' terminated\n"),
            new Case(
                    "terminate exp trial",
                    "PATCH " + EXP + "trial {\"spec\":{\"terminate\":true}}",
                    "experiment 'trial' terminated\n"));

    @ParameterizedTest
    @FieldSource("cases")
    void sendsOnePatch(Case expected) {
        boolean isRetry = expected.commandLine().startsWith("retry");
        cluster.with("rollouts", isRetry ? aborted() : paused())
                .with("experiments", Json.object("metadata", Shop.meta("trial", "1d")))
                .with("analysisruns", Json.object("metadata", Shop.meta("run", "1d")));
        Shell.Result result = Shell.on(cluster).run(expected.commandLine());
        assertThat(result).isEqualTo(new Shell.Result(0, expected.out(), ""));
        assertThat(cluster.writes()).containsExactly(expected.write());
        assertThat(cluster.requests().getLast().contentType()).isEqualTo("application/merge-patch+json");
    }

    record Idle(String why, String commandLine, Json rollout, String warning) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Idle> idle = List.of(
            new Idle("retry of what was not aborted", "retry rollout checkout", paused(), "it is not aborted"),
            new Idle("a second abort", "abort checkout", aborted(), "it is aborted already"),
            new Idle(
                    "abort with nothing under way",
                    "abort checkout",
                    settled(),
                    "the present version is the stable one: nothing to go back from"),
            new Idle(
                    "promote with nothing under way",
                    "promote checkout",
                    settled(),
                    "the present version is the stable one: nothing to promote"),
            new Idle(
                    "promote of what was aborted",
                    "promote checkout",
                    aborted(),
                    "it is aborted: `retry rollout` starts it again"));

    @ParameterizedTest
    @FieldSource("idle")
    void aCommandThatChangesNothingSucceedsWithAWarning(Idle expected) {
        cluster.with("rollouts", expected.rollout());
        Shell.Result result = Shell.on(cluster).run(expected.commandLine());
        assertThat(result.code()).isZero();
        assertThat(result.err())
                .isEqualTo("Warning: nothing changes for rollout 'checkout': " + expected.warning() + "\n");
    }

    private static Json aborted() {
        return paused().withAt(List.of("status", "abort"), true).withAt(List.of("status", "abortedAt"), Shop.ago("1m"));
    }

    private static Json settled() {
        return paused().withAt(List.of("status", "currentPodHash"), "same")
                .withAt(List.of("status", "stableRS"), "same");
    }

    @Test
    void aBusyServerIsAskedAgain() {
        cluster.with("rollouts", paused()).busyFor(3);
        assertThat(Shell.on(cluster).run("abort checkout"))
                .isEqualTo(new Shell.Result(0, "rollout 'checkout' aborted\n", ""));
    }

    @Test
    void aServerThatStaysBusyIsTheError() {
        cluster.with("rollouts", paused()).busyFor(1000);
        assertThat(Shell.on(cluster).run("abort checkout").err()).isEqualTo("Error: storage is (re)initializing\n");
        assertThat(cluster.requests()).hasSize(10);
    }

    @Test
    void severalNamesAreDoneInOrderUntilOneFails() {
        cluster.with("rollouts", paused());
        Shell.Result result = Shell.on(cluster).run("abort checkout missing other");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo("rollout 'checkout' aborted\n");
        assertThat(result.err()).isEqualTo("Error: rollouts.argoproj.io \"missing\" not found\n");
        assertThat(cluster.get("rollouts", NAMESPACE, "checkout")
                        .at("status", "abort")
                        .isTrue())
                .isTrue();
        assertThat(cluster.writes()).hasSize(3);
    }

    @Test
    void withoutAStatusSubresourceTheRolloutItselfIsPatched() {
        cluster.with("rollouts", paused()).withoutStatusSubresource();
        assertThat(Shell.on(cluster).run("abort checkout").code()).isZero();
        assertThat(cluster.writes())
                .containsExactly(
                        "PATCH " + RO + "checkout/status {\"status\":{\"abort\":true}}",
                        "PATCH " + RO + "checkout {\"status\":{\"abort\":true}}");
    }

    @Test
    void anUnreadableDelayIsAnError() {
        Shell.Result result = Shell.on(cluster).run("restart checkout --in soon");
        assertThat(result)
                .isEqualTo(new Shell.Result(
                        1, "", "Error: --in: \"soon\" (expected: a duration with units, such as 30s, 5m or 1h30m)\n"));
        assertThat(cluster.requests()).isEmpty();
    }

    private static Json paused() {
        Json status = counts(5, 1, 5, 5)
                .with("phase", "Paused")
                .with("currentStepIndex", 1)
                .with("pauseConditions", Json.array(Json.object("reason", "CanaryPauseStep")));
        return canary("checkout", "12d", 5, steps(20, 40), status);
    }
}
