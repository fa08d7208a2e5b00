package tidegate.system.service;

import static org.assertj.core.api.Assertions.assertThat;
import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Manifests.canary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tidegate.api.json.Json;
import tidegate.playground.EmbeddedApi;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.system.bench.Await;
import tidegate.system.bench.Bench;
import tidegate.system.bench.Checkout;
import tidegate.system.bench.Command;
import tidegate.system.bench.ControllerProcess;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;
import tidegate.system.bench.Shard;

@ExtendWith(ScenarioExtension.class)
class ServiceProcessTest {
    private static final String PORTS = " --healthzPort=0 --metricsPort=0 --management.server.port=0";
    private static final Pattern FIRST = Pattern.compile("msg=\"First reconcile\" since_start_ms=(\\d+)");

    @TempDir
    Path folder;

    @Test
    void anUnknownFlagIsOneLineAndExitOne(Bench bench) {
        assertOneLine(run(bench, "--no-such-flag"), "no-such-flag");
    }

    @Test
    void theVersionIsPrintedWithoutACluster(Bench bench) {
        Command.Result result = run(bench, "--version");
        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.out()).contains("0.1.0");
    }

    @Test
    void aKubeconfigThatIsNotThereIsOneLine(Bench bench) {
        assertOneLine(run(bench, "--kubeconfig=" + folder.resolve("none") + PORTS), "none");
    }

    @Test
    void anApiThatDoesNotAnswerIsOneLine(Bench bench) throws IOException {
        int port = freePort();
        assertOneLine(
                run(bench, "--server=http://127.0.0.1:" + port + PORTS + " --tidegate.client.start-timeout=1s"),
                "127.0.0.1:" + port);
    }

    @Test
    void missingCrdsAreOneLine(Bench bench) {
        try (EmbeddedApi bare = EmbeddedApi.start()) {
            Command.Result result =
                    Command.run(Checkout.controller() + " --leader-elect=false" + PORTS, bare.kubeconfig(), "", "");
            assertOneLine(result, "rollouts.argoproj.io");
        }
    }

    @Test
    void aPortInUseIsOneLine(Bench bench) throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertOneLine(
                    run(
                            bench,
                            "--leader-elect=false --metricsPort=0 --management.server.port=0 --healthzPort="
                                    + taken.getLocalPort()),
                    Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void itSaysThatItIsWellWhereThePeerDoesAndEndsCleanlyWhenAsked(Bench bench) throws Exception {
        ControllerProcess controller = start(bench, "wellness", "--instance-id=nobody", "--leader-elect=false");
        try (controller;
                HttpClient client = HttpClient.newHttpClient()) {
            var health = get(client, controller.port("health"), "/healthz");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body()).isEqualTo("ok");
            assertThat(health.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
            assertThat(health.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            Await.until("/readyz", () -> statusOf(client, controller.port("health"), "/readyz") == 200);
            var metrics = get(client, controller.port("metrics"), "/metrics");
            assertThat(metrics.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
            assertThat(metrics.body()).contains("# TYPE ");
        }
        assertThat(controller.process().awaitEnd(Duration.ofSeconds(30))).isZero();
        assertThat(controller.process().lastLines(500)).doesNotContain("Exception");
    }

    @Test
    void theFirstReconcileComesSoonAfterTheStart(Bench bench, Scenario on) {
        try (Shard shard = Shard.start(bench, "first")) {
            on.given(shard.own(canary("shop", 1, "blue")));
            on.then(healthy("shop"));
            shard.close();
            long millis = Long.parseLong(shard.start().awaitLogged(FIRST).group(1));
            System.out.println("first reconcile on " + on.controlPlane().name() + " after " + millis + " ms");
            assertThat(millis).isPositive();
        }
    }

    @Test
    void aStandbyTakesOverWhenTheLeaderIsAskedToEndAndWhenItIsKilled(Bench bench, Scenario on) {
        String id = "pair-" + on.namespace().substring(on.namespace().length() - 6);
        String[] flags = {
            "--instance-id=" + id,
            "--leader-election-lease-duration=3s",
            "--leader-election-renew-deadline=2s",
            "--leader-election-retry-period=500ms"
        };
        var lease = new ObjectKey("default", "argo-rollouts-controller-lock-" + id);
        String label = "metadata:\n  labels: {argo-rollouts.argoproj.io/controller-instance-id: " + id + "}\n";
        try (ControllerProcess first = start(bench, id + "-1", flags)) {
            String leader = awaitHolder(on, lease, "");
            try (ControllerProcess second = start(bench, id + "-2", flags)) {
                first.close();
                String next = awaitHolder(on, lease, leader);
                on.given(canary("one", 1, "blue").replaceFirst("metadata:\n", label));
                on.then(healthy("one"));
                try (ControllerProcess third = start(bench, id + "-3", flags)) {
                    second.process().kill();
                    awaitHolder(on, lease, next);
                    on.given(canary("two", 1, "blue").replaceFirst("metadata:\n", label));
                    on.then(healthy("two"));
                    assertThat(third.process().isAlive()).isTrue();
                }
            }
        }
        assertThat(holder(on, lease)).as("given back by the last").isEmpty();
    }

    @Test
    void aNamespacedControllerLeavesOtherNamespacesAlone(Bench bench, Scenario here) {
        Scenario there = bench.newScenario("elsewhere");
        try (there;
                Shard shard = Shard.start(bench, "namespaced", "--namespaced", "--namespace=" + here.namespace())) {
            there.given(shard.own(canary("shop", 1, "blue")));
            here.given(shard.own(canary("shop", 1, "blue")));
            here.then(healthy("shop"));
            assertThat(there.rollout("shop").get("status").isEmpty()).isTrue();
        }
    }

    private static String awaitHolder(Scenario on, ObjectKey lease, String notThis) {
        return Await.present(
                "another holder of " + lease + " than '" + notThis + "'",
                () -> java.util.Optional.of(holder(on, lease))
                        .filter(name -> !name.isEmpty() && !name.equals(notThis)));
    }

    private static String holder(Scenario on, ObjectKey lease) {
        return on.api()
                .find(ResourceType.LEASES, lease)
                .map(found -> found.at("spec", "holderIdentity"))
                .map(Json::stringOrEmpty)
                .orElse("");
    }

    private ControllerProcess start(Bench bench, String name, String... flags) {
        return ControllerProcess.start(name, bench.controlPlane().kubeconfig(), folder, flags);
    }

    private static Command.Result run(Bench bench, String flags) {
        return Command.run(
                Checkout.controller() + " " + flags, bench.controlPlane().kubeconfig(), "", "");
    }

    private static void assertOneLine(Command.Result result, String names) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        List<String> lines = new ArrayList<>(Arrays.asList(result.err().strip().split("\n")));
        assertThat(lines).as(result.toString()).hasSize(1);
        assertThat(lines.getFirst()).contains(names);
        assertThat(result.err() + result.out()).doesNotContain("\tat ").doesNotContain("Exception:");
    }

    private static HttpResponse<String> get(HttpClient client, int port, String path)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static int statusOf(HttpClient client, int port, String path) {
        try {
            return get(client, port, path).statusCode();
        } catch (IOException notYet) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
