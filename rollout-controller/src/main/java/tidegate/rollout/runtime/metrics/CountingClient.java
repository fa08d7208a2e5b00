package tidegate.rollout.runtime.metrics;

import java.util.Set;
import java.util.function.Supplier;
import tidegate.api.json.Json;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.Deletion;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ListPage;
import tidegate.kube.client.ListRequest;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Patch;
import tidegate.kube.client.Resource;
import tidegate.kube.client.Subresource;
import tidegate.kube.client.WatchRequest;
import tidegate.kube.client.WatchStream;
import tidegate.kube.client.WriteMode;

/**
 * A client whose every answered call is counted, by verb, kind and status; by namespace and name of the object only where
 * that is wanted, as their number has no bound. Never by names of Events, ReplicaSets and pods.
 */
public final class CountingClient implements KubeClient {
    private final KubeClient client;
    private static final String NO_NAME = "N/A";
    private static final ObjectRef DOCUMENT =
            Resource.clusterScoped("", "", "document", "Document").named("", NO_NAME);
    private static final Set<String> UNNAMED = Set.of("events", "replicasets", "pods");

    private final ControllerMetrics metrics;
    private final boolean byName;

    /** @param byName whether objects are told apart */
    public CountingClient(KubeClient client, ControllerMetrics metrics, boolean byName) {
        this.client = client;
        this.metrics = metrics;
        this.byName = byName;
    }

    @Override
    public Json get(ObjectRef ref) {
        return counted("Get", ref, "", 200, () -> client.get(ref));
    }

    @Override
    public ListPage list(Resource resource, ListRequest request) {
        return counted(
                "List", resource.named(request.namespace(), NO_NAME), "", 200, () -> client.list(resource, request));
    }

    @Override
    public WatchStream watch(Resource resource, WatchRequest request) {
        return counted(
                "Watch", resource.named(request.namespace(), NO_NAME), "", 200, () -> client.watch(resource, request));
    }

    @Override
    public Json create(Resource resource, String namespace, Json body, WriteMode mode) {
        ObjectRef ref = resource.named(namespace, body.at("metadata", "name").stringOrEmpty());
        return counted("Create", ref, "", 201, () -> client.create(resource, namespace, body, mode));
    }

    @Override
    public Json patch(ObjectRef ref, Subresource part, Patch patch, WriteMode mode) {
        return counted("Patch", ref, part.suffix(), 200, () -> client.patch(ref, part, patch, mode));
    }

    @Override
    public Deletion delete(ObjectRef ref, DeleteRequest request) {
        return counted("Delete", ref, "", 200, () -> client.delete(ref, request));
    }

    @Override
    public void evict(ObjectRef pod, DeleteRequest request) {
        counted("Create", pod, "/eviction", 201, () -> {
            client.evict(pod, request);
            return true;
        });
    }

    @Override
    public Json document(String path) {
        return counted("Get", DOCUMENT, "", 200, () -> client.document(path));
    }

    private <T> T counted(String verb, ObjectRef ref, String part, int good, Supplier<T> call) {
        try {
            T answer = call.get();
            count(verb, ref, part, Integer.toString(good));
            return answer;
        } catch (KubeException e) {
            count(verb, ref, part, status(e.error()));
            throw e;
        }
    }

    private void count(String verb, ObjectRef ref, String part, String status) {
        String plural = ref.resource().plural();
        boolean named = byName && !UNNAMED.contains(plural) && !ref.name().isEmpty();
        metrics.called(verb, plural + part, byName ? ref.namespace() : "", named ? ref.name() : NO_NAME, status);
    }

    /** The HTTP status that stands for the error; 503 also where nothing was answered. */
    private static String status(KubeError error) {
        return switch (error) {
            case KubeError.Invalid _ -> "422";
            case KubeError.Unauthorized _ -> "401";
            case KubeError.Forbidden _ -> "403";
            case KubeError.NotFound _ -> "404";
            case KubeError.Conflict _, KubeError.AlreadyExists _ -> "409";
            case KubeError.Gone _ -> "410";
            case KubeError.TooManyRequests _ -> "429";
            case KubeError.Transient _ -> "503";
            case KubeError.Refused refused -> Integer.toString(refused.code());
        };
    }
}
