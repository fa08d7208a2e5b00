package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tidegate.api.json.Json;
import tidegate.playground.EmbeddedApi;
import tidegate.rollout.runtime.flag.CommandLine;

/** The whole service against an API in this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private Bench bench;
    private ConfigurableApplicationContext service;

    @BeforeAll
    void start() throws InterruptedException {
        bench = Bench.start();
        service = start(bench.embedded);
    }

    @AfterAll
    void stop() {
        service.close();
        bench.close();
    }

    private static ConfigurableApplicationContext start(EmbeddedApi api, String... more) {
        var flags = new ArrayList<>(List.of(
                "--kubeconfig",
                api.kubeconfig().toString(),
                "--healthzPort=0",
                "--metricsPort=0",
                "--management.server.port=0",
                "--tidegate.client.start-timeout=200ms"));
        flags.addAll(Arrays.asList(more));
        if (flags.stream().noneMatch(flag -> flag.contains("own-namespace")))
            flags.add("--tidegate.scope.own-namespace=default");
        return RolloutControllerMain.start(CommandLine.parse(flags.toArray(String[]::new)));
    }

    private int healthPort() {
        var server = ((WebServerApplicationContext) service).getWebServer();
        return java.util.Objects.requireNonNull(server).getPort();
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void healthzIsAlwaysWell() throws Exception {
        var answer = get(healthPort(), "/healthz");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void healthzListensOnBothFamilies() throws Exception {
        for (String host : List.of("127.0.0.1", "[::1]")) {
            var request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + healthPort() + "/healthz"))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void probesTellOfCachesAndWorkers() throws Exception {
        service.getBean(Assembly.class).caches().awaitSync(java.time.Duration.ofSeconds(10));
        var ready = get(healthPort(), "/readyz");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(Json.parse(ready.body()).at("components", "caches", "status"))
                .isEqualTo(Json.of("UP"));
        var alive = get(healthPort(), "/livez");
        assertThat(alive.statusCode()).isEqualTo(200);
        assertThat(Json.parse(alive.body()).at("components", "workers", "status"))
                .isEqualTo(Json.of("UP"));
    }

    /** The server may be at fault with connections that are kept, so none is; whoever asks at once again is told so. */
    @Test
    void clientsThatKeepConnectionsAreAnsweredAgainAndAgain() throws Exception {
        int management = Integer.parseInt(service.getEnvironment().getRequiredProperty("local.management.port"));
        for (int i = 0; i < 20; i++) {
            assertIsClosedAfterTheAnswer(askTwice(healthPort(), "/readyz"));
            assertIsClosedAfterTheAnswer(askTwice(management, "/actuator/health"));
        }
    }

    private static void assertIsClosedAfterTheAnswer(String answer) {
        assertThat(answer.lines().map(line -> line.toLowerCase(Locale.ROOT)))
                .startsWith("http/1.1 200 ok")
                .contains("connection: close");
    }

    /** The second question without waiting for the first answer, which makes a server that keeps connections hang. */
    private static String askTwice(int port, String path) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            // only bounds a failure
            socket.setSoTimeout(20_000);
            String question = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(question.repeat(2).getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aRolloutBecomesHealthyAndAnUpdateStaysWithinTwelveWrites() throws Exception {
        bench.create(Bench.aRollout("web", "demo:blue"));
        bench.awaitHealthy("web");
        long before = bench.controllerWrites().count();
        bench.setImage("web", "demo:yellow");
        bench.awaitHealthy("web");
        assertThat(bench.controllerWrites().skip(before).toList())
                .as("writes of an update, besides events")
                .hasSizeLessThanOrEqualTo(12);
        assertThat(bench.controllerWrites()).allMatch(write -> write.code() < 400);
        assertThat(metrics())
                .contains("rollout_info{namespace=\"default\",name=\"web\",strategy=\"canary\"")
                .contains("rollout_reconcile_count{namespace=\"default\",name=\"web\"}")
                .contains("jvm_memory_used_bytes")
                .contains("process_start_time_seconds")
                .contains("tidegate_leader 1");
    }

    private String metrics() throws IOException, InterruptedException {
        var answer = get(service.getBean(MetricsServer.class).port(), "/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        return answer.body();
    }

    private static String refusal(EmbeddedApi api, String... more) {
        try {
            start(api, more).close();
            return "started";
        } catch (RuntimeException e) {
            return OneLineReporter.lineFor(e);
        }
    }

    @Test
    void aMissingCrdIsOneLine() {
        try (EmbeddedApi empty = EmbeddedApi.start()) {
            assertThat(refusal(empty))
                    .isEqualTo("the API at " + empty.server().toString().replaceAll("/$", "")
                            + " does not serve rollouts.argoproj.io v1alpha1: install the CRDs first");
        }
    }

    @Test
    void aMissingNamespaceForTheLeaseIsOneLine() {
        assertThat(refusal(bench.embedded, "--tidegate.scope.own-namespace=nowhere"))
                .isEqualTo("no namespace nowhere for the lease: create it, set POD_NAMESPACE, or run with"
                        + " --leader-elect=false");
    }

    @Test
    void aPortInUseIsOneLine() throws IOException {
        try (var taken = new ServerSocket(0)) {
            assertThat(refusal(bench.embedded, "--healthzPort=" + taken.getLocalPort()))
                    .isEqualTo("port " + taken.getLocalPort() + " is in use");
            assertThat(refusal(bench.embedded, "--metricsPort=" + taken.getLocalPort()))
                    .isEqualTo("port " + taken.getLocalPort() + " is in use (metrics)");
        }
    }

    @Test
    void anApiThatDoesNotAnswerIsOneLine() throws IOException {
        try (var closed = new ServerSocket(0)) {
            int port = closed.getLocalPort();
            closed.close();
            assertThat(refusal(bench.embedded, "--server=http://127.0.0.1:" + port))
                    .startsWith("cannot reach the API at http://127.0.0.1:" + port + ": ")
                    .doesNotContain("\n");
        }
    }

    @Test
    void anUnknownSettingIsOneLine() {
        assertThat(refusal(bench.embedded, "--tidegate.pace.wrokers=3"))
                .isEqualTo("unknown setting: tidegate.pace.wrokers");
    }

    @Test
    void aWrongValueIsOneLine() {
        assertThat(refusal(bench.embedded, "--tidegate.pace.workers=many"))
                .isEqualTo("tidegate.pace.workers: many (expected: a whole number)");
        assertThat(refusal(bench.embedded, "--rollout-threads=0"))
                .isEqualTo("tidegate.pace.workers: 0 (expected: 1 to 1000)");
        assertThat(refusal(bench.embedded, "--controllers=analysis"))
                .startsWith("tidegate.scope.controllers: analysis (expected: none: ");
    }

    @Test
    void aWrongKubeconfigIsOneLine() {
        assertThat(refusal(bench.embedded, "--kubeconfig=/nonexistent/config"))
                .isEqualTo("kubeconfig /nonexistent/config: no such file");
    }
}
