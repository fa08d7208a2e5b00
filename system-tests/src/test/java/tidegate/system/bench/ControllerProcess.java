package tidegate.system.bench;

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
