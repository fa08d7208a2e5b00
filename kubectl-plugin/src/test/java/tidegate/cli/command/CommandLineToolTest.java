package tidegate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tidegate.api.json.Json;
import tidegate.cli.view.Shop;

class CommandLineToolTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "get",
                "list",
                "set",
                "retry",
                "terminate",
                "get rollout",
                "get rollout a b",
                "get nothing",
                "abort",
                "promote a b",
                "set image a",
                "set image a b",
                "set image a b=c=d",
                "undo",
                "status",
                "list rollouts x",
                "completion"
            })
    void aWrongNumberOfArgumentsIsAnsweredWithUsageAndNoErrorLine(String commandLine) {
        Shell.Result result = Shell.withoutCluster().run(commandLine);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Usage:\n  kubectl-argo-rollouts").doesNotContain("Error:");
    }

    record Refused(String commandLine, String message) {
        @Override
        public String toString() {
            return commandLine;
        }
    }

    static final List<Refused> refused = List.of(
            new Refused("promot", "unknown command \"promot\" for \"kubectl-argo-rollouts\""),
            new Refused("create -f x", "unknown command \"create\" for \"kubectl-argo-rollouts\""),
            new Refused("dashboard", "unknown command \"dashboard\" for \"kubectl-argo-rollouts\""),
            new Refused("abort x --force", "unknown flag: --force"),
            new Refused("abort x -f", "unknown shorthand flag: 'f' in -f"),
            new Refused("undo x --to-revision", "flag needs an argument: --to-revision"),
            new Refused(
                    "undo x --to-revision two",
                    "invalid argument \"two\" for \"--to-revision\" flag (expected: a number)"),
            new Refused(
                    "status x --timeout soon",
                    "--timeout: \"soon\" (expected: a duration with units, such as 30s, 5m or 1h30m)"),
            new Refused("completion tcsh", "unsupported shell \"tcsh\" (expected: one of bash, zsh, fish, powershell)"),
            new Refused(
                    "list ro --loglevel loud",
                    "--loglevel: \"loud\" (expected: one of trace, debug, info, warn, warning, error, fatal, panic)"),
            new Refused("list ro --kubeconfig /nope", "kubeconfig /nope: no such file"),
            new Refused("list ro --server ftp://x", "server \"ftp://x\" is no http or https address"),
            new Refused(
                    "list ro --server http://127.0.0.1:1",
                    "cannot reach the API server at http://127.0.0.1:1: Connection refused"),
            new Refused(
                    "list ro --server http://x --request-timeout soon",
                    "--request-timeout: \"soon\" (expected: seconds, or as in 30s or 2m)"),
            new Refused(
                    "list ro",
                    "no kubeconfig: /nonexistent/.kube/config not found or empty, and this is not a pod (set KUBECONFIG, --kubeconfig or --server)"));

    @ParameterizedTest
    @FieldSource("refused")
    void badInputIsOneLineAndExitCodeOne(Refused expected) {
        Shell.Result result = Shell.withoutCluster().run(expected.commandLine());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().findFirst()).hasValue("Error: " + expected.message());
        assertThat(result.err().lines().skip(1)).allMatch(line -> line.startsWith("Run 'kubectl-argo-rollouts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get rollout --help", "help get rollout", "get rollouts -h", "get ro x --help"})
    void helpGoesToStdout(String commandLine) {
        Shell.Result result = Shell.withoutCluster().run(commandLine);
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("kubectl-argo-rollouts get rollout ROLLOUT_NAME [flags]", "--timeout-seconds int");
    }

    @Test
    void helpNamesEveryCommandAndNoHiddenFlag() {
        String help = Shell.withoutCluster().run("--help --context abort").out();
        assertThat(help)
                .contains(
                        "  abort ",
                        "  get ",
                        "  list ",
                        "  promote ",
                        "  retry ",
                        "  set ",
                        "  status ",
                        "  terminate ")
                .contains("  undo ", "  version ", "  completion ", "  pause ", "  restart ", "--as-group stringArray");
        assertThat(Shell.withoutCluster().run("promote --help").out()).doesNotContain("skip-all-steps");
    }

    @Test
    void versionNeedsNoCluster() {
        assertThat(Shell.withoutCluster().run("version --short").out())
                .matches("kubectl-argo-rollouts: v0\\.1\\.0\\+([0-9a-f]{7}|unknown)(\\.dirty)?\n");
        assertThat(Shell.withoutCluster().run("version").out().lines().map(line -> line.replaceAll(":.*", "")))
                .containsExactly(
                        "kubectl-argo-rollouts",
                        "  BuildDate",
                        "  GitCommit",
                        "  GitTreeState",
                        "  JavaVersion",
                        "  Compiler",
                        "  Platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish", "powershell"})
    void eachShellHasItsScript(String shell) {
        assertThat(Shell.withoutCluster().run("completion " + shell).out())
                .contains("__complete")
                .startsWith(shell.equals("zsh") ? "#compdef" : "#");
    }

    record Completed(String why, List<String> words, String out) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Completed> completions = List.of(
            new Completed(
                    "commands with what they do",
                    List.of("__complete", "pr"),
                    "promote\tLet a paused rollout go on; with --full, past every remaining step\n:4\n"),
            new Completed("commands without", List.of("__completeNoDesc", "re"), "restart\nresume\nretry\n:4\n"),
            new Completed("kinds", List.of("__completeNoDesc", "get", ""), "experiment\nrollout\n:4\n"),
            new Completed("names", List.of("__complete", "abort", "check"), "checkout\n:4\n"),
            new Completed("names of the other kind", List.of("__complete", "get", "exp", ""), "trial\n:4\n"),
            new Completed("no second name", List.of("__complete", "abort", "checkout", ""), ":4\n"),
            new Completed("flags", List.of("__completeNoDesc", "promote", "--f"), "--full\n:4\n"),
            new Completed(
                    "an empty word as PowerShell passes it",
                    List.of("__complete", "get", "exp", "\"\""),
                    "trial\n:4\n"),
            new Completed("shells", List.of("__complete", "completion", "b"), "bash\n:4\n"),
            new Completed("nonsense", List.of("__complete", "--nonsense", ""), ":0\n"));

    @ParameterizedTest
    @FieldSource("completions")
    void completesInTheProtocolThatShellsKnow(Completed expected) {
        try (var cluster = new SmallCluster()) {
            cluster.with("rollouts", Json.object("metadata", Shop.meta("checkout", "1d")))
                    .with("rollouts", Json.object("metadata", Shop.meta("cart", "1d")))
                    .with("experiments", Json.object("metadata", Shop.meta("trial", "1d")));
            var words = new java.util.ArrayList<>(expected.words());
            words.addAll(1, List.of("--server", cluster.address(), "--namespace", Shop.NAMESPACE));
            Shell.Result result = Shell.withoutCluster().runWords(words);
            assertThat(result).isEqualTo(new Shell.Result(0, expected.out(), ""));
        }
    }

    @Test
    void aClusterThatIsNotThereOffersNoNames() {
        assertThat(Shell.withoutCluster().runWords(List.of("__complete", "abort", "")))
                .isEqualTo(new Shell.Result(0, ":4\n", ""));
    }
}
