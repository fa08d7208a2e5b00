package tidegate.rollout.act;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tidegate.api.json.Json;
import tidegate.api.rollout.ObjectMeta;
import tidegate.api.rollout.Rollout;
import tidegate.api.value.WireTime;
import tidegate.api.wire.ControllerNames;
import tidegate.api.wire.CustomResource;
import tidegate.api.wire.EventReason;
import tidegate.api.wire.RolloutEvent;
import tidegate.kube.client.KubeError;
import tidegate.kube.client.KubeException;
import tidegate.kube.client.Resource;
import tidegate.kube.schedule.Backoff;
import tidegate.kube.time.Timekeeper;

/**
 * Writes Kubernetes Events behind everybody's back, each as an object of its own: those about one object in the order
 * given, those about different objects side by side. What the API does not take for a while waits without holding up those
 * of another object.
 *
 * <p>It asks no fence: an Event tells of what was done, and that stays true when the lease is lost.
 *
 * <p>The name of an Event follows from what it tells, of which object at which version: writing it again after a lost
 * answer, or after a crash and the same plan anew, meets the first one. Nothing is aggregated. What the queue has no room
 * for, and what the API refuses for good, is dropped and told to the listener.
 */
public final class EventWriter implements EventSink {
    /** What comes before what when a release goes on. */
    private static final List<String> ORDER = List.of(
            EventReason.ROLLOUT_ADDED_TO_INFORMER,
            EventReason.ROLLOUT_UPDATED,
            EventReason.NEW_REPLICA_SET_CREATED,
            EventReason.ROLLOUT_NOT_COMPLETED,
            EventReason.SKIP_STEPS,
            EventReason.ROLLOUT_RESUMED,
            EventReason.ROLLOUT_STEP_COMPLETED,
            EventReason.SCALING_REPLICA_SET,
            EventReason.SWITCH_SERVICE,
            EventReason.ROLLOUT_PAUSED);

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

    /** Events tell of the present; the API itself forgets them after an hour. */
    private static final Duration GIVES_UP_AFTER = Duration.ofHours(1);

    /** Writes at once: an API server that is busy works on what releases wait for first, and has the events a little later. */
    private static final int FEWEST_AT_ONCE = 2;

    /** Where it works so slowly that events would come later and later. */
    private static final int MOST_AT_ONCE = 16;

    /** What nobody minds an event to be late. */
    private static final Duration MAY_BE_LATE = Duration.ofSeconds(5);

    private static final int LONGEST_NAME = 253;

    /** What may not stand before a dot. */
    private static final Pattern CUT_BADLY = Pattern.compile("[.-]+$");

