package tidegate.kube.client;

import java.util.Optional;
import java.util.function.Consumer;
import tidegate.api.json.Json;

/**
 * The calls this project makes. Each blocks its thread (use virtual ones) and throws {@link KubeException} when the
 * server refuses or does not answer. Safe for use by many threads.
 *
 * <p>Guarantees of every implementation: a call ends (there is a read timeout); every write carries the field manager
 * and the user agent; nothing is retried behind the caller's back.
 */
public interface KubeClient {
    /** Objects that {@link #each} has in memory at once. */
    int PAGE = 500;

    /** The live object. */
    Json get(ObjectRef ref);

    /** The live object; empty if the server says that there is none. Only this confirms an absence: no cache does. */
    default Optional<Json> find(ObjectRef ref) {
        try {
            return Optional.of(get(ref));
        } catch (KubeException e) {
            if (e.isNotFound()) return Optional.empty();
            throw e;
        }
    }

    /** One page, if the request has a limit. */
    ListPage list(Resource resource, ListRequest request);

    /** Gives every object of the list to the consumer, page by page, and keeps none of them. */
    default void each(Resource resource, ListRequest request, Consumer<? super Json> consumer) {
        ListRequest paged = request.withLimit(PAGE);
        ListPage page = list(resource, paged);
        page.items().forEach(consumer);
        while (!page.isLast()) {
            page = list(resource, paged.continuedBy(page.continueToken()));
            page.items().forEach(consumer);
        }
    }

    /** Opens a watch; close it. Throws with {@link KubeError.Gone} when the version is too old. */
    WatchStream watch(Resource resource, WatchRequest request);

    /** The object as stored. {@code apiVersion} and {@code kind} are filled in where the body has none. */
    Json create(Resource resource, String namespace, Json body, WriteMode mode);

    /** Stores the object. */
    default Json create(Resource resource, String namespace, Json body) {
        return create(resource, namespace, body, WriteMode.STORE);
    }

    /** The object (or the Scale) after the patch. */
    Json patch(ObjectRef ref, Subresource part, Patch patch, WriteMode mode);

    /** Stores the change. */
    default Json patch(ObjectRef ref, Subresource part, Patch patch) {
        return patch(ref, part, patch, WriteMode.STORE);
    }

    Deletion delete(ObjectRef ref, DeleteRequest request);

    /**
     * Asks for a pod to be deleted if its disruption budgets allow it now; {@link KubeError.TooManyRequests} if they do
     * not. The request's propagation is not sent.
     */
    void evict(ObjectRef pod, DeleteRequest request);

    /** A document outside the object paths, such as {@code /version} or {@code /apis/argoproj.io/v1alpha1}. */
    Json document(String path);
}
