package tidegate.simulator.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.simulator.VirtualTime;

/**
 * A ReplicaSet with its pods and its controller.
 *
 * <p>As in the real one a sync first takes its list of pods, then creates or deletes, and then reports what was in that
 * list: after a change of size the counts are one sync behind although {@code observedGeneration} is current. Unready
 * pods are deleted first, then those that became ready last.
 */
final class SimReplicaSet {
    private final VirtualTime time;
    private final RandomGenerator random;
    private final SimCluster cluster;
    private final List<Pod> pods = new ArrayList<>();
    private Json json;
    private ReplicaSet view;
    private boolean syncIsDue;
    private boolean deleted;

    SimReplicaSet(VirtualTime time, RandomGenerator random, SimCluster cluster, Json json) {
        this.time = time;
        this.random = random;
        this.cluster = cluster;
        this.json = json;
        this.view = ReplicaSet.of(json);
        syncSoon();
    }

    Json json() {
        return json;
    }

    ReplicaSet view() {
        return view;
    }

    void store(Json changed) {
        json = changed;
        view = ReplicaSet.of(changed);
        syncSoon();
    }

    void delete() {
        deleted = true;
        pods.forEach(pod -> pod.gone = true);
        pods.clear();
    }

    private void syncSoon() {
        if (syncIsDue) return;
        syncIsDue = true;
        time.after(Duration.ofMillis(random.nextInt(1, 80)), this::sync);
    }

    private void sync() {
        syncIsDue = false;
        if (deleted) return;
        var listed = List.copyOf(pods);
        Instant now = time.now();
        Duration minReady = Duration.ofSeconds(view.minReadySeconds());
        int ready = (int) listed.stream().filter(Pod::isReady).count();
        int available = (int)
                listed.stream().filter(pod -> pod.isAvailable(now, minReady)).count();
        manage(listed);
        report(listed.size(), ready, available);
    }

    private void manage(List<Pod> listed) {
        int missing = view.replicas() - listed.size();
        for (int i = 0; i < missing; i++) start(new Pod(time.now()));
        if (missing < 0)
            listed.stream().sorted(EXPENDABLE_FIRST).limit(-missing).forEach(this::remove);
        if (missing != 0) syncSoon();
    }

    private static final Comparator<Pod> EXPENDABLE_FIRST = Comparator.comparing(Pod::isReady)
            .thenComparing(Comparator.comparing(Pod::readySince).reversed())
            .thenComparing(Comparator.comparing((Pod pod) -> pod.createdAt).reversed());

    private void report(int replicas, int ready, int available) {
        Json status = Json.object(
                "observedGeneration",
                view.meta().generation(),
                "replicas",
                replicas,
                "readyReplicas",
                ready == 0 ? Json.MISSING : ready,
                "availableReplicas",
                available == 0 ? Json.MISSING : available);
        if (status.equals(json.get("status"))) return;
        json = cluster.stamped(json.with("status", status));
        view = ReplicaSet.of(json);
        cluster.changed();
    }

    private void start(Pod pod) {
        pods.add(pod);
        behaviour().start(random).ifPresent(wait -> time.after(wait, () -> ready(pod)));
    }

    private PodBehaviour behaviour() {
        return PodBehaviour.of(SimCluster.imageOf(view.template()));
    }

    private void ready(Pod pod) {
        if (pod.gone) return;
        pod.becomeReady(time.now());
        syncSoon();
        if (view.minReadySeconds() > 0) time.after(Duration.ofSeconds(view.minReadySeconds()), this::syncSoon);
        if (behaviour() == PodBehaviour.CRASHING)
            time.after(PodBehaviour.LIFE_OF_A_CRASHER, () -> unready(pod, PodBehaviour.PAUSE_OF_A_CRASHER));
    }

    private void unready(Pod pod, Duration until) {
        if (pod.gone) return;
        pod.becomeUnready();
        syncSoon();
        if (behaviour() != PodBehaviour.CRASHING || ++pod.crashes < PodBehaviour.CRASHES)
            time.after(until, () -> ready(pod));
    }

    private void remove(Pod pod) {
        pod.gone = true;
        pods.remove(pod);
        syncSoon();
    }

    /** A pod dies; another one takes its place. */
    boolean kill() {
        if (pods.isEmpty()) return false;
        remove(pods.get(random.nextInt(pods.size())));
        return true;
    }

    /** A pod does not answer for a while. */
    boolean stun(Duration wait) {
        if (pods.isEmpty()) return false;
        Pod pod = pods.get(random.nextInt(pods.size()));
        if (!pod.isReady()) return false;
        unready(pod, wait);
        return true;
    }
}
