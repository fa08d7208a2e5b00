package tidegate.playground;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.playground.client.KubeApi;
import tidegate.playground.controllers.Controllers;
import tidegate.playground.gateway.Gateway;
import tidegate.playground.kubelet.NodeTimings;
import tidegate.playground.kubelet.SimulatedNodes;

/**
 * What makes a Kubernetes API look alive: simulated nodes and, where asked for, a gateway in front of Services and the
 * controllers that a real API brings along.
 *
 * <p>It is a client like any other and ends with {@link #close}, which takes its Node objects off the API again.
 */
public final class SimulatedCluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedCluster.class);

    private final SimulatedNodes nodes;
    private final Optional<Gateway> gateway;
    private final Deque<AutoCloseable> started;

    private SimulatedCluster(SimulatedNodes nodes, Optional<Gateway> gateway, Deque<AutoCloseable> started) {
        this.nodes = nodes;
        this.gateway = gateway;
        this.started = started;
    }

    /**
     * @param controllers whether to run ReplicaSets, Deployments and endpoints too: yes on the embedded API, no where a
     *     kube-controller-manager runs, and no on {@link EmbeddedControlPlane}, which has them
     * @param gateway empty for none
     */
    public record Options(SimulatedNodes.Options nodes, boolean controllers, Optional<Gateway.Options> gateway) {

        /** For people who watch: things take some hundred milliseconds. */
        public static Options demo() {
            return new Options(SimulatedNodes.Options.with(NodeTimings.demo()), false, Optional.empty());
        }

        /** For tests: things take some ten milliseconds. */
        public static Options quick() {
            return new Options(SimulatedNodes.Options.with(NodeTimings.quick()), false, Optional.empty());
        }

        public Options withControllers() {
            return new Options(nodes, true, gateway);
        }

        public Options withGateway(Gateway.Options wanted) {
            return new Options(nodes, controllers, Optional.of(wanted));
        }

        public Options withTimings(NodeTimings timings) {
            return new Options(
                    new SimulatedNodes.Options(nodes.count(), nodes.namePrefix(), nodes.schedules(), timings),
                    controllers,
                    gateway);
        }
    }

    /**
     * Starts everything; returns when the nodes are ready and the controllers have seen what is there.
     *
     * @throws tidegate.playground.client.ApiFailure if the API refuses
     * @throws tidegate.playground.client.KubeconfigException if the kubeconfig is unusable
     */
    public static SimulatedCluster start(Path kubeconfig, Options options) throws InterruptedException {
        var started = new ArrayDeque<AutoCloseable>();
        try {
            KubeApi nodesApi = opened(started, KubeApi.of(kubeconfig, "simulated-nodes"));
            if (options.controllers()) {
                KubeApi controllersApi = opened(started, KubeApi.of(kubeconfig, "playground-controllers"));
                opened(started, Controllers.start(controllersApi));
            }
            var nodes = opened(started, SimulatedNodes.start(nodesApi, options.nodes()));
            var gateway =
                    options.gateway().map(wanted -> opened(started, Gateway.start(nodesApi, nodes.table(), wanted)));
            return new SimulatedCluster(nodes, gateway, started);
        } catch (RuntimeException | InterruptedException e) {
            closeAll(started);
            throw e;
        }
    }

    private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> started, T one) {
        started.push(one);
        return one;
    }

    /** The last one first: what it needs is still there then. */
    private static void closeAll(Deque<AutoCloseable> started) {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the simulated cluster did not close cause={}", e.toString());
            }
        }
    }

    /** The nodes: who runs where, and orders to pods. */
    public SimulatedNodes nodes() {
        return nodes;
    }

    /**
     * The gateway.
     *
     * @throws IllegalStateException if it was started without one
     */
    public Gateway gateway() {
        return gateway.orElseThrow(() -> new IllegalStateException("this cluster was started without a gateway"));
    }

    @Override
    public void close() {
        closeAll(started);
    }
}
