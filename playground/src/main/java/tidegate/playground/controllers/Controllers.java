package tidegate.playground.controllers;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;

/**
 * All controllers of this room on one API, sharing their mirrors.
 *
 * <p>None of them acts before every mirror is complete: what looks missing may only not have been read yet.
 */
public final class Controllers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Mirror pods;
    private final Mirror replicaSets;
    private final Mirror deployments;
    private final Mirror services;
    private final Mirror slices;
    private final Mirror budgets;
    private final ReplicaSetController replicaSetController;
    private final DeploymentController deploymentController;
    private final EndpointSliceController endpointSliceController;
    private final DisruptionController disruptionController;
    private volatile boolean complete;

    private Controllers(KubeApi api, InstantSource clock) {
        pods = mirror(api, ResourceType.PODS, this::podChanged);
        replicaSets = mirror(api, ResourceType.REPLICA_SETS, this::replicaSetChanged);
        deployments = mirror(api, ResourceType.DEPLOYMENTS, this::deploymentChanged);
        services = mirror(api, ResourceType.SERVICES, this::serviceChanged);
        slices = mirror(api, ResourceType.ENDPOINT_SLICES, this::sliceChanged);
        budgets = mirror(api, ResourceType.DISRUPTION_BUDGETS, this::budgetChanged);
        replicaSetController = new ReplicaSetController(api, clock, replicaSets, pods);
        deploymentController = new DeploymentController(api, clock, deployments, replicaSets, pods);
        endpointSliceController = new EndpointSliceController(api, services, pods, slices);
        disruptionController = new DisruptionController(api, clock, budgets, replicaSets, deployments, pods);
    }

    private Mirror mirror(KubeApi api, ResourceType type, Mirror.Listener listener) {
        return Mirror.of(api, type, Selection.EVERYTHING, (before, now) -> {
            if (complete) listener.changed(before, now);
        });
    }

    /**
     * Starts them; returns when their mirrors are complete.
     *
     * @throws IllegalStateException if the API does not answer within a minute
     */
    public static Controllers start(KubeApi api) throws InterruptedException {
        var controllers = new Controllers(api, InstantSource.system());
        controllers.mirrors().forEach(Mirror::begin);
        for (Mirror mirror : controllers.mirrors()) {
            if (mirror.awaitSynced(PATIENCE)) continue;
            controllers.close();
            throw new IllegalStateException(
                    "controllers: no complete list from " + api.server() + " within " + PATIENCE);
        }
        controllers.begin();
        return controllers;
    }

    private List<Mirror> mirrors() {
        return List.of(pods, replicaSets, deployments, services, slices, budgets);
    }

    /** From here on changes are told; what came before is looked at once. */
    private void begin() {
        complete = true;
        replicaSets.all().forEach(set -> replicaSetChanged(null, set));
        deployments.all().forEach(deployment -> deploymentChanged(null, deployment));
        services.all().forEach(service -> serviceChanged(null, service));
        budgets.all().forEach(budget -> budgetChanged(null, budget));
    }

    private void podChanged(@Nullable Json before, @Nullable Json now) {
        replicaSetController.podChanged(before, now);
        endpointSliceController.podChanged(before, now);
        disruptionController.podChanged(before, now);
    }

    private void replicaSetChanged(@Nullable Json before, @Nullable Json now) {
        replicaSetController.replicaSetChanged(before, now);
        deploymentController.replicaSetChanged(before, now);
        disruptionController.workloadChanged(before, now);
    }

    private void deploymentChanged(@Nullable Json before, @Nullable Json now) {
        deploymentController.deploymentChanged(before, now);
        disruptionController.workloadChanged(before, now);
    }

    private void serviceChanged(@Nullable Json before, @Nullable Json now) {
        endpointSliceController.serviceChanged(before, now);
    }

    private void sliceChanged(@Nullable Json before, @Nullable Json now) {
        endpointSliceController.sliceChanged(before, now);
    }

    private void budgetChanged(@Nullable Json before, @Nullable Json now) {
        disruptionController.budgetChanged(before, now);
    }

    @Override
    public void close() {
        mirrors().forEach(Mirror::close);
        replicaSetController.close();
        deploymentController.close();
        endpointSliceController.close();
        disruptionController.close();
    }
}
