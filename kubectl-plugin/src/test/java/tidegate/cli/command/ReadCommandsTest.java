package tidegate.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.cli.view.Shop.annotated;
import static tidegate.cli.view.Shop.canary;
import static tidegate.cli.view.Shop.counts;
import static tidegate.cli.view.Shop.rollout;
import static tidegate.cli.view.Shop.steps;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.cli.view.RolloutObjects;
import tidegate.cli.view.Samples;
import tidegate.cli.view.Shop;

class ReadCommandsTest {
    private static final String DEGRADED = "Error: The rollout is in a degraded state with message: ";

    private final SmallCluster cluster = new SmallCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private void fill(RolloutObjects seen) {
        cluster.with("rollouts", seen.root());
        seen.replicaSets().forEach(set -> cluster.with("replicasets", set));
        seen.pods().stream()
                .map(pod -> pod.withAt(List.of("metadata", "labels", "rollouts-pod-template-hash"), "any"))
                .forEach(pod -> cluster.with("pods", pod));
        seen.experiments().forEach(experiment -> cluster.with("experiments", experiment));
        seen.analysisRuns().forEach(run -> cluster.with("analysisruns", run));
    }

    @Test
    void getRolloutGathersTheTreeFromTheCluster() {
        fill(Samples.experimentAndAnalysis());
        Shell.Result result = Shell.on(cluster).run("get rollout search");
        assertThat(result.code()).isZero();
        assertThat(result.out().lines())
                .contains(
                        "⟳ search                                             Rollout      ◌ Progressing        41d    ")
                .contains(
                        "│  │  └──α search-6f646bf7b7-8-2-latency             AnalysisRun  ◷ Pending            20s    ")
                .hasSize(35);
        assertThat(result.err()).isEmpty();
    }

    @Test
    void getRolloutAsksOnlyForPodsAndReplicaSetsOfReleases() {
        fill(Samples.healthyCanary());
        cluster.with("pods", Json.object("metadata", Shop.meta("unrelated", "1d")));
        Shell.on(cluster).run("get rollout checkout");
        assertThat(cluster.requests()).extracting(SmallCluster.Request::method).containsOnly("GET");
        assertThat(cluster.requests()).hasSize(5);
    }

    @Test
    void escapesNeverGoIntoAPipe() {
        fill(Samples.pausedCanary());
        assertThat(Shell.on(cluster).run("get rollout checkout").out()).doesNotContain("\u001b");
    }

    record Colour(String why, String flags, Map<String, String> environment, boolean coloured) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Colour> colours = List.of(
            new Colour("a terminal", "", Map.of("TERM", "xterm"), true),
            new Colour("the user's flag", " --no-color", Map.of("TERM", "xterm"), false),
            new Colour("the user's flag, taken back", " --no-color=false", Map.of("TERM", "xterm"), true),
            new Colour("the convention of many programs", "", Map.of("TERM", "xterm", "NO_COLOR", "1"), false),
            new Colour("a terminal without colours", "", Map.of("TERM", "dumb"), false));

    @ParameterizedTest
    @FieldSource("colours")
    void coloursGoToTerminalsThatWantThem(Colour expected) {
        fill(Samples.pausedCanary());
        Shell shell = Shell.on(cluster).onTerminal(120, 50).with(expected.environment());
        Shell.Result result = shell.run("get rollout checkout" + expected.flags());
        assertThat(result.out().contains("\u001b[33mcanary\u001b[0m")).isEqualTo(expected.coloured());
    }

    @Test
    void experimentsAndAnalysesThatMayNotBeListedAreLeftOut() {
        fill(Samples.experimentAndAnalysis());
        cluster.refusing("experiments", 403).refusing("analysisruns", 404);
        Shell.Result result = Shell.on(cluster).run("get rollout search");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("⧉ search-6f646bf7b7").doesNotContain("Σ", "α");
        assertThat(result.err().lines())
                .containsExactlyInAnyOrder(
                        "Warning: experiments.argoproj.io cannot be listed; shown without them",
                        "Warning: analysisruns.argoproj.io cannot be listed; shown without them");
    }

