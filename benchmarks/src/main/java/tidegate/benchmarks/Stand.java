package tidegate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import tidegate.api.crd.Crds;
import tidegate.api.json.Json;
import tidegate.controlplane.Audit;
import tidegate.controlplane.ControlPlane;
import tidegate.controlplane.RealControlPlane;
import tidegate.controlplane.TetheredProcess;
import tidegate.playground.EmbeddedControlPlane;
import tidegate.playground.SimulatedCluster;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.ResourceType;

/** A fresh cluster to measure on: an API server that audits, quick simulated nodes, the CRDs. No controller of Rollouts. */
final class Stand implements AutoCloseable {
    static final String USER_AGENT = "tidegate-bench";
    static final String NODES_USER_AGENT = "simulated-nodes";

    private static final ResourceType CRDS = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    private static final Duration CRD_LIMIT = Duration.ofSeconds(60);

    /** As many as a busy cluster's clients send; more only wait inside the API server. */
    private static final int CALLS_AT_ONCE = 32;

    private final ControlPlane plane;
    private final KubeApi api;
    private final Path folder;
    private final Deque<AutoCloseable> started;

    private Stand(ControlPlane plane, KubeApi api, Path folder, Deque<AutoCloseable> started) {
        this.plane = plane;
        this.api = api;
        this.folder = folder;
        this.started = started;
    }

    /** Where the API comes from. */
    enum On {
        /** etcd, kube-apiserver and kube-controller-manager. */
        CONTROL_PLANE,
        /** The API inside this JVM: to try the benchmark itself, not for figures. */
        EMBEDDED
    }

    /**
     * Starts everything.
     *
     * @param folder for logs and data; is kept
     */
    static Stand start(On on, Path folder, Consumer<String> progress) throws InterruptedException {
        var started = new ArrayDeque<AutoCloseable>();
        try {
            Files.createDirectories(folder);
            ControlPlane plane = switch (on) {
                case CONTROL_PLANE -> RealControlPlane.start(folder.resolve("control-plane"), progress);
                case EMBEDDED -> EmbeddedControlPlane.start();
            };
            started.push(plane);
            KubeApi api = KubeApi.of(plane.kubeconfig(), USER_AGENT);
            started.push(api);
            installCrds(api);
            started.push(SimulatedCluster.start(plane.kubeconfig(), SimulatedCluster.Options.quick()));
            return new Stand(plane, api, folder, started);
        } catch (IOException e) {
            throw new BenchFailure("folder " + folder + " cannot be made: " + e.getMessage());
        } catch (RuntimeException | InterruptedException e) {
            closeAll(started);
            throw e;
        }
    }

    private static void installCrds(KubeApi api) throws InterruptedException {
        for (Json definition : Crds.definitions()) api.createUnlessThere(CRDS, definition);
        long end = System.nanoTime() + CRD_LIMIT.toNanos();
        while (!isServed(api)) {
            if (System.nanoTime() - end > 0)
                throw new IllegalStateException("rollouts are not served: the CRD was refused");
            Thread.sleep(50);
        }
    }

    private static boolean isServed(KubeApi api) {
        try {
            api.raw("/apis/argoproj.io/v1alpha1/rollouts");
            return true;
        } catch (ApiFailure notYet) {
            return false;
        }
    }

    KubeApi api() {
        return api;
    }

    Audit audit() {
        return plane.audit().orElseThrow(() -> new IllegalStateException(plane.name() + " keeps no audit log"));
    }

    /** Starts a controller on this cluster; whoever asks ends it. */
    TetheredProcess run(Contender contender, String logName) {
        return TetheredProcess.start(
                logName,
                folder,
                contender.commandFor(plane.kubeconfig()),
                Map.of("JAVA_HOME", System.getProperty("java.home"), "POD_NAMESPACE", "default"),
                Duration.ofSeconds(30));
    }

    /** Makes all calls, some at once; throws what the first one that fails throws. */
    static void all(List<? extends Callable<?>> calls) throws InterruptedException {
        var places = new Semaphore(CALLS_AT_ONCE);
        var answers = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Callable<?> call : calls) {
                places.acquire();
                answers.add(threads.submit(() -> {
                    try {
                        return call.call();
                    } finally {
                        places.release();
                    }
                }));
            }
            for (Future<?> answer : answers) answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call of the benchmark itself failed: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() {
        closeAll(started);
    }

    private static void closeAll(Deque<AutoCloseable> started) {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                System.err.println("bench: a part did not close: " + e);
            }
        }
    }
}
