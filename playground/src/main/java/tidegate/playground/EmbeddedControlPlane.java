package tidegate.playground;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import tidegate.controlplane.Audit;
import tidegate.controlplane.ControlPlane;
import tidegate.playground.client.KubeApi;
import tidegate.playground.controllers.Controllers;

/**
 * The embedded counterpart of kube-apiserver with kube-controller-manager: the {@link EmbeddedApi} and the controllers
 * that turn ReplicaSets into pods, Services into endpoints and keep disruption budgets. Pods stay pending until there are nodes: see {@link
 * SimulatedCluster}.
 */
public final class EmbeddedControlPlane implements ControlPlane {
    private final EmbeddedApi api;
    private final KubeApi client;
    private final Controllers controllers;

    private EmbeddedControlPlane(EmbeddedApi api, KubeApi client, Controllers controllers) {
        this.api = api;
        this.client = client;
        this.controllers = controllers;
    }

    public static EmbeddedControlPlane start() {
        return start(EmbeddedApi.Options.DEFAULTS);
    }

    /** Starts the API and the controllers; returns when both are at work. */
    public static EmbeddedControlPlane start(EmbeddedApi.Options options) {
        EmbeddedApi api = EmbeddedApi.start(options);
        KubeApi client = KubeApi.of(api.kubeconfig(), "playground-controllers");
        try {
            return new EmbeddedControlPlane(api, client, Controllers.start(client));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            client.close();
            api.close();
            throw new IllegalStateException("interrupted while the controllers started", e);
        } catch (RuntimeException e) {
            client.close();
            api.close();
            throw e;
        }
    }

    /** The API itself, for what only an embedded one can do: compaction, hooks on writes. */
    public EmbeddedApi api() {
        return api;
    }

    @Override
    public String name() {
        return api.name();
    }

    @Override
    public URI server() {
        return api.server();
    }

    @Override
    public Path kubeconfig() {
        return api.kubeconfig();
    }

    @Override
    public boolean runsPods() {
        return false;
    }

    @Override
    public Optional<Audit> audit() {
        return api.audit();
    }

    @Override
    public void close() {
        controllers.close();
        client.close();
        api.close();
    }
}
