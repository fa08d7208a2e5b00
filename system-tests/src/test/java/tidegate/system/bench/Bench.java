package tidegate.system.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tidegate.api.crd.Crds;
import tidegate.api.json.Json;
import tidegate.controlplane.ControlPlane;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.playground.kubelet.NodeTimings;
import tidegate.playground.kubelet.SimulatedNodes;

/**
 * One control plane with nodes, the CRDs and our controller: started at the first use in a JVM, ended with the JVM.
 *
 * <p>Which kind it is, {@link ControlPlanes} says.
 */
public final class Bench {
    private static final ResourceType CRDS = new ResourceType(
            "apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);
    private static final Duration CRD_LIMIT = Duration.ofSeconds(30);

    private static @Nullable Bench shared;

    private final ControlPlane controlPlane;
    private final KubeApi api;
    private final Path folder;

    private Bench(ControlPlane controlPlane, KubeApi api, Path folder) {
        this.controlPlane = controlPlane;
        this.api = api;
        this.folder = folder;
    }

    /** The kind asked for. */
    public static String kind() {
        return ControlPlanes.kind();
    }

    /** The bench of this JVM. */
    public static synchronized Bench shared() {
        if (shared == null) shared = start();
        return shared;
    }

    private static Bench start() {
        ControlPlane plane = ControlPlanes.start();
        KubeApi api = KubeApi.of(plane.kubeconfig(), "scenario");
        installCrds(api);
        Path folder = makeFolder();
        atEnd(plane::close);
        if (!plane.runsPods()) {
            var nodesApi = KubeApi.of(plane.kubeconfig(), "nodes");
            var nodes = SimulatedNodes.start(nodesApi, SimulatedNodes.Options.with(NodeTimings.quick()));
            atEnd(nodes::close);
        }
        var controller = ControllerProcess.start("rollout-controller", plane.kubeconfig(), folder);
        atEnd(controller::close);
        return new Bench(plane, api, folder);
    }

    /** Ended in the opposite order by one hook, so that the controller goes before its API. */
    private static final List<Runnable> ENDS = new java.util.ArrayList<>();

    private static void atEnd(Runnable end) {
        if (ENDS.isEmpty())
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> ENDS.reversed().forEach(Runnable::run), "bench-end"));
        ENDS.add(end);
    }

    private static Path makeFolder() {
        try {
            return Files.createDirectories(Path.of("target", "bench-" + kind()).toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void installCrds(KubeApi api) {
        for (Json definition : Crds.definitions()) api.createUnlessThere(CRDS, definition);
        long end = System.nanoTime() + CRD_LIMIT.toNanos();
        for (Json definition : Crds.definitions()) {
            while (!isEstablished(api, ObjectKey.of(definition))) {
                if (System.nanoTime() - end > 0) throw new AssertionError("CRD not established: " + definition);
                Thread.onSpinWait();
            }
        }
    }

    private static boolean isEstablished(KubeApi api, ObjectKey crd) {
        return api.get(CRDS, crd).at("status", "conditions").elements().stream()
                .anyMatch(condition -> condition.get("type").stringOrEmpty().equals("Established")
                        && condition.get("status").stringOrEmpty().equals("True"));
    }

    public ControlPlane controlPlane() {
        return controlPlane;
    }

    public KubeApi api() {
        return api;
    }

    /** For logs and other files of a run. */
    public Path folder() {
        return folder;
    }

    /**
     * A scenario in a fresh namespace.
     *
     * @param title becomes part of the namespace's name
     */
    public Scenario newScenario(String title) {
        String namespace = namespaceFor(title);
        api.create(
                ResourceType.NAMESPACES,
                "",
                Json.object("metadata", Json.object("name", namespace), "apiVersion", "v1", "kind", "Namespace"));
        return new Scenario(controlPlane, api, namespace, folder);
    }

    private static String namespaceFor(String title) {
        String readable =
                title.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String start = readable.substring(0, Math.min(40, readable.length())).replaceAll("^-+|-+$", "");
        byte[] random = new byte[3];
        ThreadLocalRandom.current().nextBytes(random);
        return start + "-" + HexFormat.of().formatHex(random);
    }
}
