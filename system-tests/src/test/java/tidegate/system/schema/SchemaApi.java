package tidegate.system.schema;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import tidegate.api.crd.Crds;
import tidegate.api.crd.CustomResource;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;

/** The calls of the schema tests, in a namespace of their own. */
record SchemaApi(KubeApi api, String namespace) {
    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Map<String, String> STRICT = Map.of("fieldValidation", "Strict");
    private static final Map<String, String> DRY_RUN = Map.of("dryRun", "All");

    /** Creates the definitions that are not there yet, waits until they are served, and creates the namespace. */
    static SchemaApi prepare(KubeApi api, String namespace) {
        for (Json definition : Crds.definitions()) createUnlessThere(api, definition);
        for (CustomResource resource : Crds.resources()) awaitServed(api, resource);
        Json named = Json.object("metadata", Json.object("name", namespace));
        api.exchange("POST", "/api/v1/namespaces", Map.of(), named);
        return new SchemaApi(api, namespace);
    }

    private static void createUnlessThere(KubeApi api, Json definition) {
        try {
            api.exchange("POST", CRDS, Map.of(), definition);
        } catch (ApiFailure e) {
            if (!e.isAlreadyExists()) throw e;
        }
    }

    /** Just after a definition was created its kind is not found, and then for a moment answers 429. */
    private static void awaitServed(KubeApi api, CustomResource resource) {
        long end = System.nanoTime() + SERVED_WITHIN.toNanos();
        while (true) {
            try {
                api.raw("/apis/" + resource.apiVersion() + "/" + resource.plural());
                return;
            } catch (ApiFailure e) {
                boolean notYet = e.isNotFound() || e.mayPass();
                if (!notYet || System.nanoTime() - end > 0) throw e;
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    /** Stores an object, with unknown fields refused; a Rollout's status in a second call, as the API wants it. */
    Json store(CustomResource resource, Json object) {
        Json stored = api.exchange("POST", collection(resource), STRICT, object);
        Json status = object.get("status");
        if (!hasStatusOfItsOwn(resource) || status.isMissing()) return stored;
        return api.exchange("PUT", path(resource, stored) + "/status", STRICT, stored.with("status", status));
    }

    /** Sends an object as if to store it; {@code stored} lends its identity where only an update can be wrong. */
    void tryOut(Refusal refusal, Json stored) {
        CustomResource resource = refusal.resource();
        if (refusal.isInStatus() && hasStatusOfItsOwn(resource)) {
            Json update = refusal.broken().with("metadata", stored.get("metadata"));
            api.exchange("PUT", path(resource, stored) + "/status", DRY_RUN, update);
        } else {
            Json unnamed = Json.object("generateName", "broken-");
            api.exchange("POST", collection(resource), DRY_RUN, refusal.broken().with("metadata", unnamed));
        }
    }

    Json read(CustomResource resource, Json stored) {
        return api.raw(path(resource, stored));
    }

    void replace(CustomResource resource, Json object) {
        api.exchange("PUT", path(resource, object), STRICT, object);
    }

    void delete(CustomResource resource, Json stored) {
        api.exchange("DELETE", path(resource, stored), Map.of(), Json.MISSING);
    }

    void deleteNamespace() {
        api.exchange("DELETE", "/api/v1/namespaces/" + namespace, Map.of(), Json.MISSING);
    }

    private static boolean hasStatusOfItsOwn(CustomResource resource) {
        return resource.subresources() == CustomResource.Subresources.STATUS_AND_SCALE;
    }

    private String collection(CustomResource resource) {
        String root = "/apis/" + resource.apiVersion() + "/";
        return switch (resource.scope()) {
            case NAMESPACED -> root + "namespaces/" + namespace + "/" + resource.plural();
            case CLUSTER -> root + resource.plural();
        };
    }

    private String path(CustomResource resource, Json object) {
        return collection(resource) + "/" + object.at("metadata", "name").stringOrEmpty();
    }
}
