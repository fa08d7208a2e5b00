package tidegate.system.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import tidegate.controlplane.Audit;
import tidegate.controlplane.ControlPlane;
import tidegate.playground.client.Kubeconfig;

/** K3s in a container, for machines on which a container engine answers. Its own kubelet is left without pods to run. */
record K3sControlPlane(K3sContainer container, Path kubeconfig, URI server) implements ControlPlane {
    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.1-k3s1");

    static K3sControlPlane start() {
        try {
            // without an agent there is no kubelet: the simulated nodes take the pods, as on the other control planes
            K3sContainer container = new K3sContainer(IMAGE);
            container.withCommand(
                    "server", "--disable-agent", "--disable=traefik,metrics-server,coredns,local-storage");
            container.start();
            Path file = Files.createTempFile("k3s-", ".kubeconfig");
            Files.writeString(file, container.getKubeConfigYaml());
            return new K3sControlPlane(container, file, Kubeconfig.read(file).server());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "k3s";
    }

    @Override
    public boolean runsPods() {
        return false;
    }

    @Override
    public Optional<Audit> audit() {
        return Optional.empty();
    }

    @Override
    public void close() {
        container.stop();
    }
}
