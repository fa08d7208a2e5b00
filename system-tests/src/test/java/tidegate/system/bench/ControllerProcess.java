package tidegate.system.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tidegate.controlplane.TetheredProcess;

/** Our controller as it is deployed: its own process, from its launcher. */
public final class ControllerProcess implements AutoCloseable {
    private final TetheredProcess process;

    private ControllerProcess(TetheredProcess process) {
        this.process = process;
    }

    /**
     * Starts one with ports of its own.
     *
     * @param folder for its log
     * @param flags after the common ones
     */
    public static ControllerProcess start(String name, Path kubeconfig, Path folder, String... flags) {
        var command = new ArrayList<>(List.of(
                Checkout.controller().toString(),
                "--kubeconfig=" + kubeconfig,
                "--healthzPort=0",
                "--metricsPort=0",
                "--management.server.port=0"));
        command.addAll(List.of(flags));
        return new ControllerProcess(TetheredProcess.start(
                name,
                folder,
                command,
                Map.of("JAVA_HOME", System.getProperty("java.home"), "POD_NAMESPACE", "default"),
                Duration.ofSeconds(10)));
    }

    public TetheredProcess process() {
        return process;
    }

    /**
     * The port that one of its servers took.
     *
     * @param server {@code health}, {@code metrics} or {@code management}
     */
    public int port(String server) {
        Pattern line = Pattern.compile("msg=Listening server=" + server + " port=([0-9]+)");
        return Integer.parseInt(awaitLogged(line).group(1));
    }

    /** Asks one of its servers. */
    public HttpResponse<String> get(String server, String path) {
        URI address = URI.create("http://localhost:" + port(server) + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(address + " of " + process.log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + address, e);
        }
    }

    /** A value that it shows on {@code /metrics} now: 0 if there is none of this name and labels. */
    public double metric(String nameAndLabels) {
        return get("metrics", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(nameAndLabels + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(nameAndLabels.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** How many passes over this Rollout have ended. */
    public double passes(String namespace, String rollout) {
        return metric("rollout_reconcile_count{namespace=\"" + namespace + "\",name=\"" + rollout + "\"}");
    }

    /** How many passes over Rollouts, whichever, have begun. */
    public double begunPasses() {
        return metric("workqueue_adds_total{name=\"Rollouts\"}");
    }

    /** Waits for the first line of the log in which this is found; the log holds this process only. */
    public MatchResult awaitLogged(Pattern pattern) {
        return Await.present("in the log of " + process.log() + ": " + pattern, () -> {
            Matcher matcher = pattern.matcher(process.lastLines(Integer.MAX_VALUE));
            return matcher.find() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
        });
    }

    /** SIGTERM, and SIGKILL if it does not end. */
    @Override
    public void close() {
        process.close();
    }
}
