package tidegate.system.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.Bench;
import tidegate.system.bench.Command;
import tidegate.system.bench.ScenarioExtension;

/** What the process says when it is asked something, or cannot start. */
@ExtendWith(ScenarioExtension.class)
class StartScenarioTest {
    private static final String FREE_PORTS = " --healthzPort=0 --metricsPort=0 --management.server.port=0";

    private static Command.Result run(Path kubeconfig, String flags) {
        return Command.run("rollout-controller " + flags, kubeconfig, "", "");
    }

    @Test
    void itsVersionIsOneLine(Bench bench) {
        Command.Result result = run(bench.controlPlane().kubeconfig(), "--version");
        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).matches("rollout-controller: v\\d+\\.\\d+\\.\\d+\\S*\\n");
        assertThat(result.err()).isEmpty();
    }

    /**
     * Something that keeps the service from starting.
     *
     * @param flags beside those for free ports
     * @param line what it says, a regular expression
     */
    record Refused(String why, String flags, String line) {
        @Override
        public String toString() {
            return why;
        }
    }

    static final List<Refused> refused = List.of(
            new Refused("an unknown flag", "--no-such-flag", "rollout-controller: unknown flag: --no-such-flag"),
            new Refused("a stray argument", "now", "rollout-controller: unexpected argument: now"),
            new Refused("a flag of the wrong kind", "--rollout-threads=many", ".*rollout-threads.*many.*expected.*"),
            new Refused("a value out of range", "--rollout-threads=0", ".*workers: 0 \\(expected: 1 to 1000\\)"),
            new Refused("an unknown log level", "--loglevel=loud", ".*loglevel.*loud.*expected.*"),
            new Refused("an unknown setting", "--tidegate.pace.speed=9", ".*unknown setting: tidegate.pace.speed"),
            new Refused(
                    "a lease that ends before it is renewed",
                    "--leader-election-renew-deadline=20s",
                    ".*renew deadline: PT20S.*expected.*"),
            new Refused(
                    "a kubeconfig that is not there",
                    "--kubeconfig=/nonexistent/config",
                    ".*kubeconfig /nonexistent/config: no such file"),
            new Refused("a context that is not there", "--context=elsewhere", ".*elsewhere.*"),
            new Refused(
                    "an API that does not answer",
                    "--server=http://127.0.0.1:1 --tidegate.client.start-timeout=200ms",
                    ".*cannot reach the API at http://127.0.0.1:1: .*"),
            new Refused(
                    "no namespace for the lease",
                    "--tidegate.scope.own-namespace=nowhere",
                    ".*no namespace nowhere for the lease: .*"));

    @ParameterizedTest
    @FieldSource("refused")
    void whatKeepsItFromStartingIsOneLine(Refused refused, Bench bench) {
        assertRefused(run(bench.controlPlane().kubeconfig(), refused.flags() + FREE_PORTS), refused.line());
    }

    private static void assertRefused(Command.Result result, String line) {
        assertThat(result.exitCode()).as("%s", result).isEqualTo(1);
        assertThat(result.err().lines())
                .as("%s", result)
                .singleElement()
                .asString()
                .matches(line);
        assertThat(result.out()).as("%s", result).doesNotContain("\tat ", "Exception");
    }

    @Test
    void anUnreadableKubeconfigIsOneLine(Bench bench) throws IOException {
        Path file = Files.writeString(bench.folder().resolve("broken.kubeconfig"), "clusters: {[");
        assertRefused(run(file, "--kubeconfig=" + file + FREE_PORTS), ".*kubeconfig .*broken.kubeconfig.*");
    }

    @Test
    void missingCrdsAreOneLine() {
        try (EmbeddedApi empty = EmbeddedApi.start()) {
            assertRefused(
                    run(empty.kubeconfig(), "--leader-elect=false" + FREE_PORTS),
                    ".*does not serve rollouts.argoproj.io v1alpha1: install the CRDs first");
        }
    }

    @Test
    void withoutElectionItDoesNotStartBesideALeader(Bench bench) {
        bench.api().create(ResourceType.LEASES, "default", Json.parse("""
                {"metadata":{"name":"argo-rollouts-controller-lock-taken"},
                 "spec":{"holderIdentity":"somebody_1","leaseDurationSeconds":3600,"renewTime":"%s"}}""".formatted(
                        Instant.now().truncatedTo(ChronoUnit.MICROS))));
        assertRefused(
                run(
                        bench.controlPlane().kubeconfig(),
                        "--leader-elect=false --instance-id=taken --tidegate.scope.own-namespace=default" + FREE_PORTS),
                ".*: somebody_1 holds the lease default/argo-rollouts-controller-lock-taken until .*");
    }

    static final List<String> portFlags = List.of("--healthzPort", "--metricsPort", "--management.server.port");

    @ParameterizedTest
    @FieldSource("portFlags")
    void aPortInUseIsOneLine(String flag, Bench bench) throws IOException {
        try (var taken = new ServerSocket(0)) {
            String given = flag + "=" + taken.getLocalPort();
            String others = FREE_PORTS.replace(" " + flag + "=0", "");
            assertRefused(
                    run(bench.controlPlane().kubeconfig(), "--leader-elect=false " + given + others),
                    ".*port " + taken.getLocalPort() + " is in use.*");
        }
    }
}