    @Test
    void podsThatMayNotBeListedAreAnErrorThatNamesThem() {
        fill(Samples.healthyCanary());
        cluster.refusing("pods", 403);
        for (String flag : List.of("", " --watch"))
            assertThat(Shell.on(cluster).run("get rollout checkout" + flag))
                    .isEqualTo(new Shell.Result(1, "", "Error: pods is forbidden: User \"jane\" cannot do that\n"));
    }

    record Missing(String commandLine, String message) {
        @Override
        public String toString() {
            return commandLine;
        }
    }

    static final List<Missing> missing = List.of(
            new Missing("get rollout nope", "rollout.argoproj.io \"nope\" not found"),
            new Missing("get rollout nope -w", "rollout.argoproj.io \"nope\" not found"),
            new Missing("get experiment nope", "experiment.argoproj.io \"nope\" not found"),
            new Missing("status nope", "rollout.argoproj.io \"nope\" not found"),
            new Missing("status nope --watch=false", "rollout.argoproj.io \"nope\" not found"),
            new Missing("promote nope", "rollouts.argoproj.io \"nope\" not found"),
            new Missing("abort nope", "rollouts.argoproj.io \"nope\" not found"),
            new Missing("undo nope", "rollouts.argoproj.io \"nope\" not found"),
            new Missing("set image nope a=b", "rollouts.argoproj.io \"nope\" not found"),
            new Missing("terminate ar nope", "analysisruns.argoproj.io \"nope\" not found"));

    @ParameterizedTest
    @FieldSource("missing")
    void whatIsNotThereIsOneLine(Missing expected) {
        assertThat(Shell.on(cluster).run(expected.commandLine()))
                .isEqualTo(new Shell.Result(1, "", "Error: " + expected.message() + "\n"));
    }

    @Test
    void aMissingDefinitionIsSaid() {
        cluster.refusing("rollouts", 404);
        for (String commandLine : List.of("list rollouts", "get rollout x", "status x", "abort x", "list rollouts -w"))
            assertThat(Shell.on(cluster).run(commandLine).err())
                    .isEqualTo(
                            "Error: the server does not serve rollouts.argoproj.io (are the CRDs of Argo Rollouts installed?)\n");
    }

    @Test
    void listRolloutsPadsItsColumns() {
        cluster.with(
                        "rollouts",
                        rollout(
                                "cart",
                                "7d",
                                2,
                                Json.object("blueGreen", Json.EMPTY_OBJECT),
                                counts(4, 2, 4, 2).with("phase", "Paused")))
                .with(
                        "rollouts",
                        canary(
                                "checkout-service",
                                "1d",
                                5,
                                steps(20, 40, 60, 80),
                                counts(6, 1, 5, 5).with("phase", "Progressing").with("currentStepIndex", 1)));
        assertThat(Shell.on(cluster).run("list rollouts").out()).isEqualTo("""
                        NAME              STRATEGY   STATUS        STEP  SET-WEIGHT  READY  DESIRED  UP-TO-DATE  AVAILABLE
                        cart              BlueGreen  Paused        -     -           4/4    2        2           2       \s
                        checkout-service  Canary     Progressing   1/8   20          5/6    5        1           5       \s
                        """);
        assertThat(Shell.on(cluster).run("list ro -A --timestamps --name cart").out())
                .startsWith("TIMESTAMP             NAMESPACE  NAME        STRATEGY ")
                .contains("2026-03-01T12:00:00Z  shop       cart        BlueGreen")
                .doesNotContain("checkout");
    }

