package tidegate.rollout.act;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tidegate.api.json.Json;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;

/** Rollouts and ReplicaSets of one namespace that keep an API server's rules about versions, uids and names. */
final class ModelCluster implements Cluster {
    private final Map<String, Map<String, Json>> objects = new LinkedHashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<HoldUp> holdUps = new ArrayList<>();
    private int version = 100;

    private record Refusal(Predicate<String> call, KubeError error) {}

    /** Refuses every call whose text, such as {@code create web-1}, matches. */
    void refuse(Predicate<String> call, KubeError error) {
        refusals.add(new Refusal(call, error));
    }

    /** Every call whose text matches waits until it is let go. */
    HoldUp holdUp(Predicate<String> call) {
        var made = new HoldUp(call);
        holdUps.add(made);
        return made;
    }

    /** What happens to some calls. */
    static final class HoldUp {
        private final Predicate<String> call;
        private final Semaphore heldUp = new Semaphore(0);
        private final CountDownLatch gate = new CountDownLatch(1);

        private HoldUp(Predicate<String> call) {
            this.call = call;
        }

        /** Waits until so many calls wait. */
        void awaitHeldUp(int calls) throws InterruptedException {
            if (!heldUp.tryAcquire(calls, 30, TimeUnit.SECONDS)) throw new AssertionError(calls + " calls do not wait");
        }

        void letGo() {
            gate.countDown();
        }

        private void pass(String text) {
            if (!call.test(text)) return;
            heldUp.release();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted while " + text + " was held up", e);
            }
        }
    }

    Json put(String kind, Json object) {
        Json stored = stamped(object);
        of(kind).put(nameOf(object), stored);
        return stored;
    }

    Optional<Json> get(String kind, String name) {
        return Optional.ofNullable(of(kind).get(name));
    }

    private Map<String, Json> of(String kind) {
        return objects.computeIfAbsent(kind, _ -> new LinkedHashMap<>());
    }

    private Json stamped(Json object) {
        return object.withAt(List.of("metadata", "resourceVersion"), Integer.toString(++version));
    }

    private static String nameOf(Json object) {
        return object.at("metadata", "name").stringOrEmpty();
    }

    private void call(String text) {
        holdUps.forEach(holdUp -> holdUp.pass(text));
        for (Refusal refusal : refusals) if (refusal.call().test(text)) throw new KubeException(text, refusal.error());
    }

    @Override
    public Json createReplicaSet(String namespace, Json manifest) {
        String call = "create " + nameOf(manifest);
        call(call);
        if (of("ReplicaSet").containsKey(nameOf(manifest)))
            throw new KubeException(call, new KubeError.AlreadyExists("already exists"));
        return put("ReplicaSet", manifest.withAt(List.of("metadata", "uid"), "uid-of-" + nameOf(manifest)));
    }

    @Override
    public Optional<Json> replicaSet(String namespace, String name) {
        return get("ReplicaSet", name);
    }

    @Override
    public Json patchReplicaSet(String namespace, String name, Json patch) {
        call("patch " + name);
        return put("ReplicaSet", patched("ReplicaSet", name, patch));
    }

    @Override
    public void deleteReplicaSet(String namespace, String name, String uid, String resourceVersion) {
        call("delete " + name);
        if (!of("ReplicaSet").containsKey(name)) return;
        patched(
                "ReplicaSet",
                name,
                Json.object("metadata", Json.object("uid", uid, "resourceVersion", resourceVersion)));
        of("ReplicaSet").remove(name);
    }

    @Override
    public Json patchService(String namespace, String name, Json patch) {
        call("patch service " + name);
        synchronized (this) {
            return put("Service", patched("Service", name, patch));
        }
    }

    @Override
    public Json patchDeployment(String namespace, String name, Json patch) {
        call("patch deployment " + name);
        return put("Deployment", patched("Deployment", name, patch));
    }

    @Override
    public synchronized Optional<Json> pod(String namespace, String name) {
        return get("Pod", name);
    }

    @Override
    public synchronized Json patchPod(String namespace, String name, Json patch) {
        call("patch pod " + name);
        return put("Pod", patched("Pod", name, patch));
    }

    @Override
    public synchronized void evictPod(String namespace, String name, String uid, String resourceVersion) {
        call("evict " + name);
        patched("Pod", name, Json.object("metadata", Json.object("uid", uid, "resourceVersion", resourceVersion)));
        of("Pod").remove(name);
    }

    @Override
    public Optional<Json> rollout(String namespace, String name) {
        return get("Rollout", name);
    }

    @Override
    public Json patchRollout(String namespace, String name, Json patch) {
        call("patch rollout " + name);
        return put("Rollout", patched("Rollout", name, patch.without("status")));
    }

    @Override
    public Json patchRolloutStatus(String namespace, String name, Json patch) {
        call("patch status of " + name);
        return put("Rollout", patched("Rollout", name, patch.without("spec")));
    }

    private Json patched(String kind, String name, Json patch) {
        Json stored = get(kind, name)
                .orElseThrow(() -> new KubeException("patch " + name, new KubeError.NotFound(name + " not found")));
        for (String field : List.of("uid", "resourceVersion")) {
            Json wanted = patch.at("metadata", field);
            if (wanted.isMissing()) throw new AssertionError("no precondition on " + field + " in " + patch);
            if (!wanted.equals(stored.at("metadata", field)))
                throw new KubeException("patch " + name, new KubeError.Conflict(field + " is another"));
        }
        return stored.merged(patch);
    }
}
