package tidegate.controlplane;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Somebody's own cluster, reached by a kubeconfig. Nothing of it is started or ended here.
 *
 * @param kubeconfig the file, its current context an administrator of the cluster
 * @param server the API's address, for reports
 * @param runsPods whether kubelets run there
 */
public record GivenCluster(Path kubeconfig, URI server, boolean runsPods) implements ControlPlane {
    public GivenCluster {
        if (!Files.isReadable(kubeconfig))
            throw new ControlPlaneException("kubeconfig: " + kubeconfig + " (expected: a file that can be read)");
    }

    @Override
    public String name() {
        return "kubeconfig";
    }

    @Override
    public Optional<Audit> audit() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // not ours to end
    }
}
