package tidegate.playground.controllers;

import static tidegate.playground.client.ResourceType.DISRUPTION_BUDGETS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.loop.KeyedLoop;

/** Keeps the status of each PodDisruptionBudget, which the API consults when a pod is evicted. */
final class DisruptionController implements AutoCloseable {
    private final KubeApi api;
    private final InstantSource clock;
    private final Mirror budgets;
    private final Mirror replicaSets;
    private final Mirror deployments;
    private final Mirror pods;
    private final KeyedLoop<ObjectKey> loop;

    DisruptionController(
            KubeApi api, InstantSource clock, Mirror budgets, Mirror replicaSets, Mirror deployments, Mirror pods) {
        this.api = api;
        this.clock = clock;
        this.budgets = budgets;
        this.replicaSets = replicaSets;
        this.deployments = deployments;
        this.pods = pods;
        this.loop = new KeyedLoop<>("disruptions", 4, KeyedLoop.Retry.USUAL, this::pass);
    }

    void budgetChanged(@Nullable Json before, @Nullable Json now) {
        if (now != null) loop.enqueue(ObjectKey.of(now));
    }

    void podChanged(@Nullable Json before, @Nullable Json now) {
        Stream.of(Optional.ofNullable(before), Optional.ofNullable(now))
                .flatMap(Optional::stream)
                .forEach(pod -> budgetsBeside(pod)
                        .filter(budget -> selects(budget, pod))
                        .forEach(budget -> loop.enqueue(ObjectKey.of(budget))));
    }

    /** A workload of another size asks for another number of healthy pods. */
    void workloadChanged(@Nullable Json before, @Nullable Json now) {
        if (now == null) return;
        if (before != null && before.at("spec", "replicas").equals(now.at("spec", "replicas"))) return;
        budgetsBeside(now).forEach(budget -> loop.enqueue(ObjectKey.of(budget)));
    }

    private Stream<Json> budgetsBeside(Json object) {
        String namespace = ObjectKey.of(object).namespace();
        return budgets.all().stream()
                .filter(budget -> ObjectKey.of(budget).namespace().equals(namespace));
    }

    private static boolean selects(Json budget, Json pod) {
        Json selector = budget.at("spec", "selector");
        return !selector.isNullOrMissing() && LabelSelector.of(selector).matches(pod);
    }

    private Optional<Duration> pass(ObjectKey key) {
        Json budget = budgets.find(key).orElse(null);
        if (budget == null || Pods.isTerminating(budget)) return Optional.empty();
        Instant now = clock.instant();
        List<Json> selected = pods.all().stream()
                .filter(pod -> ObjectKey.of(pod).namespace().equals(key.namespace()) && selects(budget, pod))
                .toList();
        var status = new DisruptionStatus(budget, selected, workloadSize(selected), now);
        write(budget, status.json());
        return status.nextLook().map(at -> Duration.between(now, at));
    }

    /** Pods that nobody controls belong to no workload and count for none. */
    private int workloadSize(List<Json> selected) {
        var sizes = new HashMap<String, Integer>();
        for (Json pod : selected)
            workloadOf(pod)
                    .ifPresent(workload -> sizes.put(
                            Owner.uidOf(workload),
                            workload.at("spec", "replicas").integer().orElse(1)));
        return sizes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The pod's ReplicaSet, or the Deployment above it; other controllers of ReplicaSets leave the count to those. */
    private Optional<Json> workloadOf(Json pod) {
        return controllerIn(replicaSets, pod, "ReplicaSet")
                .map(set -> controllerIn(deployments, set, "Deployment").orElse(set));
    }

    private static Optional<Json> controllerIn(Mirror mirror, Json object, String kind) {
        return Owner.controllerOf(object)
                .filter(owner -> owner.get("kind").stringOrEmpty().equals(kind))
                .flatMap(owner -> mirror.find(new ObjectKey(
                        ObjectKey.of(object).namespace(), owner.get("name").stringOrEmpty())))
                .filter(found -> Owner.controls(found, object));
    }

    private void write(Json budget, Json status) {
        if (status.equals(budget.get("status"))) return;
        try {
            api.replace(DISRUPTION_BUDGETS, "status", budget.with("status", status));
        } catch (ApiFailure e) {
            if (!e.isNotFound()) throw e;
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
