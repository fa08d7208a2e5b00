package tidegate.controlplane;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A running Kubernetes API that a test or a demo may use as its own. Closing it ends what was started for it, and
 * nothing else.
 */
public interface ControlPlane extends AutoCloseable {

    /** {@code embedded}, {@code binaries}, {@code k3s} or {@code kubeconfig}: for reports. */
    String name();

    /** Where the API answers. */
    URI server();

    /** A kubeconfig file whose current context is an administrator of this API. */
    Path kubeconfig();

    /** Whether real kubelets run pods here; if not, simulated nodes are needed. */
    boolean runsPods();

    /** The record of every write the API answered; empty where this kind of control plane keeps none. */
    Optional<Audit> audit();

    /** Ends it. Does not throw; may be called twice. */
    @Override
    void close();
}
