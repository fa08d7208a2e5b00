package tidegate.rollout.runtime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
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
        try (Bench bench = Bench.start();
                var front = new TlsFront(bench.embedded.server())) {
            bench.create(Bench.aRollout("web", "demo:blue"));
            Process process = start(command, bench, front);
            var log = new Log(process);
            try {
                release(bench, log);
            } finally {
                // not Process.destroy, which would close the output that it still writes
                process.toHandle().destroy();
                // it writes the cache then, which takes long on a machine that has much to do
                if (!process.waitFor(5, TimeUnit.MINUTES)) process.destroyForcibly();
            }
            if (process.waitFor() != 0)
                throw new IllegalStateException("exit " + process.exitValue() + ": " + log.text());
            System.out.println("first reconcile after " + log.await(FIRST) + " ms");
        }
        System.exit(0);
    }

    private static Process start(String[] command, Bench bench, TlsFront front) throws IOException {
        var all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--kubeconfig=" + bench.embedded.kubeconfig(),
                "--server=https://127.0.0.1:" + front.port(),
                "--insecure-skip-tls-verify",
                "--healthzPort=0",
                "--metricsPort=0",
                "--management.server.port=0",
                "--tidegate.scope.own-namespace=default"));
        return new ProcessBuilder(all).redirectErrorStream(true).start();
    }

    private static void release(Bench bench, Log log) throws IOException, InterruptedException {
        bench.awaitHealthy("web");
        bench.setImage("web", "demo:yellow");
        bench.awaitHealthy("web");
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < 3; i++) {
            get(http, log.await(listening("health")), "/healthz");
            get(http, log.await(listening("health")), "/readyz");
            get(http, log.await(listening("health")), "/livez");
            get(http, log.await(listening("metrics")), "/metrics");
            get(http, log.await(listening("management")), "/actuator/health");
        }
    }

    private static Pattern listening(String server) {
        return Pattern.compile("msg=Listening server=" + server + " port=([0-9]+)");
    }

    private static void get(HttpClient http, String port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) throw new IllegalStateException(path + " answers " + status);
    }

    /** What the process says, read as it comes. */
    private static final class Log {
        private static final Duration LIMIT = Duration.ofSeconds(30);

        private final StringBuilder text = new StringBuilder();
        private boolean ended;

        Log(Process process) {
            Thread.ofVirtual().name("training-log").start(() -> read(process));
        }

        private void read(Process process) {
            try (var lines = process.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) add(line);
            } catch (IOException e) {
                add("the output ends: " + e);
            } finally {
                end();
            }
        }

        private synchronized void add(String line) {
            text.append(line).append('\n');
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized String text() {
            return text.toString();
        }

        /** The first group of the pattern's first match. */
        synchronized String await(Pattern pattern) throws InterruptedException {
            long end = System.nanoTime() + LIMIT.toNanos();
            while (true) {
                var found = pattern.matcher(text);
                if (found.find()) return found.group(1);
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || left <= 0) throw new IllegalStateException("no " + pattern + " in " + text);
                wait(left);
            }
        }
    }
}
