package tidegate.system.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                Checkout.controller().toString(), "--kubeconfig=" + kubeconfig, "--healthzPort=0", "--metricsPort=0"));
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

    /** SIGTERM, and SIGKILL if it does not end. */
    @Override
    public void close() {
        process.close();
    }
}
