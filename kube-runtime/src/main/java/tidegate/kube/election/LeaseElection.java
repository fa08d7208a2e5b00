package tidegate.kube.election;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.api.json.Json;
import tidegate.kube.client.JsonPatch;
import tidegate.kube.client.KubeClient;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.ObjectRef;
import tidegate.kube.client.Resource;
import tidegate.kube.client.ResourceVersion;
import tidegate.kube.client.Subresource;
import tidegate.kube.time.Timekeeper;
import tidegate.kube.time.Timekeeper.Alarm;
import tidegate.kube.write.Fence;

/**
 * Takes part in the election for one Lease, once: waits for it, renews it, and ends by losing or {@linkplain #release
 * releasing} it.
 *
 * <p>Guarantee: {@link #fence} is open only less than the renew deadline after the start of a renewal that the server
 * accepted, by the monotonic clock and by the wall clock (which goes on while a machine sleeps). Give it a client of its
 * own, unpaced and with {@link LeaseTiming#callTimeout}, so that no other traffic can hold up a renewal.
 *
 * <p>Whether somebody else's lease has run out is counted from when we saw it change, by our monotonic clock: clocks of
 * different machines are never compared.
 */
public final class LeaseElection implements AutoCloseable {
    public static final Resource LEASES = Resource.namespaced("coordination.k8s.io", "v1", "leases", "Lease");

