package tidegate.rollout.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Runs a given controller as its own process against a cluster in this JVM, through a whole release, and ends it with
 * SIGTERM: what a start-up cache is made from, and how its effect is measured. Over TLS, as with a real cluster.
 */
public final class TrainingMain {
    private static final Pattern FIRST = Pattern.compile("msg=\"First reconcile\" since_start_ms=([0-9]+)");

    private TrainingMain() {}

    /** @param command the process to start, without the flags that it needs for this */
    public static void main(String... command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("rollout-controller-training-", ".log");
        try (Bench bench = Bench.start();
                var front = new TlsFront(bench.embedded.server())) {
            bench.create(Bench.aRollout("web", "demo:blue"));
            Process process = start(command, bench, front, log);
            try {
                release(bench, log);
            } finally {
                process.destroy();
                if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
            }
            if (process.exitValue() != 0)
                throw new IllegalStateException("exit " + process.exitValue() + ": " + Files.readString(log));
            System.out.println("first reconcile after " + first(log) + " ms");
        }
        Files.delete(log);
        System.exit(0);
    }

    private static Process start(String[] command, Bench bench, TlsFront front, Path log) throws IOException {
        var all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--kubeconfig=" + bench.embedded.kubeconfig(),
                "--server=https://127.0.0.1:" + front.port(),
                "--insecure-skip-tls-verify",
                "--healthzPort=0",
                "--metricsPort=0",
                "--management.server.port=0",
                "--tidegate.scope.own-namespace=default"));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static void release(Bench bench, Path log) throws IOException, InterruptedException {
        bench.awaitHealthy("web");
        bench.setImage("web", "demo:yellow");
        bench.awaitHealthy("web");
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < 3; i++) {
            get(http, port(log, "health"), "/healthz");
            get(http, port(log, "health"), "/readyz");
            get(http, port(log, "health"), "/livez");
            get(http, port(log, "metrics"), "/metrics");
            get(http, port(log, "management"), "/actuator/health");
        }
    }

    private static void get(HttpClient http, String port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) throw new IllegalStateException(path + " answers " + status);
    }

    private static String port(Path log, String server) throws IOException, InterruptedException {
        var listening = Pattern.compile("msg=Listening server=" + server + " port=([0-9]+)");
        Instant until = Instant.now().plus(Duration.ofSeconds(30));
        while (Instant.now().isBefore(until)) {
            var found = listening.matcher(Files.readString(log));
            if (found.find()) return found.group(1);
            Thread.sleep(50);
        }
        throw new IllegalStateException("no port of " + server + " in " + Files.readString(log));
    }

    private static String first(Path log) throws IOException {
        var found = FIRST.matcher(Files.readString(log));
        return found.find() ? found.group(1) : "unknown";
    }
}
