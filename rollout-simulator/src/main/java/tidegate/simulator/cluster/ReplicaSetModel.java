package tidegate.simulator.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.simulator.VirtualTime;

/**
 * A ReplicaSet's pods and its controller.
 *
 * <p>As in the real one a sync first takes its list of pods, then creates or deletes, and then reports what was in that
 * list: after a change of size the counts are one sync behind although {@code observedGeneration} is current. Unready
 * pods are deleted first, then those that became ready last.
 */
final class ReplicaSetModel {
    private static final Comparator<Pod> EXPENDABLE_FIRST = Comparator.comparing(Pod::isReady)
            .thenComparing(Comparator.comparing(Pod::readySince).reversed())
            .thenComparing(Comparator.comparing((Pod pod) -> pod.createdAt).reversed());

    private final VirtualTime time;
    private final RandomGenerator random;
    private final ApiServer api;
    private final List<Pod> pods = new ArrayList<>();
    private ReplicaSet set;
    private boolean syncIsDue;
    private boolean deleted;
    private int born;

    ReplicaSetModel(VirtualTime time, RandomGenerator random, ApiServer api, Json object) {
        this.time = time;
        this.random = random;
        this.api = api;
        this.set = ReplicaSet.of(object);
        syncSoon();
    }

    ReplicaSet set() {
        return set;
    }

    List<Pod> pods() {
        return pods;
    }

    Optional<Pod> pod(String name) {
        return pods.stream().filter(pod -> pod.name.equals(name)).findFirst();
    }

    Json json(Pod pod) {
        return pod.json(set.template().get("spec"));
    }

    /** The object as it is stored now. */
    void stored(Json object) {
        long generation = set.meta().generation();
        set = ReplicaSet.of(object);
        if (set.meta().generation() != generation) syncSoon();
    }

    /** Its pods go with it. */
    void deleted() {
        deleted = true;
        pods.forEach(pod -> pod.gone = true);
        pods.clear();
    }

    /** Pods that count as available now. */
    int available() {
        Instant now = time.now();
        Duration minReady = Duration.ofSeconds(set.minReadySeconds());
        int available = 0;
        for (Pod pod : pods) if (pod.isAvailable(now, minReady)) available++;
        return available;
    }

    private void syncSoon() {
        if (syncIsDue) return;
        syncIsDue = true;
        time.after(Duration.ofMillis(random.nextInt(1, api.slowestSyncMillis())), this::sync);
    }

    private void sync() {
        syncIsDue = false;
        if (deleted) return;
        var listed = List.copyOf(pods);
        long counted = time.nanos();
        int ready = (int) listed.stream().filter(Pod::isReady).count();
        int available = available();
        manage(listed);
        report(listed.size(), ready, available, counted);
    }

    private void manage(List<Pod> listed) {
        int missing = set.replicas() - listed.size();
        for (int i = 0; i < missing; i++) start();
        if (missing < 0)
            listed.stream().sorted(EXPENDABLE_FIRST).limit(-missing).forEach(this::remove);
        if (missing != 0) syncSoon();
    }

    private void report(int replicas, int ready, int available, long counted) {
        Json status = Json.object(
                "observedGeneration",
                set.meta().generation(),
                "replicas",
                replicas,
                "readyReplicas",
                ready == 0 ? Json.MISSING : ready,
                "availableReplicas",
                available == 0 ? Json.MISSING : available);
        api.report(Kind.REPLICA_SET, set.name(), status, counted);
    }

    private void start() {
        String name = set.name() + "-" + born++;
        Json owner = Json.object(
                "apiVersion",
                "apps/v1",
                "kind",
                "ReplicaSet",
                "name",
                set.name(),
                "uid",
                set.meta().uid(),
                "controller",
                true);
        var pod = new Pod(name, set.template(), owner, time.now(), api.version());
        pods.add(pod);
        behaviour().start(random).ifPresent(wait -> time.after(wait, () -> ready(pod)));
    }

    private PodBehaviour behaviour() {
        return PodBehaviour.of(set.template());
    }

    private void ready(Pod pod) {
        if (pod.gone) return;
        pod.becomeReady(time.now());
        syncSoon();
        if (set.minReadySeconds() > 0) time.after(Duration.ofSeconds(set.minReadySeconds()), this::syncSoon);
        if (behaviour() == PodBehaviour.CRASHING)
            time.after(PodBehaviour.LIFE_OF_A_CRASHER, () -> fail(pod, PodBehaviour.PAUSE_OF_A_CRASHER));
        if (behaviour() == PodBehaviour.OSCILLATING
                && pod.failures < behaviour().failures()) {
            Duration up = Duration.ofMillis(random.nextInt(500, 8000));
            time.after(up, () -> fail(pod, Duration.ofMillis(random.nextInt(200, 3000))));
        }
    }

    /** It is not ready any more; after a while it is again, unless it is one that crashes for good. */
    private void fail(Pod pod, Duration until) {
        if (pod.gone) return;
        lose(pod);
        pod.becomeUnready();
        syncSoon();
        pod.failures++;
        boolean forGood = behaviour() == PodBehaviour.CRASHING
                && pod.failures >= behaviour().failures();
        if (!forGood) time.after(until, () -> ready(pod));
    }

    private void lose(Pod pod) {
        if (pod.isAvailable(time.now(), Duration.ofSeconds(set.minReadySeconds()))) api.lost(set.name(), 1);
    }

    private void remove(Pod pod) {
        pod.gone = true;
        pods.remove(pod);
        syncSoon();
    }

    /** A pod goes and another one will take its place; false if there is none. */
    boolean kill(int which) {
        if (pods.isEmpty()) return false;
        Pod pod = pods.get(which % pods.size());
        lose(pod);
        remove(pod);
        return true;
    }

    /** A pod does not answer for a while; false if it was not ready anyway. */
    boolean stun(int which, Duration wait) {
        if (pods.isEmpty()) return false;
        Pod pod = pods.get(which % pods.size());
        if (!pod.isReady()) return false;
        fail(pod, wait);
        return true;
    }

    /** The controller on trial asked for it. */
    void evict(Pod pod) {
        lose(pod);
        remove(pod);
    }
}
