package tidegate.playground.controllers;

import static tidegate.playground.client.ResourceType.ENDPOINTS;
import static tidegate.playground.client.ResourceType.ENDPOINT_SLICES;
import static tidegate.playground.client.ResourceType.SERVICES;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.loop.KeyedLoop;

/** Says where each Service with a selector leads, in EndpointSlices and in the older Endpoints. */
final class EndpointSliceController implements AutoCloseable {
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final Duration UNSEEN_WRITES = Duration.ofMillis(50);

    private final KubeApi api;
    private final Mirror services;
    private final Mirror pods;
    private final Mirror slices;
    private final OwnWrites ownWrites;
    private final KeyedLoop<ObjectKey> loop;

    EndpointSliceController(KubeApi api, Mirror services, Mirror pods, Mirror slices) {
        this.api = api;
        this.services = services;
        this.pods = pods;
        this.slices = slices;
        this.ownWrites = new OwnWrites(slices);
        this.loop = new KeyedLoop<>("endpoints", 4, KeyedLoop.Retry.USUAL, this::pass);
    }

    void serviceChanged(@Nullable Json before, @Nullable Json now) {
        Json service = now != null ? now : before;
        if (service != null) loop.enqueue(ObjectKey.of(service));
    }

    void podChanged(@Nullable Json before, @Nullable Json now) {
        Stream.of(Optional.ofNullable(before), Optional.ofNullable(now))
                .flatMap(Optional::stream)
                .forEach(pod -> services.all().stream()
                        .filter(service -> isBeside(service, pod) && ServiceEndpoints.selects(service, pod))
                        .forEach(service -> loop.enqueue(ObjectKey.of(service))));
    }

    void sliceChanged(@Nullable Json before, @Nullable Json now) {
        Json slice = now != null ? now : before;
        if (slice == null || !isOurs(slice)) return;
        loop.enqueue(new ObjectKey(
                ObjectKey.of(slice).namespace(),
                slice.at("metadata", "labels").get(SERVICE_NAME).stringOrEmpty()));
    }

    private static boolean isOurs(Json slice) {
        return slice.at("metadata", "labels").get(MANAGED_BY).stringOrEmpty().equals(MANAGER);
    }

    private static boolean isBeside(Json one, Json other) {
        return ObjectKey.of(one).namespace().equals(ObjectKey.of(other).namespace());
    }

    private Optional<Duration> pass(ObjectKey key) {
        if (!ownWrites.areSeen(key)) return Optional.of(UNSEEN_WRITES);
        Json service = services.find(key).orElse(null);
        // slices go with their Service by owner reference; Endpoints by their name
        if (service == null) {
            deleteEndpoints(key);
            return Optional.empty();
        }
        if (!ServiceEndpoints.areManaged(service) || Pods.isTerminating(service)) return Optional.empty();
        var beside = pods.all().stream().filter(pod -> isBeside(service, pod)).toList();
        var wanted = ServiceEndpoints.of(service, beside);
        writeSlices(key, service, wanted);
        writeEndpoints(key, service, wanted);
        return Optional.empty();
    }

    // --- slices ----------------------------------------------------------------------------------------------------

    private void writeSlices(ObjectKey key, Json service, ServiceEndpoints wanted) {
        var layout = SliceLayout.of(wanted, slicesOf(key), content -> newSlice(service, content));
        for (Json slice : layout.created()) ownWrites.wrote(key, api.create(ENDPOINT_SLICES, key.namespace(), slice));
        for (Json slice : layout.changed()) ownWrites.wrote(key, api.replace(ENDPOINT_SLICES, "", slice));
        for (Json slice : layout.deleted()) {
            ownWrites.deleted(key, slice);
            deleteSlice(slice);
        }
    }

    private List<Json> slicesOf(ObjectKey key) {
        return slices.all().stream()
                .filter(EndpointSliceController::isOurs)
                .filter(slice -> ObjectKey.of(slice).namespace().equals(key.namespace()))
                .filter(slice -> slice.at("metadata", "labels")
                        .get(SERVICE_NAME)
                        .stringOrEmpty()
                        .equals(key.name()))
                .sorted((a, b) -> ObjectKey.of(a).compareTo(ObjectKey.of(b)))
                .toList();
    }

    private static Json newSlice(Json service, Json content) {
        String name = service.at("metadata", "name").stringOrEmpty();
        var labels = Json.of(Map.of(SERVICE_NAME, name, MANAGED_BY, MANAGER));
        boolean headless = service.at("spec", "clusterIP").stringOrEmpty().equals("None");
        return Json.object(
                "apiVersion", ENDPOINT_SLICES.apiVersion(),
                "kind", ENDPOINT_SLICES.kind(),
                "metadata",
                        Json.object(
                                "generateName",
                                name + "-",
                                "namespace",
                                service.at("metadata", "namespace"),
                                "labels",
                                headless ? labels.with("service.kubernetes.io/headless", "") : labels,
                                "ownerReferences",
                                Json.array(Owner.controllerReference(SERVICES, service))),
                "addressType", "IPv4",
                "ports", content.get("ports"),
                "endpoints", content.get("endpoints"));
    }

    private void deleteSlice(Json slice) {
        try {
            api.delete(ENDPOINT_SLICES, ObjectKey.of(slice), Json.EMPTY_OBJECT);
        } catch (ApiFailure e) {
            if (!e.isNotFound()) throw e;
        }
    }

    // --- Endpoints -------------------------------------------------------------------------------------------------

    private void writeEndpoints(ObjectKey key, Json service, ServiceEndpoints wanted) {
        var subsets = new ArrayList<Json>();
        wanted.byPorts().forEach((ports, endpoints) -> subsets.add(subset(ports, endpoints)));
        Json endpoints = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Endpoints",
                "metadata",
                Json.object(
                        "name", key.name(),
                        "namespace", key.namespace(),
                        "labels", Json.of(Map.of("endpoints.kubernetes.io/managed-by", "endpoint-controller"))),
                "subsets",
                subsets);
        var found = api.find(ENDPOINTS, key);
        if (found.isEmpty()) api.create(ENDPOINTS, key.namespace(), endpoints);
        else if (!found.get().get("subsets").elements().equals(subsets))
            api.replace(ENDPOINTS, "", found.get().with("subsets", subsets));
    }

    private static Json subset(List<Json> ports, List<Json> endpoints) {
        return Json.object(
                "addresses", addresses(endpoints, true),
                "notReadyAddresses", addresses(endpoints, false),
                "ports",
                        ports.stream()
                                .map(EndpointSliceController::unnamedIfEmpty)
                                .toList());
    }

    private static Json unnamedIfEmpty(Json port) {
        return port.get("name").stringOrEmpty().isEmpty() ? port.without("name") : port;
    }

    /** Who is on the way out has no place in the older kind at all. */
    private static Optional<List<Json>> addresses(List<Json> endpoints, boolean ready) {
        var found = endpoints.stream()
                .filter(e -> e.at("conditions", "ready").isTrue() == ready)
                .filter(e -> ready || !e.at("conditions", "terminating").isTrue())
                .map(e -> Json.object(
                        "ip", e.get("addresses").get(0),
                        "hostname", e.get("hostname"),
                        "nodeName", e.get("nodeName"),
                        "targetRef", e.get("targetRef")))
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    private void deleteEndpoints(ObjectKey key) {
        ownWrites.forget(key);
        try {
            api.delete(ENDPOINTS, key, Json.EMPTY_OBJECT);
        } catch (ApiFailure e) {
            if (!e.isNotFound()) throw e;
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
