package tidegate.rollout.act;

import java.util.Optional;
import tidegate.api.json.Json;

/**
 * What acting needs of a cluster; a model of one can take its place.
 *
 * <p>Reads are live, never from a cache. Writes and reads throw {@link tidegate.kube.client.KubeException} when they are
 * refused or not answered, writes also {@link tidegate.kube.write.FencedException}. Patches are JSON merge patches that carry the uid
 * and resourceVersion they were decided on: a cluster refuses them with a conflict when either has changed.
 */
public interface Cluster {
    /** The object as stored. */
    Json createReplicaSet(String namespace, Json manifest);

    /** Empty only if there is none of that name. */
    Optional<Json> replicaSet(String namespace, String name);

    /** The object after the patch. */
    Json patchReplicaSet(String namespace, String name, Json patch);

    /** Deletes it with its pods, in the background, if it is that very one; without effect if there is none. */
    void deleteReplicaSet(String namespace, String name, String uid, String resourceVersion);

    /** The object after the patch. */
    Json patchService(String namespace, String name, Json patch);

    /** The object after the patch. */
    Json patchDeployment(String namespace, String name, Json patch);

    /** Empty only if there is none of that name. */
    Optional<Json> pod(String namespace, String name);

    /** The object after the patch. */
    Json patchPod(String namespace, String name, Json patch);

    /**
     * Asks for that very pod to go, at that version; refused with {@link
     * tidegate.kube.client.KubeError.TooManyRequests} while its disruption budgets forbid it.
     */
    void evictPod(String namespace, String name, String uid, String resourceVersion);

    /** Empty only if there is none of that name. */
    Optional<Json> rollout(String namespace, String name);

    /** The object after the patch of everything but its status. */
    Json patchRollout(String namespace, String name, Json patch);

    /** The object after the patch of its status. */
    Json patchRolloutStatus(String namespace, String name, Json patch);
}