    private final Api api;
    private final Listener listener;
    private final Timekeeper time;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private final Semaphore room;
    private final Semaphore writes = new Semaphore(FEWEST_AT_ONCE, true);
    private final AtomicInteger atOnce = new AtomicInteger(FEWEST_AT_ONCE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allWritten = lock.newCondition();
    /** By the uid of the object that they are about. Under the lock. */
    private final Map<String, Lane> lanes = new HashMap<>();

    private volatile boolean closing;

    /** An Event that waits: little enough that thousands may. */
    private record Pending(ObjectMeta about, String occasion, RolloutEvent event, Instant at, long since) {}

    /** What it needs of an API server. */
    public interface Api {
        /**
         * Stores the object and gives it back.
         *
         * @throws KubeException if it is refused or not answered
         */
        Json create(Resource resource, String namespace, Json body);
    }

    /** What metrics want to hear. */
    public interface Listener {
        /** It will be written, or dropped. */
        void due(Rollout about, RolloutEvent event);

        /** @param why one of few words */
        void dropped(String why);
    }

    /** @param capacity Events that may wait */
    public EventWriter(Api api, int capacity, Listener listener, Timekeeper time) {
        this.api = api;
        this.listener = listener;
        this.time = time;
        room = new Semaphore(capacity);
    }

    @Override
    public void add(Rollout about, String occasion, List<RolloutEvent> events, Instant now) {
        for (int i = 0; i < events.size(); i++) {
            RolloutEvent event = events.get(i);
            listener.due(about, event);
            add(new Pending(nameOnly(about.meta()), occasion + "/" + i, event, now, time.nanos()));
        }
    }

    private void add(Pending event) {
        if (!room.tryAcquire()) {
            drop("queue full");
        } else if (!enqueue(event)) {
            room.release();
            drop("stopped");
        }
    }

    /** False if nothing is taken any more. */
    private boolean enqueue(Pending event) {
        lock.lock();
        try {
            if (closing) return false;
            String uid = event.about().uid();
            Lane lane = lanes.get(uid);
            if (lane == null) {
                lane = new Lane(uid);
                lanes.put(uid, lane);
                lane.thread.start();
            }
            lane.queue.add(event);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What an Event says of its object; the rest would be kept from the garbage collector. */
    private static ObjectMeta nameOnly(ObjectMeta of) {
        return new ObjectMeta(
                of.namespace(),
                of.name(),
                of.uid(),
                of.resourceVersion(),
                0,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of());
    }

    @Override
    public boolean drain(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            closing = true;
            for (long left = atMost.toNanos(); !lanes.isEmpty(); left = allWritten.awaitNanos(left))
                if (left <= 0) return false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            lanes.values().forEach(lane -> lane.thread.interrupt());
        } finally {
            lock.unlock();
        }
    }

    /** The Events about one object, and the virtual thread that writes them; both are gone once all are written. */
    private final class Lane {
        private final String uid;
        /** Under the lock. */
        private final Queue<Pending> queue = new ArrayDeque<>();

        private final Thread thread = Thread.ofVirtual().name("events").unstarted(this::run);

        Lane(String uid) {
            this.uid = uid;
        }

        private void run() {
            try {
                for (var next = next(); next.isPresent(); next = next()) write(next.get());
            } catch (InterruptedException e) {
                for (var left = next(); left.isPresent(); left = next()) {
                    room.release();
                    drop("stopped");
                }
            }
        }

        /** Empty if there is none: then this lane has ended. */
        private Optional<Pending> next() {
            lock.lock();
            try {
                Pending next = queue.poll();
                if (next == null) {
                    lanes.remove(uid);
                    if (lanes.isEmpty()) allWritten.signalAll();
                }
                return Optional.ofNullable(next);
            } finally {
                lock.unlock();
            }
        }
    }

    private void write(Pending pending) throws InterruptedException {
        try {
            Json event = body(pending);
            long end = time.nanos() + GIVES_UP_AFTER.toNanos();
            long due = pending.since();
            Optional<Duration> again = tryOnce(event, due, 1, end);
            for (int attempt = 2; again.isPresent(); attempt++) {
                time.sleep(again.get());
                due = time.nanos();
                again = tryOnce(event, due, attempt, end);
            }
        } catch (InterruptedException e) {
            drop("stopped");
            throw e;
        } catch (RuntimeException e) {
            // one broken event must not end the writing of all others
            LOG.atError().setCause(e).log("Writing an event broke");
            drop("broken");
        } finally {
            room.release();
        }
    }

    /**
     * @param due since when this attempt waits for its turn
     * @return how long to wait before the next attempt; empty if there is nothing left to try
     */
    private Optional<Duration> tryOnce(Json event, long due, int attempt, long end) throws InterruptedException {
        try {
            create(event, due);
            return Optional.empty();
        } catch (KubeException e) {
            if (e.error() instanceof KubeError.AlreadyExists) return Optional.empty();
            if (mayPass(e.error()) && time.nanos() < end) return Optional.of(wait(e.error(), attempt));
            boolean isExpected = closing || namespaceEnds(e);
            LOG.atLevel(isExpected ? Level.DEBUG : Level.WARN)
                    .addKeyValue("namespace", event.at("metadata", "namespace").stringOrEmpty())
                    .addKeyValue("event", event.at("metadata", "name").stringOrEmpty())
                    .addKeyValue("error", e.getMessage())
                    .log("An event could not be written");
            drop(namespaceEnds(e) ? "namespace ends" : "refused");
            return Optional.empty();
        }
    }

    private void create(Json event, long due) throws InterruptedException {
        writes.acquire();
        Duration late = Duration.ofNanos(time.nanos() - due);
        try {
            api.create(KubeCluster.EVENTS, event.at("metadata", "namespace").stringOrEmpty(), event);
        } finally {
            nextTurn(late);
        }
    }

    /** One more turn than there were, or one less, where events come later than they may, or do so no longer. */
    private void nextTurn(Duration late) {
        long secondsTooLate = late.minus(MAY_BE_LATE).toSeconds();
        int wanted = Math.clamp(secondsTooLate, FEWEST_AT_ONCE, MOST_AT_ONCE);
        int before = atOnce.getAndUpdate(now -> now + Integer.signum(wanted - now));
        writes.release(1 + Integer.signum(wanted - before));
    }

    private Duration wait(KubeError error, int attempt) {
        Duration wait = backoff.afterFailure(attempt);
        return error.notBefore().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
    }

    /** A create is based on nothing that could have changed: a conflict is one with a quota's count, say. */
    private static boolean mayPass(KubeError error) {
        return error.retry() == KubeError.Retry.SAME_CALL || error instanceof KubeError.Conflict;
    }

    /** Nobody will read it: the namespace goes with all that is in it, and takes nothing new. */
    private static boolean namespaceEnds(KubeException e) {
        return e.error() instanceof KubeError.Forbidden(String message) && message.contains("is being terminated");
    }

    private void drop(String why) {
        listener.dropped(why);
    }

    private static Json body(Pending pending) {
        ObjectMeta about = pending.about();
        RolloutEvent event = pending.event();
        String at = WireTime.format(pending.at());
        return Json.object(
                "apiVersion",
                "v1",
                "kind",
                "Event",
                "metadata",
                Json.object("name", name(about, pending.occasion(), event), "namespace", about.namespace()),
                "involvedObject",
                Json.object(
                        "apiVersion", CustomResource.API_VERSION,
                        "kind", CustomResource.ROLLOUT.kind(),
                        "namespace", about.namespace(),
                        "name", about.name(),
                        "uid", about.uid(),
                        "resourceVersion", about.resourceVersion()),
                "reason",
                event.reason(),
                "message",
                event.message(),
                "type",
                event.type().wire(),
                "source",
                Json.object("component", ControllerNames.ROLLOUTS_CONTROLLER),
                "reportingComponent",
                ControllerNames.ROLLOUTS_CONTROLLER,
                "reportingInstance",
                "",
                "firstTimestamp",
                at,
                "lastTimestamp",
                at,
                "count",
                1);
    }

    /**
     * The same for the same event, so that a repeated write finds itself; and in the order of a release, because kubectl
     * shows events of the same second in the order of their names.
     */
    private static String name(ObjectMeta about, String occasion, RolloutEvent event) {
        String content = String.join("\n", about.uid(), occasion, event.reason(), event.message());
        String suffix = ".%02x%s".formatted(place(event), HexFormat.of().formatHex(sha256(content), 0, 8));
        String name = about.name();
        String start = name.substring(0, Math.min(name.length(), LONGEST_NAME - suffix.length()));
        return CUT_BADLY.matcher(start).replaceFirst("") + suffix;
    }

    private static int place(RolloutEvent event) {
        int place = ORDER.indexOf(event.reason());
        return place < 0 ? ORDER.size() : place;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
