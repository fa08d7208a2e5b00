package tidegate.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * etcd, kube-apiserver and kube-controller-manager as processes of this machine, on loopback ports of their own, with
 * an administrator's kubeconfig and an audit log of every write. No nodes: see the playground's simulated ones.
 *
 * <p>Ready in about three seconds once the programs are built. Nothing outlives {@link #close} or this JVM. The data
 * folder is removed at the end unless it was given by the caller.
 */
public final class RealControlPlane implements ControlPlane {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Path folder;
    private final URI server;
    private final List<TetheredProcess> processes = new ArrayList<>();
    private final boolean removeFolder;
    private final AuditLog audit;
    private final Thread cleaner = new Thread(this::end, "control-plane-end");

    private RealControlPlane(Path folder, int port, boolean removeFolder) {
        this.folder = folder;
        this.server = URI.create("https://127.0.0.1:" + port);
        this.removeFolder = removeFolder;
        this.audit = new AuditLog(folder.resolve("audit.log"));
    }

    /** {@link #start(Path, Consumer)} in a temporary folder that is removed at the end. */
    public static RealControlPlane start(Consumer<String> progress) {
        try {
            return start(Files.createTempDirectory("tidegate-control-plane-"), true, progress);
        } catch (IOException e) {
            throw new ControlPlaneException("cannot make a temporary folder: " + e.getMessage(), e);
        }
    }

    /**
     * Starts a fresh control plane and waits until it is ready.
     *
     * @param folder for data, logs, keys and the kubeconfig; must be empty, is kept at the end
     * @param progress receives a line for people now and then
     * @throws ControlPlaneException if the programs cannot be had or do not become ready; the message names the log
     */
    public static RealControlPlane start(Path folder, Consumer<String> progress) {
        return start(folder, false, progress);
    }

    private static RealControlPlane start(Path folder, boolean removeFolder, Consumer<String> progress) {
        Binaries binaries = Binaries.find(progress);
        RealControlPlane plane;
        try {
            Files.createDirectories(folder);
            int[] ports = freePorts(3);
            plane = new RealControlPlane(folder, ports[2], removeFolder);
            Runtime.getRuntime().addShutdownHook(plane.cleaner);
            plane.run(binaries, ports[0], ports[1], ports[2]);
            return plane;
        } catch (IOException e) {
            throw new ControlPlaneException("control plane in " + folder + ": " + e.getMessage(), e);
        }
    }

    private void run(Binaries binaries, int etcdClient, int etcdPeer, int secure) throws IOException {
        String token = HexFormat.of().formatHex(randomBytes(16));
        Files.writeString(folder.resolve("tokens.csv"), token + ",admin,admin,\"system:masters\"\n");
        restrict(folder.resolve("tokens.csv"));
        writeServiceAccountKeys();
        Files.writeString(folder.resolve("audit-policy.yaml"), AUDIT_POLICY);
        try {
            launch("etcd", etcdCommand(binaries, etcdClient, etcdPeer));
            launch("kube-apiserver", apiServerCommand(binaries, etcdClient, secure));
            awaitCertificate();
            writeKubeconfig(token);
            awaitReady(token);
            launch("kube-controller-manager", controllerManagerCommand(binaries));
        } catch (RuntimeException | IOException e) {
            close();
            throw e;
        }
    }

    private void launch(String name, List<String> command) {
        processes.add(TetheredProcess.start(name, folder, command, Map.of(), GRACE));
    }

    private List<String> etcdCommand(Binaries binaries, int client, int peer) {
        String clientUrl = "http://127.0.0.1:" + client;
        String peerUrl = "http://127.0.0.1:" + peer;
        return List.of(
                binaries.etcd().toString(),
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + clientUrl,
                "--advertise-client-urls=" + clientUrl,
                "--listen-peer-urls=" + peerUrl,
                "--initial-advertise-peer-urls=" + peerUrl,
                "--initial-cluster=default=" + peerUrl,
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    private List<String> apiServerCommand(Binaries binaries, int etcdClient, int secure) {
        return List.of(
                binaries.apiServer().toString(),
                "--etcd-servers=http://127.0.0.1:" + etcdClient,
                "--secure-port=" + secure,
                "--bind-address=127.0.0.1",
                // documentation addresses: nothing is to be reached through the kubernetes Service
                "--advertise-address=192.0.2.1",
                "--endpoint-reconciler-type=none",
                "--cert-dir=" + folder.resolve("certificates"),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=Node,RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-signing-key-file=" + folder.resolve("sa.key"),
                "--service-account-key-file=" + folder.resolve("sa.pub"),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--disable-admission-plugins=ServiceAccount",
                "--max-requests-inflight=2000",
                "--max-mutating-requests-inflight=1000",
                "--audit-policy-file=" + folder.resolve("audit-policy.yaml"),
                "--audit-log-path=" + folder.resolve("audit.log"),
                // megabytes: a file that is exchanged half-way would lose writes
                "--audit-log-maxsize=100000");
    }

    private List<String> controllerManagerCommand(Binaries binaries) {
        return List.of(
                binaries.controllerManager().toString(),
                "--kubeconfig=" + kubeconfig(),
                "--controllers=deployment,replicaset,job,endpointslice,endpoint,namespace,garbagecollector,"
                        + "statefulset,resourcequota,disruption-controller,horizontal-pod-autoscaler-controller",
                // nobody who tries an autoscaler here wants to wait for its usual 15 s, nor for pods to grow old
                "--horizontal-pod-autoscaler-sync-period=1s",
                "--horizontal-pod-autoscaler-initial-readiness-delay=1s",
                "--horizontal-pod-autoscaler-cpu-initialization-period=1s",
                "--leader-elect=false",
                "--service-account-private-key-file=" + folder.resolve("sa.key"),
                "--secure-port=0",
                "--kube-api-qps=500",
                "--kube-api-burst=1000",
                "--concurrent-replicaset-syncs=20");
    }

    private static final String AUDIT_POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived, ResponseStarted, Panic]
            rules:
              - level: Metadata
                verbs: [create, update, patch, delete, deletecollection]
              - level: None
            """;

    private void writeServiceAccountKeys() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            writePem("sa.key", "PRIVATE KEY", pair.getPrivate().getEncoded());
            writePem("sa.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new ControlPlaneException("this JDK has no RSA keys", e);
        }
    }

    private void writePem(String file, String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Path path = folder.resolve(file);
        Files.writeString(path, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
        restrict(path);
    }

    private void writeKubeconfig(String token) throws IOException {
        byte[] certificate = Files.readAllBytes(certificate());
        Files.writeString(
                kubeconfig(), """
                apiVersion: v1
                kind: Config
                clusters:
                  - name: control-plane
                    cluster:
                      server: %s
                      certificate-authority-data: %s
                users:
                  - name: admin
                    user: {token: %s}
                contexts:
                  - name: control-plane
                    context: {cluster: control-plane, user: admin}
                current-context: control-plane
                """.formatted(server, Base64.getEncoder().encodeToString(certificate), token));
        restrict(kubeconfig());
    }

    private Path certificate() {
        return folder.resolve("certificates/apiserver.crt");
    }

    private void awaitCertificate() {
        await("write its certificate", () -> Files.exists(certificate()) && Files.size(certificate()) > 0);
    }

    private void awaitReady(String token) throws IOException {
        var probe = new ReadyProbe(server, certificate(), token);
        await("become ready", probe::isReady);
    }

    private interface Check {
        boolean holds() throws IOException;
    }

    private void await(String what, Check check) {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try {
                if (check.holds()) return;
                Thread.sleep(50);
            } catch (IOException e) {
                throw new ControlPlaneException("kube-apiserver: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ControlPlaneException("interrupted while the control plane starts", e);
            }
            processes.stream().filter(process -> !process.isAlive()).findFirst().ifPresent(ended -> {
                throw new ControlPlaneException(
                        "ended while starting, see " + ended.log() + ":\n" + ended.lastLines(5));
            });
            if (System.nanoTime() - end > 0)
                throw new ControlPlaneException("kube-apiserver did not " + what + " within " + START_LIMIT.toSeconds()
                        + " s, see " + folder.resolve("kube-apiserver.log"));
        }
    }

    private static int[] freePorts(int count) throws IOException {
        var held = new ArrayList<ServerSocket>();
        try {
            int[] ports = new int[count];
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                ports[i] = socket.getLocalPort();
            }
            return ports;
        } finally {
            for (ServerSocket socket : held) socket.close();
        }
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static void restrict(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Override
    public String name() {
        return "binaries";
    }

    @Override
    public URI server() {
        return server;
    }

    @Override
    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    @Override
    public boolean runsPods() {
        return false;
    }

    @Override
    public Optional<Audit> audit() {
        return Optional.of(audit);
    }

    /** Where data, keys and logs are. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException shuttingDown) {
            return; // the hook does it
        }
        end();
    }

    private synchronized void end() {
        for (TetheredProcess process : processes.reversed()) process.close();
        processes.clear();
        if (removeFolder) remove(folder);
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            System.err.println("control-plane: cannot remove " + folder + ": " + e.getMessage());
        }
    }
}
