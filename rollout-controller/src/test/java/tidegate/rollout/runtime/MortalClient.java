package tidegate.rollout.runtime;

import java.util.Optional;
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
import tidegate.kube.write.FencedException;

/**
 * A client that dies with a write: the server has done it, the answer is never heard, and nothing is sent or heard after
 * it. Events are not counted.
 */
final class MortalClient implements KubeClient {
    private final KubeClient client;
    private final Runnable onDeath;
    private int left;
    private volatile boolean dead;

    /** @param fatalWrite the first is 1; 0 for a client that does not die */
    MortalClient(KubeClient client, int fatalWrite, Runnable onDeath) {
        this.client = client;
        this.left = fatalWrite;
        this.onDeath = onDeath;
    }

    private <T> T alive(Supplier<T> call) {
        T answer = dead ? null : call.get();
        if (dead || answer == null)
            throw new KubeException("read", new KubeError.Transient("this process is dead", Optional.empty()));
        return answer;
    }

    private synchronized <T> T write(Resource resource, Supplier<T> call) {
        if (dead) throw new FencedException("write");
        T answer = call.get();
        if (resource.plural().equals("events") || left == 0 || --left > 0) return answer;
        dead = true;
        onDeath.run();
        throw new FencedException("write");
    }

    @Override
    public Json get(ObjectRef ref) {
        return alive(() -> client.get(ref));
    }

    @Override
    public ListPage list(Resource resource, ListRequest request) {
        return alive(() -> client.list(resource, request));
    }

    @Override
    public WatchStream watch(Resource resource, WatchRequest request) {
        return alive(() -> client.watch(resource, request));
    }

    @Override
    public Json create(Resource resource, String namespace, Json body, WriteMode mode) {
        return write(resource, () -> client.create(resource, namespace, body, mode));
    }

    @Override
    public Json patch(ObjectRef ref, Subresource part, Patch patch, WriteMode mode) {
        return write(ref.resource(), () -> client.patch(ref, part, patch, mode));
    }

    @Override
    public Deletion delete(ObjectRef ref, DeleteRequest request) {
        return write(ref.resource(), () -> client.delete(ref, request));
    }

    @Override
    public void evict(ObjectRef pod, DeleteRequest request) {
        write(pod.resource(), () -> {
            client.evict(pod, request);
            return true;
        });
    }

    @Override
    public Json document(String path) {
        return alive(() -> client.document(path));
    }
}
