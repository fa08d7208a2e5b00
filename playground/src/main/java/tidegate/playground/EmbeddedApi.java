package tidegate.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import tidegate.controlplane.Audit;
import tidegate.controlplane.ControlPlane;
import tidegate.playground.apiserver.serve.ApiServer;
import tidegate.playground.apiserver.serve.ApiServer.WriteHook;

/**
 * A Kubernetes API in this JVM, for demos and tests: kubectl and every client may use it as they use a real one.
 *
 * <p>It stores and serves, collects garbage by owner and ends namespaces; what else makes a cluster live (ReplicaSets,
 * endpoints, nodes) are the playground's controllers, which are clients of it. Everything is in memory and gone with
 * {@link #close}. Anybody on this machine may do anything: it listens on 127.0.0.1 only.
 */
public final class EmbeddedApi implements ControlPlane {
    private final ApiServer server;
    private final Path kubeconfig;

    private EmbeddedApi(ApiServer server, Path kubeconfig) {
        this.server = server;
        this.kubeconfig = kubeconfig;
    }

    /**
     * How to start it.
     *
     * @param port 0 for any free one
     * @param kubeconfig where to write a kubeconfig; empty for a temporary file
     */
    public record Options(int port, Optional<Path> kubeconfig) {
        public static final Options DEFAULTS = new Options(0, Optional.empty());

        public Options withKubeconfig(Path file) {
            return new Options(port, Optional.of(file));
        }

        public Options withPort(int fixed) {
            return new Options(fixed, kubeconfig);
        }
    }

    public static EmbeddedApi start() {
        return start(Options.DEFAULTS);
    }

    /** @throws UncheckedIOException if the port is taken or the kubeconfig cannot be written */
    public static EmbeddedApi start(Options options) {
        ApiServer server = new ApiServer(options.port(), InstantSource.system());
        try {
            Path file = options.kubeconfig().isPresent()
                    ? options.kubeconfig().get()
                    : Files.createTempFile("tidegate-embedded-", ".kubeconfig");
            if (options.kubeconfig().isEmpty()) file.toFile().deleteOnExit();
            var api = new EmbeddedApi(server, file);
            api.writeKubeconfig(file);
            return api;
        } catch (IOException e) {
            server.close();
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a kubeconfig whose only context is this API. */
    public void writeKubeconfig(Path file) {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: tidegate
                clusters:
                - name: tidegate
                  cluster:
                    server: %s
                users:
                - name: admin
                  user: {}
                contexts:
                - name: tidegate
                  context:
                    cluster: tidegate
                    user: admin
                    namespace: default
                """.formatted(server());
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public URI server() {
        return server.uri();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public boolean runsPods() {
        return false;
    }

    @Override
    public Optional<Audit> audit() {
        return Optional.of(server.audit());
    }

    /** Forgets the event log: watches from older resourceVersions get {@code 410 Expired}. */
    public void compact() {
        server.compact();
    }

    /**
     * Shows {@code hook} each write when it arrives and before it is answered, so that a client may be killed before or
     * after its write is done, and never learns which. Any number of hooks at a time.
     */
    public void onWrite(WriteHook hook) {
        server.add(hook);
    }

    /** Takes a hook away. */
    public void noLongerOnWrite(WriteHook hook) {
        server.remove(hook);
    }

    @Override
    public void close() {
        server.close();
    }
}
