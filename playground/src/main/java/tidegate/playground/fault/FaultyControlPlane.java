package tidegate.playground.fault;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import tidegate.controlplane.Audit;
import tidegate.controlplane.ControlPlane;

/**
 * A control plane as seen through a {@link FaultLayer}: its kubeconfig leads through the faults, everything else is the
 * other's. Closing it ends the layer, not what is behind it.
 *
 * @param behind reached by its own kubeconfig without any fault
 */
public record FaultyControlPlane(ControlPlane behind, FaultLayer faults) implements ControlPlane {

    public static FaultyControlPlane before(ControlPlane behind) {
        return new FaultyControlPlane(behind, FaultLayer.before(behind.kubeconfig()));
    }

    @Override
    public String name() {
        return behind.name();
    }

    @Override
    public URI server() {
        return faults.server();
    }

    @Override
    public Path kubeconfig() {
        return faults.kubeconfig();
    }

    @Override
    public boolean runsPods() {
        return behind.runsPods();
    }

    @Override
    public Optional<Audit> audit() {
        return behind.audit();
    }

    @Override
    public void close() {
        faults.close();
    }
}
