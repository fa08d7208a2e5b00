package tidegate.playground.controllers;

import static tidegate.playground.client.ResourceType.PODS;
import static tidegate.playground.client.ResourceType.REPLICA_SETS;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.loop.KeyedLoop;

/**
 * Keeps as many pods as each ReplicaSet wants: adopts and releases by selector, creates in batches that double after
 * each success, gives up the least useful first ({@link DeletionOrder}), and tells in the status.
 */
final class ReplicaSetController implements AutoCloseable {
    /** At most so many creations or deletions in one pass. */
    private static final int BURST = 500;

    private static final Duration UNSEEN_WRITES = Duration.ofMillis(50);

    private final KubeApi api;
    private final InstantSource clock;
    private final Mirror replicaSets;
    private final Mirror pods;
    private final OwnWrites ownWrites;
    private final KeyedLoop<ObjectKey> loop;
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

    ReplicaSetController(KubeApi api, InstantSource clock, Mirror replicaSets, Mirror pods) {
        this.api = api;
        this.clock = clock;
        this.replicaSets = replicaSets;
        this.pods = pods;
        this.ownWrites = new OwnWrites(pods);
        this.loop = new KeyedLoop<>("replicasets", 8, KeyedLoop.Retry.USUAL, this::pass);
    }

    void replicaSetChanged(@Nullable Json before, @Nullable Json now) {
        Json object = now != null ? now : before;
        if (object != null) loop.enqueue(ObjectKey.of(object));
    }

    /** A pod concerns its owner, its former owner and, as long as nobody owns it, whoever selects it. */
    void podChanged(@Nullable Json before, @Nullable Json now) {
        if (before != null) enqueueOwner(before);
        if (now == null) return;
        enqueueOwner(now);
        if (Owner.controllerOf(now).isEmpty())
            replicaSets.all().stream()
                    .filter(set -> ObjectKey.of(set)
                            .namespace()
                            .equals(ObjectKey.of(now).namespace()))
                    .filter(set -> selectorOf(set).matches(now))
                    .forEach(set -> loop.enqueue(ObjectKey.of(set)));
    }

    private void enqueueOwner(Json pod) {
        Owner.controllerOf(pod)
                .filter(owner -> owner.get("kind").stringOrEmpty().equals("ReplicaSet"))
                .ifPresent(owner -> loop.enqueue(new ObjectKey(
                        ObjectKey.of(pod).namespace(), owner.get("name").stringOrEmpty())));
    }

    private static LabelSelector selectorOf(Json replicaSet) {
        return LabelSelector.of(replicaSet.at("spec", "selector"));
    }

    private Optional<Duration> pass(ObjectKey key) {
        Json set = replicaSets.find(key).orElse(null);
        if (set == null) {
            ownWrites.forget(key);
            return Optional.empty();
        }
        List<Json> controlled = claim(key, set);
        Outcome outcome = Outcome.OK;
        boolean seen = ownWrites.areSeen(key);
        if (seen && set.at("metadata", "deletionTimestamp").isNullOrMissing()) outcome = scale(key, set, controlled);
        Instant now = clock.instant();
        writeStatus(set, ReplicaSetStatus.of(set, controlled, outcome.failure(), now));
        if (outcome.cause() != null) throw outcome.cause();
        if (!seen) return Optional.of(UNSEEN_WRITES);
        return ReplicaSetStatus.nextAvailable(set, controlled, now).map(at -> Duration.between(now, at));
    }

    // --- whose pods ------------------------------------------------------------------------------------------------

    private List<Json> claim(ObjectKey key, Json set) {
        LabelSelector selector = selectorOf(set);
        var controlled = new ArrayList<Json>();
        for (Json pod : podsIn(key.namespace())) {
            boolean matches = selector.matches(pod);
            Optional<Json> owner = Owner.controllerOf(pod);
            if (Owner.controls(set, pod)) {
                if (matches || Pods.isTerminating(set)) controlled.add(pod);
                else release(key, set, pod);
            } else if (owner.isEmpty() && matches && Pods.isActive(pod) && !Pods.isTerminating(set)) {
                adopt(key, set, pod).ifPresent(controlled::add);
            }
        }
        return controlled;
    }

    private List<Json> podsIn(String namespace) {
        return pods.all().stream()
                .filter(pod -> ObjectKey.of(pod).namespace().equals(namespace))
                .toList();
    }

    private Optional<Json> adopt(ObjectKey key, Json set, Json pod) {
        // the mirror may not have heard yet that the set is going: orphans of a deleted set are to stay orphans
        boolean stays = api.find(REPLICA_SETS, key)
                .filter(fresh -> Owner.uidOf(fresh).equals(Owner.uidOf(set)) && !Pods.isTerminating(fresh))
                .isPresent();
        if (!stays) return Optional.empty();
        return writeOwners(key, pod, Owner.referencesWith(pod, Owner.controllerReference(REPLICA_SETS, set)));
    }

    private void release(ObjectKey key, Json set, Json pod) {
        writeOwners(key, pod, Owner.referencesWithout(pod, set));
    }

