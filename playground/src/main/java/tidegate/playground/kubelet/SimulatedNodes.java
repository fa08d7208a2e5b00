package tidegate.playground.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.api.json.Json;
import tidegate.playground.client.ApiFailure;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Mirror;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.PatchType;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;
import tidegate.playground.loop.KeyedLoop;

/**
 * A few simulated nodes on any Kubernetes API: registered, alive, taking pods and playing them.
 *
 * <p>Only pods without a node, and pods on these nodes, are ever touched. Started again (after a crash, too) they go on
 * with the pods they find. Closing takes the Node objects off the API.
 */
public final class SimulatedNodes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimulatedNodes.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int WORKERS = 32;
    private static final int TRIES_PER_REPORT = 3;

    private final KubeApi api;
    private final Options options;
    private final InstantSource clock;
    private final Map<String, NodeRegistration> nodes;
    private final KeyedLoop<ObjectKey> loop;
    private final Mirror nodeMirror;
    private final Mirror podMirror;
    private final Placement placement;
    private final ScheduledThreadPoolExecutor heartbeat;
    private final PodAddresses addresses = new PodAddresses();
    private final PodTable table = new PodTable();
    private final Map<ObjectKey, HeldPod> held = new ConcurrentHashMap<>();

    private SimulatedNodes(KubeApi api, Options options, InstantSource clock) {
        this.api = api;
        this.options = options;
        this.clock = clock;
        this.nodes = IntStream.rangeClosed(1, options.count())
                .mapToObj(n -> new NodeRegistration(api, clock, options.namePrefix() + n, "10.64.0." + n))
                .collect(Collectors.toUnmodifiableMap(NodeRegistration::name, Function.identity()));
        this.loop = new KeyedLoop<>("nodes", WORKERS, KeyedLoop.Retry.USUAL, this::pass);
        this.nodeMirror = Mirror.of(
                api,
                ResourceType.NODES,
                new Selection("", NodeRegistration.SIMULATED_LABEL + "=true", ""),
                (_, _) -> {});
        this.placement = new Placement(api, nodeMirror, clock);
        this.podMirror = Mirror.of(
                api, ResourceType.PODS, Selection.EVERYTHING, (before, now) -> loop.enqueue(keyOf(before, now)));
        this.heartbeat = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("node-heartbeat").factory());
    }

    private SimulatedNodes begin() {
        nodes.values().forEach(NodeRegistration::register);
        nodeMirror.begin();
        awaitNodes();
        podMirror.begin();
        heartbeat.scheduleWithFixedDelay(this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** A pod must not be called unschedulable because the nodes have not been read yet. */
    private void awaitNodes() {
        try {
            if (!nodeMirror.awaitSynced(PATIENCE)) LOG.warn("nodes not read in time waitedMs={}", PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param count 1 to 250
     * @param namePrefix of the nodes, followed by 1, 2, …
     * @param schedules whether to bind pods that have no node; false where a real scheduler runs
     */
    public record Options(int count, String namePrefix, boolean schedules, NodeTimings timings) {
        public Options {
            if (count < 1 || count > 250) throw new IllegalArgumentException("nodes: " + count + " (expected: 1..250)");
        }

        public static Options with(NodeTimings timings) {
            return new Options(3, "sim-node-", true, timings);
        }
    }

    /**
     * Registers the nodes and starts playing; returns when they are known to the API.
     *
     * @throws ApiFailure if the API refuses a node
     */
    public static SimulatedNodes start(KubeApi api, Options options) {
        return new SimulatedNodes(api, options, InstantSource.system()).begin();
    }

    /** Who runs where: the nodes' own knowledge, ahead of what the API has been told. */
    public PodTable table() {
        return table;
    }

    /** Its running containers exit with a code, as if by themselves: restartPolicy says what follows. */
    public void failPod(ObjectKey pod, int exitCode) {
        order(pod, play -> play.exiting(clock.instant(), exitCode));
    }

    /** The pod fails for good with reason Evicted. */
    public void evictPod(ObjectKey pod) {
        order(pod, play -> play.evicted(clock.instant()));
    }

    /** Overrules what its probes would say; empty gives the word back to them. */
    public void forceReadiness(ObjectKey pod, Optional<Boolean> ready) {
        order(pod, play -> play.withReadiness(ready));
    }

    private void order(ObjectKey key, Function<PodPlay, PodPlay> change) {
        HeldPod pod = held.get(key);
        if (pod == null) throw new IllegalArgumentException("pod " + key + " is not on a simulated node");
        pod.change(play -> change.apply(play.at(clock.instant())));
        loop.enqueue(key);
    }

    private static ObjectKey keyOf(@Nullable Json before, @Nullable Json now) {
        if (now != null) return ObjectKey.of(now);
        if (before != null) return ObjectKey.of(before);
        throw new IllegalArgumentException("a change from nothing to nothing");
    }

    private void beat() {
        for (NodeRegistration node : nodes.values()) {
            try {
                node.renewLease();
            } catch (ApiFailure e) {
                LOG.debug("node lease not renewed node={} cause={}", node.name(), e.getMessage());
            }
        }
    }

    private Optional<Duration> pass(ObjectKey key) {
        HeldPod known = held.get(key);
        Json pod = podMirror.find(key).orElse(null);
        if (pod == null || (known != null && !known.isSamePod(pod))) {
            forget(key);
            known = null;
        }
        if (pod == null) return Optional.empty();
        String node = pod.at("spec", "nodeName").stringOrEmpty();
        if (node.isEmpty())
            return options.schedules() && Placement.isOurs(pod) ? placement.place(pod) : Optional.empty();
        NodeRegistration registration = nodes.get(node);
        if (registration == null) return Optional.empty();
        HeldPod taken = known != null ? known : take(key, pod, registration);
        return play(key, taken, taken.newest(pod));
    }

    private void forget(ObjectKey key) {
        HeldPod gone = held.remove(key);
        if (gone == null) return;
        table.remove(gone.address().podIp(), gone.uid());
        addresses.release(gone.address().podIp(), gone.uid());
    }

    private HeldPod take(ObjectKey key, Json pod, NodeRegistration node) {
        String uid = pod.at("metadata", "uid").stringOrEmpty();
        String address = pod.at("status", "podIP")
                .string()
                .filter(known -> addresses.keep(known, uid))
                .orElseGet(() -> addresses.lease(uid));
        var script = PodScript.read(pod, options.timings());
        var taken = new HeldPod(
                uid,
                new PodReport.Address(node.address(), address),
                PodPlay.resume(script, options.timings(), pod, clock.instant()),
                ownConditions(pod));
        held.put(key, taken);
        return taken;
    }

    private Optional<Duration> play(ObjectKey key, HeldPod pod, Json seen) {
        Instant now = clock.instant();
        PodPlay play =
                pod.change(before -> stoppedIfDeleted(before.at(now), seen, now).at(now));
        table.put(tableEntry(key, pod, play, seen, now));
        boolean stillThere = report(key, pod, play, seen, now);
        if (stillThere && play.isStopped() && pod.marksRemoval()) remove(key, pod);
        // measured anew: the report took its time
        return play.nextChange(now).map(change -> Duration.between(clock.instant(), change));
    }

    private static PodPlay stoppedIfDeleted(PodPlay play, Json seen, Instant now) {
        Json metadata = seen.get("metadata");
        if (metadata.get("deletionTimestamp").isNullOrMissing()) return play;
        int grace = metadata.get("deletionGracePeriodSeconds").integer().orElse(30);
        return play.stopping(now, Duration.ofSeconds(grace));
    }

    private static RunningPod tableEntry(ObjectKey key, HeldPod pod, PodPlay play, Json seen, Instant now) {
        var containers = play.script().containers();
        return new RunningPod(
                key.namespace(),
                key.name(),
                pod.uid(),
                seen.at("spec", "nodeName").stringOrEmpty(),
                pod.address().podIp(),
                containers.stream().map(ContainerScript::image).toList(),
                play.containers().stream().anyMatch(ContainerPlay::isRunning),
                IntStream.range(0, containers.size()).allMatch(i -> play.isReady(i, now)));
    }

    /** Writes the status if it has changed. @return whether the pod is still there */
    private boolean report(ObjectKey key, HeldPod pod, PodPlay play, Json seen, Instant now) {
        Json latest = seen;
        for (int attempt = 1; ; attempt++) {
            var report = new PodReport(play, latest, pod.address(), pod.reportedConditions(), now);
            Json status = report.status();
            if (pod.hasReported(status)) return true;
            try {
                pod.reported(status, write(key, latest, status));
                return true;
            } catch (ApiFailure e) {
                if (e.isNotFound()) return false;
                if (!e.isConflict() || attempt == TRIES_PER_REPORT) throw e;
                var fresh = api.find(ResourceType.PODS, key).filter(pod::isSamePod);
                if (fresh.isEmpty()) return false;
                latest = fresh.get();
            }
        }
    }

    private Json write(ObjectKey key, Json latest, Json status) {
        var foreign = latest.at("status", "conditions").elements().stream()
                .filter(c -> !PodReport.OWN_CONDITIONS.contains(c.get("type").stringOrEmpty()));
        var conditions = Stream.concat(status.get("conditions").elements().stream(), foreign)
                .toList();
        Json patch = Json.object(
                "metadata",
                Json.object("resourceVersion", latest.at("metadata", "resourceVersion")),
                "status",
                status.with("conditions", conditions));
        return api.patch(ResourceType.PODS, key, "status", PatchType.MERGE, patch);
    }

    private void remove(ObjectKey key, HeldPod pod) {
        Json options = Json.object(
                "apiVersion",
                "v1",
                "kind",
                "DeleteOptions",
                "gracePeriodSeconds",
                0,
                "preconditions",
                Json.object("uid", pod.uid()));
        try {
            api.delete(ResourceType.PODS, key, options);
        } catch (ApiFailure e) {
            if (e.isNotFound() || e.code() == 409) return;
            pod.unmarkRemoval();
            throw e;
        }
    }

    private static List<Json> ownConditions(Json pod) {
        return pod.at("status", "conditions").elements().stream()
                .filter(c -> PodReport.OWN_CONDITIONS.contains(c.get("type").stringOrEmpty()))
                .toList();
    }

    @Override
    public void close() {
        podMirror.close();
        nodeMirror.close();
        heartbeat.shutdownNow();
        loop.close();
        for (NodeRegistration node : nodes.values()) {
            try {
                node.remove();
            } catch (ApiFailure e) {
                LOG.debug("node not removed node={} cause={}", node.name(), e.getMessage());
            }
        }
    }
}
