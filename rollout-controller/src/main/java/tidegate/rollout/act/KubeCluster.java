package tidegate.rollout.act;

import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.wire.CustomResource;
import tidegate.kube.client.DeleteRequest;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.MergePatch;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.Subresource;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.write.Fence;
import tidegate.kube.write.GuardedClient;
import tidegate.kube.write.WriteLedger;

/**
 * A real cluster, for one pass over one Rollout: every write asks the fence and enters the ledger under the Rollout's
 * key, and so does what was read live, so that nothing is planned before the caches show it too.
 */
public final class KubeCluster implements Cluster {
    public static final Resource ROLLOUTS = Resource.namespaced(
            CustomResource.GROUP,
            CustomResource.VERSION,
            CustomResource.ROLLOUT.plural(),
            CustomResource.ROLLOUT.kind());
    public static final Resource REPLICA_SETS = Resource.namespaced("apps", "v1", "replicasets", "ReplicaSet");
    public static final Resource SERVICES = Resource.namespaced("", "v1", "services", "Service");
    public static final Resource PODS = Resource.namespaced("", "v1", "pods", "Pod");
    public static final Resource DEPLOYMENTS = Resource.namespaced("apps", "v1", "deployments", "Deployment");
    public static final Resource EVENTS = Resource.namespaced("", "v1", "events", "Event");

    private final GuardedClient<ObjectKey> client;
    private final WriteLedger<ObjectKey> ledger;
    private final ObjectKey rollout;

    public KubeCluster(KubeClient client, Fence fence, WriteLedger<ObjectKey> ledger, ObjectKey rollout) {
        this.client = new GuardedClient<>(client, fence, ledger, rollout);
        this.ledger = ledger;
        this.rollout = rollout;
    }

    @Override
    public Json createReplicaSet(String namespace, Json manifest) {
        return client.create(REPLICA_SETS, namespace, manifest);
    }

    @Override
    public Optional<Json> replicaSet(String namespace, String name) {
        return read(REPLICA_SETS.named(namespace, name));
    }

    @Override
    public Json patchReplicaSet(String namespace, String name, Json patch) {
        return client.patch(REPLICA_SETS.named(namespace, name), Subresource.MAIN, new MergePatch(patch));
    }

    @Override
    public void deleteReplicaSet(String namespace, String name, String uid, String resourceVersion) {
        var request = DeleteRequest.ofUid(uid).onVersion(new ResourceVersion(resourceVersion));
        try {
            client.delete(REPLICA_SETS.named(namespace, name), request);
        } catch (KubeException e) {
            if (!e.isNotFound()) throw e;
        }
    }

    @Override
    public Json patchService(String namespace, String name, Json patch) {
        return client.patch(SERVICES.named(namespace, name), Subresource.MAIN, new MergePatch(patch));
    }

    @Override
    public Json patchDeployment(String namespace, String name, Json patch) {
        return client.patch(DEPLOYMENTS.named(namespace, name), Subresource.MAIN, new MergePatch(patch));
    }

    @Override
    public Optional<Json> pod(String namespace, String name) {
        return client.find(PODS.named(namespace, name));
    }

    @Override
    public Json patchPod(String namespace, String name, Json patch) {
        return client.patch(PODS.named(namespace, name), Subresource.MAIN, new MergePatch(patch));
    }

    @Override
    public void evictPod(String namespace, String name, String uid, String resourceVersion) {
        var request = DeleteRequest.ofUid(uid).onVersion(new ResourceVersion(resourceVersion));
        client.evict(PODS.named(namespace, name), request);
    }

    @Override
    public Optional<Json> rollout(String namespace, String name) {
        return read(ROLLOUTS.named(namespace, name));
    }

    @Override
    public Json patchRollout(String namespace, String name, Json patch) {
        return client.patch(ROLLOUTS.named(namespace, name), Subresource.MAIN, new MergePatch(patch));
    }

    @Override
    public Json patchRolloutStatus(String namespace, String name, Json patch) {
        return client.patch(ROLLOUTS.named(namespace, name), Subresource.STATUS, new MergePatch(patch));
    }

    private Optional<Json> read(ObjectRef ref) {
        Optional<Json> live = client.find(ref);
        live.ifPresent(object -> ledger.wrote(rollout, ref, object));
        return live;
    }
}