    @Test
    void listExperimentsTellsWhatIsLeft() {
        cluster.with("experiments", experiment("ab-test", "7d", "Successful", Json.EMPTY_OBJECT, Json.MISSING))
                .with(
                        "experiments",
                        experiment(
                                "search-6f646bf7b7-8-2",
                                "1h1m",
                                "Running",
                                Json.object("duration", "3h"),
                                Json.of(Shop.ago("1h1m"))));
        assertThat(Shell.on(cluster).run("list experiments -A").out()).isEqualTo("""
                        NAMESPACE  NAME                   STATUS      DURATION  REMAINING  AGE
                        shop       ab-test                Successful  -         -          7d\s
                        shop       search-6f646bf7b7-8-2  Running     3h        119m       61m
                        """);
    }

    private static Json experiment(String name, String age, String phase, Json spec, Json availableAt) {
        Json status = Json.object("phase", phase, "availableAt", availableAt);
        return Json.object("metadata", Shop.meta(name, age), "spec", spec, "status", status);
    }

    @Test
    void anEmptyListIsSaidOnStderr() {
        assertThat(Shell.on(cluster).run("list rollouts")).isEqualTo(new Shell.Result(0, "", "No resources found.\n"));
    }

    record Status(String why, Json rollout, Shell.Result result) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Status> statuses = List.of(
            new Status("healthy", phase("Healthy", ""), new Shell.Result(0, "Healthy\n", "")),
            new Status(
                    "degraded",
                    phase("Degraded", "RolloutAborted: why"),
                    new Shell.Result(1, "Degraded\n", DEGRADED + "RolloutAborted: why\n")),
            new Status(
                    "paused",
                    phase("Paused", "CanaryPauseStep"),
                    new Shell.Result(0, "Paused - CanaryPauseStep\n", "")),
            new Status(
                    "a message may be missing", phase("Progressing", ""), new Shell.Result(0, "Progressing - \n", "")),
            new Status(
                    "the spec is newer than the status",
                    phase("Healthy", "").withAt(List.of("metadata", "generation"), 2),
                    new Shell.Result(0, "Progressing - waiting for rollout spec update to be observed\n", "")),
            new Status(
                    "somebody resumed",
                    phase("Paused", "CanaryPauseStep").withAt(List.of("status", "controllerPause"), true),
                    new Shell.Result(0, "Progressing - waiting for rollout to unpause\n", "")),
            new Status(
                    "the workload that is referred to changed",
                    annotated(
                            "rollout.argoproj.io/workload-generation",
                            "4",
                            phase("Healthy", "")
                                    .withAt(List.of("spec", "workloadRef", "kind"), "Deployment")
                                    .withAt(List.of("status", "workloadObservedGeneration"), "3")),
                    new Shell.Result(
                            0,
                            "Progressing - waiting for rollout spec update to be observed for the reference workload\n",
                            "")));

    @ParameterizedTest
    @FieldSource("statuses")
    void statusLooksOnce(Status expected) {
        cluster.with("rollouts", expected.rollout());
        assertThat(Shell.on(cluster).run("status checkout --watch=false")).isEqualTo(expected.result());
    }

    @Test
    void statusSeesAWorkloadThatTheControllerDidNotNotice() {
        Json rollout = phase("Healthy", "")
                .withAt(List.of("spec", "workloadRef"), Json.object("kind", "Deployment", "name", "web"))
                .withAt(List.of("status", "workloadObservedGeneration"), "3");
        cluster.with("rollouts", annotated("rollout.argoproj.io/workload-generation", "3", rollout))
                .with(
                        "deployments",
                        Json.object("metadata", Shop.meta("web", "1d").with("generation", 4)));
        assertThat(Shell.on(cluster).run("status checkout -w=false").out())
                .isEqualTo("Progressing - waiting for rollout spec update to be observed for the reference workload\n");
    }

    static Json phase(String phase, String message) {
        Json status =
                counts(5, 5, 5, 5).with("phase", phase).with("message", message.isEmpty() ? Json.MISSING : message);
        return canary("checkout", "1d", 5, steps(20, 40), status);
    }
}
