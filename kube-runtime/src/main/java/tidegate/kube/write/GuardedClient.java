package tidegate.kube.write;

import java.util.function.Supplier;
import tidegate.api.json.Json;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.Deletion;
import tidegate.kube.client.KubeClient;
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
 * A client for one pass over one key: it sends no write that the {@link Fence} forbids, and enters every write into the
 * {@link WriteLedger}, also one whose outcome is in doubt. Reads pass through.
 *
 * @param <K> as the ledger's
 */
public final class GuardedClient<K> implements KubeClient {
    private final KubeClient client;
    private final Fence fence;
    private final WriteLedger<K> ledger;
    private final K key;

    public GuardedClient(KubeClient client, Fence fence, WriteLedger<K> ledger, K key) {
        this.client = client;
        this.fence = fence;
        this.ledger = ledger;
        this.key = key;
    }

    @Override
    public Json create(Resource resource, String namespace, Json body, WriteMode mode) {
        ObjectRef ref = resource.named(namespace, body.at("metadata", "name").stringOrEmpty());
        Json made = write("create", ref, "", mode, () -> client.create(resource, namespace, body, mode));
        if (mode == WriteMode.STORE) ledger.wrote(key, resource.refOf(made), made);
        return made;
    }

    @Override
    public Json patch(ObjectRef ref, Subresource part, Patch patch, WriteMode mode) {
        Json after = write("patch", ref, "", mode, () -> client.patch(ref, part, patch, mode));
        if (mode == WriteMode.STORE) ledger.wrote(key, ref, after);
        return after;
    }

    @Override
    public Deletion delete(ObjectRef ref, DeleteRequest request) {
        Deletion done = write("delete", ref, request.uid(), request.mode(), () -> client.delete(ref, request));
        if (request.mode() == WriteMode.STORE) enter(ref, request.uid(), done);
        return done;
    }

    /** Not entered: the pod goes on to exist until its kubelet lets go of it. */
    @Override
    public void evict(ObjectRef pod, DeleteRequest request) {
        write("evict", pod, request.uid(), request.mode(), () -> {
            client.evict(pod, request);
            return true;
        });
    }

    private void enter(ObjectRef ref, String uid, Deletion done) {
        switch (done) {
            case Deletion.Removed(String removed) -> ledger.removed(key, ref, removed.isEmpty() ? uid : removed);
            case Deletion.Terminating(Json object) -> ledger.wrote(key, ref, object);
        }
    }

    private <R> R write(String verb, ObjectRef ref, String uid, WriteMode mode, Supplier<R> call) {
        if (!fence.allows()) throw new FencedException(verb + " " + ref);
        try {
            return call.get();
        } catch (KubeException e) {
            boolean named = !ref.name().isEmpty();
            if (mode == WriteMode.STORE && named && e.error().leavesTheWriteInDoubt()) ledger.inDoubt(key, ref, uid);
            throw e;
        }
    }

    @Override
    public Json get(ObjectRef ref) {
        return client.get(ref);
    }

    @Override
    public ListPage list(Resource resource, ListRequest request) {
        return client.list(resource, request);
    }

    @Override
    public WatchStream watch(Resource resource, WatchRequest request) {
        return client.watch(resource, request);
    }

    @Override
    public Json document(String path) {
        return client.document(path);
    }
}
