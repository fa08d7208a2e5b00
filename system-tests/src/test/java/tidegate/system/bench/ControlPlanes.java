package tidegate.system.bench;

import java.nio.file.Path;
import tidegate.controlplane.ControlPlane;
import tidegate.controlplane.GivenCluster;
import tidegate.controlplane.RealControlPlane;
import tidegate.playground.EmbeddedControlPlane;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;

/**
 * The kinds of control plane that a run can be about. Which one, the system property {@code tidegate.control-plane}
 * says: {@code embedded} (the default), {@code binaries}, {@code k3s} or {@code kubeconfig} (the file that {@code
 * KUBECONFIG} names).
 */
public final class ControlPlanes {
    private ControlPlanes() {}

    /** The kind asked for. */
    public static String kind() {
        return System.getProperty("tidegate.control-plane", "embedded");
    }

    /** Where nobody runs pods yet, simulated nodes will: the scenarios' images exist nowhere. */
    private static GivenCluster given(Path file) {
        try (KubeApi asking = KubeApi.of(file, "scenario")) {
            boolean nodes = !asking.list(ResourceType.NODES, Selection.EVERYTHING)
                    .items()
                    .isEmpty();
            return new GivenCluster(file, asking.server(), nodes);
        }
    }

    /** Starts one of the kind asked for, with nothing on it. */
    public static ControlPlane start() {
        return switch (kind()) {
            case "embedded" -> EmbeddedControlPlane.start();
            case "binaries" -> RealControlPlane.start(System.err::println);
            case "k3s" -> K3sControlPlane.start();
            case "kubeconfig" -> given(Path.of(System.getenv().getOrDefault("KUBECONFIG", "")));
            default ->
                throw new IllegalArgumentException(
                        "tidegate.control-plane: " + kind() + " (expected: embedded, binaries, k3s or kubeconfig)");
        };
    }
}