    private static final Logger LOG = LoggerFactory.getLogger(LeaseElection.class);
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final KubeClient client;
    private final ObjectRef lease;
    private final String identity;
    private final LeaseTiming timing;
    private final ElectionListener listener;
    private final Timekeeper time;
    private final RandomGenerator random;
    private final Thread thread;
    private final Semaphore turn = new Semaphore(0);
    private final LeaseWatch watch;
    private final ExecutorService news = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("election-news").factory());

    private volatile State state = new State.Waiting("");
    private @Nullable Alarm deadline;
    private @Nullable Json seen;
    private String seenHolder = "";
    private long seenSince;

    /** Where this candidate stands. */
    public sealed interface State {
        /** @param holder {@code ""} if nobody is known to hold it */
        record Waiting(String holder) implements State {}

        /** The last accepted renewal was sent at this time, by both clocks. */
        record Leading(long sentNanos, Instant sentAt) implements State {}

        record Ended(String why) implements State {}
    }

    /** @param identity of this process, see {@link #newIdentity} */
    public LeaseElection(
            KubeClient client,
            String namespace,
            String name,
            String identity,
            LeaseTiming timing,
            ElectionListener listener) {
        this(client, namespace, name, identity, timing, listener, Timekeeper.system(), RandomGenerator.getDefault());
    }

    LeaseElection(
            KubeClient client,
            String namespace,
            String name,
            String identity,
            LeaseTiming timing,
            ElectionListener listener,
            Timekeeper time,
            RandomGenerator random) {
        this.client = client;
        this.lease = LEASES.named(namespace, name);
        this.identity = identity;
        this.timing = timing;
        this.listener = listener;
        this.time = time;
        this.random = random;
        watch = new LeaseWatch(client, lease, turn::release);
        thread = Thread.ofVirtual().name("election-" + name).unstarted(this::run);
    }

    /** {@code <hostname>_<uuid>}: new with every process, so that none mistakes its predecessor's lease for its own. */
    public static String newIdentity(String hostname) {
        return hostname + "_" + UUID.randomUUID();
    }

    public void start() {
        thread.start();
    }

    public State state() {
        return state;
    }

    public Fence fence() {
        return this::isLeading;
    }

    private boolean isLeading() {
        return state instanceof State.Leading leading
                && time.nanos() - leading.sentNanos() < timing.renewDeadline().toNanos()
                && Duration.between(leading.sentAt(), time.now()).compareTo(timing.renewDeadline()) < 0;
    }

    /**
     * Gives the lease up, so that the next candidate need not wait for it to run out. Call it after the last write: the
     * fence is shut from here on. Does nothing worth waiting for if we do not lead; a failure only costs the others time.
     */
    public void release() {
        boolean led = isLeading();
        end("released");
        thread.interrupt();
        try {
            thread.join();
            if (led) giveUp(client.get(lease));
        } catch (KubeException e) {
            LOG.atInfo().addKeyValue("why", e.getMessage()).log("the lease could not be released; it runs out");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends without releasing. */
    @Override
    public void close() {
        end("closed");
        thread.interrupt();
    }

    private void run() {
        try {
            while (!(state instanceof State.Ended)) {
                attempt();
                awaitTurn(untilNextAttempt());
            }
        } catch (InterruptedException _) {
            // release() or close() ended it
        }
    }

    /** Sooner if somebody gave the lease up. */
    private void awaitTurn(Duration longest) throws InterruptedException {
        Alarm due = time.after(longest, turn::release);
        try {
            turn.acquire();
            turn.drainPermits();
        } finally {
            due.cancel();
        }
    }

    private Duration untilNextAttempt() {
        double factor = state instanceof State.Leading ? 1 : 1 + LeaseTiming.JITTER * random.nextDouble();
        return Duration.ofNanos((long) (timing.retry().toNanos() * factor));
    }

    /** A leader whose copy of the lease is stale reads it and tries again at once: somebody may only have labelled it. */
    private void attempt() {
        if (!tryOnce() && state instanceof State.Leading) tryOnce();
    }

    /** @return false after a conflict */
    private boolean tryOnce() {
        long sentNanos = time.nanos();
        Instant sentAt = time.now();
        try {
            Optional<Json> found = current();
            if (found.isEmpty()) accept(create(sentAt), sentNanos, sentAt);
            else if (mayTake(found.get())) accept(take(found.get(), sentAt), sentNanos, sentAt);
            else follow(found.get());
            return true;
        } catch (KubeException e) {
            seen = null;
            LOG.atWarn()
                    .addKeyValue("lease", lease)
                    .addKeyValue("why", e.error().message())
                    .log("an attempt at the lease failed");
            return !e.isConflict();
        } catch (RuntimeException e) {
            seen = null;
            LOG.atError().addKeyValue("lease", lease).setCause(e).log("an attempt at the lease broke");
            return true;
        }
    }

    /** A leader renews what it wrote last: the version in the patch shows whether that still holds. */
    private Optional<Json> current() {
        if (state instanceof State.Leading && seen != null) return Optional.of(seen);
        return client.find(lease);
    }

    private boolean mayTake(Json found) {
        String holder = holderOf(found);
        if (holder.isEmpty() || holder.equals(identity)) return true;
        if (state instanceof State.Leading) return false;
        return !isFresh(found);
    }

    /** Counted from when we first saw exactly this holder and renewal. */
    private boolean isFresh(Json found) {
        String renewal = holderOf(found) + " " + found.at("spec", "renewTime").stringOrEmpty();
        if (!renewal.equals(seenHolder)) {
            seenHolder = renewal;
            seenSince = time.nanos();
        }
        long theirs = found.at("spec", "leaseDurationSeconds").longInteger().orElse(0);
        Duration lasts = timing.lease();
        if (lasts.compareTo(Duration.ofSeconds(theirs)) < 0) lasts = Duration.ofSeconds(theirs);
        return time.nanos() - seenSince < lasts.toNanos();
    }

    private Json create(Instant now) {
        Json spec = Json.object(
                "holderIdentity", identity,
                "leaseDurationSeconds", timing.lease().toSeconds(),
                "acquireTime", MICRO_TIME.format(now),
                "renewTime", MICRO_TIME.format(now),
                "leaseTransitions", 0);
        Json body = Json.object(
                "metadata", Json.object("name", lease.name(), "namespace", lease.namespace()), "spec", spec);
        return client.create(LEASES, lease.namespace(), body);
    }

    private Json take(Json found, Instant now) {
        var patch = JsonPatch.against(found)
                .set(timing.lease().toSeconds(), "spec", "leaseDurationSeconds")
                .set(MICRO_TIME.format(now), "spec", "renewTime");
        if (!holderOf(found).equals(identity)) {
            long transitions =
                    found.at("spec", "leaseTransitions").longInteger().orElse(0);
            patch.set(identity, "spec", "holderIdentity")
                    .set(MICRO_TIME.format(now), "spec", "acquireTime")
                    .set(transitions + 1, "spec", "leaseTransitions");
        }
        return client.patch(lease, Subresource.MAIN, patch.build());
    }

    private void giveUp(Json found) {
        if (!holderOf(found).equals(identity)) return;
        var patch = JsonPatch.against(found)
                .set("", "spec", "holderIdentity")
                .set(1, "spec", "leaseDurationSeconds")
                .set(MICRO_TIME.format(time.now()), "spec", "renewTime");
        client.patch(lease, Subresource.MAIN, patch.build());
    }

    static String holderOf(Json found) {
        return found.at("spec", "holderIdentity").stringOrEmpty();
    }

    private synchronized void accept(Json written, long sentNanos, Instant sentAt) {
        if (state instanceof State.Ended) return;
        seen = written;
        boolean first = !(state instanceof State.Leading);
        state = new State.Leading(sentNanos, sentAt);
        if (deadline != null) deadline.cancel();
        deadline = time.at(
                sentNanos + timing.renewDeadline().toNanos(),
                () -> lose("not renewed within " + timing.renewDeadline()));
        if (!first) return;
        watch.close();
        tell(listener::leading);
    }

    private void follow(Json found) {
        String holder = holderOf(found);
        watch.follow(ResourceVersion.of(found));
        if (state instanceof State.Leading) {
            lose("taken over by " + holder);
        } else if (state instanceof State.Waiting(String known) && !known.equals(holder)) {
            waitFor(holder);
        }
    }

    private synchronized void waitFor(String holder) {
        if (state instanceof State.Ended) return;
        state = new State.Waiting(holder);
        tell(() -> listener.following(holder));
    }

    private synchronized void lose(String why) {
        if (state instanceof State.Ended) return;
        end(why);
        tell(() -> listener.lost(why));
        news.shutdown();
        thread.interrupt();
    }

    private synchronized void end(String why) {
        if (!(state instanceof State.Ended)) state = new State.Ended(why);
        watch.close();
        if (deadline != null) deadline.cancel();
    }

    private void tell(Runnable turn) {
        try {
            news.execute(turn);
        } catch (RejectedExecutionException _) {
            // the election is over, and that was told
        }
    }
}
