package tidegate.system.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.controlplane.ControlPlane;

/**
 * A controller of its own for the Rollouts that carry its instance id; the bench's controller leaves them alone. It may
 * be killed and started again.
 *
 * <p>Without leader election unless the flags say otherwise. Its Rollouts are in as many namespaces as one likes.
 */
public final class Shard implements AutoCloseable {
    private static final String LABEL = "argo-rollouts.argoproj.io/controller-instance-id";
    /** How the user agent of every controller of ours begins. */
    public static final String USER_AGENT = "rollouts-controller/";

    private final Path kubeconfig;
    private final Path folder;
    private final String id;
    private final List<String> flags;
    private int starts;
    private @Nullable ControllerProcess process;

    private Shard(Path kubeconfig, Path folder, String id, List<String> flags) {
        this.kubeconfig = kubeconfig;
        this.folder = folder;
        this.id = id;
        this.flags = flags;
    }

    /**
     * Starts one.
     *
     * @param title becomes part of the instance id
     */
    public static Shard start(Bench bench, String title, String... flags) {
        return start(bench, bench.controlPlane(), title, flags);
    }

    /**
     * The same, for the bench's API as another control plane shows it: with faults, say.
     *
     * @param seen what the controller gets the kubeconfig of
     */
    public static Shard start(Bench bench, ControlPlane seen, String title, String... flags) {
        byte[] random = new byte[3];
        ThreadLocalRandom.current().nextBytes(random);
        String id = title + "-" + HexFormat.of().formatHex(random);
        var shard = new Shard(
                seen.kubeconfig(),
                bench.folder(),
                id,
                Stream.concat(Stream.of("--instance-id=" + id, "--leader-elect=false"), Arrays.stream(flags))
                        .toList());
        shard.start();
        return shard;
    }

    public String instanceId() {
        return id;
    }

    /** These manifests with the label that makes them ours. */
    public String own(String manifest) {
        return manifest.replaceAll("(?m)^metadata:\\n", "metadata:\n  labels: {" + LABEL + ": " + id + "}\n");
    }

    /** Starts a process; the one before must have ended. */
    public synchronized ControllerProcess start() {
        ControllerProcess started = startReplica();
        process = started;
        return started;
    }

    /** Starts one more beside it; whoever asks ends it. */
    public ControllerProcess startReplica() {
        return startReplica(kubeconfig);
    }

    /** The same, for the API as another control plane shows it. */
    public ControllerProcess startReplica(ControlPlane seen) {
        return startReplica(seen.kubeconfig());
    }

    private synchronized ControllerProcess startReplica(Path kubeconfig) {
        starts++;
        return ControllerProcess.start(id + "-" + starts, kubeconfig, folder, flags.toArray(String[]::new));
    }

    /** The process that was started last, replicas not counted. */
    public synchronized ControllerProcess process() {
        if (process == null) throw new IllegalStateException(id + " was never started");
        return process;
    }

    /** As {@code kill -9} does. */
    public synchronized void kill() {
        process().process().kill();
    }

    public synchronized void killAndStartAgain() {
        kill();
        start();
    }

    /** SIGTERM, its end awaited, and a new process. */
    public synchronized void endAndStartAgain() {
        process().close();
        start();
    }

    /** Whether a controller of ours sent this write; which one tells the namespace. */
    public static boolean isByController(ApiWrite write) {
        return write.userAgent().startsWith(USER_AGENT);
    }

    @Override
    public synchronized void close() {
        process().close();
    }
}
