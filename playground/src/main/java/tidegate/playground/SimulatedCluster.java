package tidegate.playground;

import java.nio.file.Path;
import tidegate.playground.client.KubeApi;
import tidegate.playground.controllers.Controllers;
import tidegate.playground.kubelet.NodeTimings;
import tidegate.playground.kubelet.SimulatedNodes;

/**
 * What makes a Kubernetes API look alive: simulated nodes and, on the embedded API, the controllers that a real one
 * brings along.
 *
 * <p>It is a client like any other and ends with {@link #close}, which takes its Node objects off the API again.
 */
public final class SimulatedCluster implements AutoCloseable {
    private final KubeApi nodesApi;
    private final KubeApi controllersApi;
    private final Parts parts;

    private record Parts(SimulatedNodes nodes, AutoCloseable controllers) {}

    private SimulatedCluster(KubeApi nodesApi, KubeApi controllersApi, Parts parts) {
        this.nodesApi = nodesApi;
        this.controllersApi = controllersApi;
        this.parts = parts;
    }

    /**
     * @param controllers whether to run ReplicaSets, Deployments and endpoints too: yes on the embedded API, no where a
     *     kube-controller-manager runs
     */
    public record Options(SimulatedNodes.Options nodes, boolean controllers) {

        /** For people who watch: things take some hundred milliseconds. */
        public static Options demo() {
            return new Options(SimulatedNodes.Options.with(NodeTimings.demo()), false);
        }

        /** For tests: things take some ten milliseconds. */
        public static Options quick() {
            return new Options(SimulatedNodes.Options.with(NodeTimings.quick()), false);
        }

        public Options withControllers() {
            return new Options(nodes, true);
        }

        public Options withTimings(NodeTimings timings) {
            return new Options(
                    new SimulatedNodes.Options(nodes.count(), nodes.namePrefix(), nodes.schedules(), timings),
                    controllers);
        }
    }

    /**
     * Starts everything; returns when the nodes are ready and the controllers have seen what is there.
     *
     * @throws tidegate.playground.client.ApiFailure if the API refuses
     * @throws tidegate.playground.client.KubeconfigException if the kubeconfig is unusable
     */
    public static SimulatedCluster start(Path kubeconfig, Options options) throws InterruptedException {
        KubeApi nodesApi = KubeApi.of(kubeconfig, "simulated-nodes");
        KubeApi controllersApi = KubeApi.of(kubeconfig, "playground-controllers");
        try {
            AutoCloseable controllers = options.controllers() ? Controllers.start(controllersApi) : () -> {};
            var nodes = SimulatedNodes.start(nodesApi, options.nodes());
            return new SimulatedCluster(nodesApi, controllersApi, new Parts(nodes, controllers));
        } catch (RuntimeException | InterruptedException e) {
            nodesApi.close();
            controllersApi.close();
            throw e;
        }
    }

    /** The nodes: who runs where, and orders to pods. */
    public SimulatedNodes nodes() {
        return parts.nodes();
    }

    @Override
    public void close() {
        parts.nodes().close();
        try {
            parts.controllers().close();
        } catch (Exception e) {
            throw new IllegalStateException("controllers do not close", e);
        }
        nodesApi.close();
        controllersApi.close();
    }
}