    /** Empty if the pod is gone. */
    private Optional<Json> writeOwners(ObjectKey key, Json pod, List<Json> references) {
        Json patch = Json.object(
                "metadata",
                Json.object(
                        "uid", Owner.uidOf(pod),
                        "resourceVersion", pod.at("metadata", "resourceVersion"),
                        "ownerReferences", references));
        try {
            Json answer = api.patch(PODS, ObjectKey.of(pod), "", PatchType.MERGE, patch);
            ownWrites.wrote(key, answer);
            return Optional.of(answer);
        } catch (ApiFailure e) {
            if (e.isNotFound()) return Optional.empty();
            throw e;
        }
    }

    // --- how many --------------------------------------------------------------------------------------------------

    /** What came of scaling; a failure is told in the status first and thrown then. */
    private record Outcome(
            Optional<ReplicaSetStatus.Failure> failure,
            @Nullable ApiFailure cause) {
        static final Outcome OK = new Outcome(Optional.empty(), null);

        static Outcome failed(String reason, ApiFailure cause) {
            String message = String.valueOf(cause.getMessage());
            return new Outcome(Optional.of(new ReplicaSetStatus.Failure(reason, message)), cause);
        }
    }

    private Outcome scale(ObjectKey key, Json set, List<Json> controlled) {
        List<Json> active = controlled.stream().filter(Pods::isActive).toList();
        int missing = set.at("spec", "replicas").integer().orElse(1) - active.size();
        if (missing > 0) return create(key, set, Math.min(missing, BURST));
        if (missing < 0) return delete(key, set, active, Math.min(-missing, BURST));
        return Outcome.OK;
    }

    /** Batches of 1, 2, 4, …: what is wrong with every pod fails once and not five hundred times. */
    private Outcome create(ObjectKey key, Json set, int count) {
        Json pod = podOf(set);
        int made = 0;
        for (int batch = 1; made < count; batch *= 2) {
            int size = Math.min(batch, count - made);
            Runnable creation = () -> ownWrites.wrote(key, api.create(PODS, key.namespace(), pod));
            var failure = all(Collections.nCopies(size, creation));
            if (failure != null) return Outcome.failed("FailedCreate", failure);
            made += size;
        }
        return Outcome.OK;
    }

    private static Json podOf(Json set) {
        Json template = set.at("spec", "template");
        Json given = template.get("metadata");
        Json metadata = Json.object(
                "generateName", set.at("metadata", "name").stringOrEmpty() + "-",
                "namespace", set.at("metadata", "namespace"),
                "labels", given.get("labels"),
                "annotations", given.get("annotations"),
                "finalizers", given.get("finalizers"),
                "ownerReferences", Json.array(Owner.controllerReference(REPLICA_SETS, set)));
        return Json.object("apiVersion", "v1", "kind", "Pod", "metadata", metadata, "spec", template.get("spec"));
    }

    private Outcome delete(ObjectKey key, Json set, List<Json> active, int count) {
        var order = new DeletionOrder(related(set), clock.instant());
        List<Runnable> deletions = order.first(count, active).stream()
                .<Runnable>map(pod -> () -> deletePod(key, pod))
                .toList();
        var failure = all(deletions);
        return failure == null ? Outcome.OK : Outcome.failed("FailedDelete", failure);
    }

    private void deletePod(ObjectKey key, Json pod) {
        Json options = Json.object(
                "apiVersion", "v1",
                "kind", "DeleteOptions",
                "preconditions", Json.object("uid", Owner.uidOf(pod)));
        ownWrites.deleted(key, pod);
        try {
            api.delete(PODS, ObjectKey.of(pod), options);
        } catch (ApiFailure e) {
            if (e.isNotFound() || e.code() == 409) return;
            ownWrites.notDeleted(key, pod);
            throw e;
        }
    }

    /** Active pods of all sets that share this one's owner; without an owner, its own. */
    private List<Json> related(Json set) {
        var owner = Owner.controllerOf(set).map(o -> o.get("uid").stringOrEmpty());
        var family = replicaSets.all().stream()
                .filter(other -> Owner.uidOf(other).equals(Owner.uidOf(set))
                        || (owner.isPresent()
                                && Owner.controllerOf(other)
                                        .map(o -> o.get("uid").stringOrEmpty())
                                        .equals(owner)))
                .map(Owner::uidOf)
                .toList();
        return podsIn(ObjectKey.of(set).namespace()).stream()
                .filter(Pods::isActive)
                .filter(pod -> Owner.controllerOf(pod)
                        .filter(o -> family.contains(o.get("uid").stringOrEmpty()))
                        .isPresent())
                .toList();
    }

    /** Runs all at once and waits for all; the first refusal, if any. */
    private @Nullable ApiFailure all(List<Runnable> calls) {
        var running = new ArrayList<Future<?>>();
        for (Runnable call : calls) running.add(writers.submit(call));
        ApiFailure first = null;
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ApiFailure failure)) throw new IllegalStateException(e.getCause());
                if (first == null) first = failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("closed while pods were written", e);
            }
        }
        return first;
    }

    // --- the status ------------------------------------------------------------------------------------------------

    private void writeStatus(Json set, Json status) {
        if (status.equals(set.get("status"))) return;
        try {
            api.replace(REPLICA_SETS, "status", set.with("status", status));
        } catch (ApiFailure e) {
            if (!e.isNotFound()) throw e;
        }
    }

    @Override
    public void close() {
        loop.close();
        writers.shutdownNow();
    }
}
