package tidegate.kube.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.kube.client.KubeException;
import tidegate.kube.time.Timekeeper;
import tidegate.kube.time.Timekeeper.Alarm;

/**
 * Gives keys their passes: at most one at once per key, at most so many at once in all, in the order in which keys
 * became ready.
 *
 * <p><b>Ready.</b> {@link #add} makes a key ready now; added several times before its pass begins it still gets one
 * pass, added during its pass it gets one more.
 *
 * <p><b>Timers.</b> A key has at most one wake-up. {@link #addAfter} and {@link #addAt} set it or move it forward; a
 * later one than the one pending changes nothing. What a successful pass {@linkplain Next returns} replaces the wake-up
 * that was pending when it began (the pass saw everything that wake-up was for); one that was set while it ran counts
 * as well. A pass that fails keeps it.
 *
 * <p><b>Retries.</b> A pass that fails, and {@link #retry}, wait for the key's backoff, doubled with each failure in a
 * row up to its cap (longer only where a {@link KubeException} says that the server wants it). Success, and
 * {@link #forget}, start it over; a success between failures only as far as {@link Builder#remembering} says. Adding a
 * key that waits for a retry does not wait.
 *
 * <p>Memory is bounded by the number of distinct keys that are ready, running, failing, have just recovered or wait for a
 * wake-up.
 */
public final class KeyedScheduler<K> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedScheduler.class);

    private final String name;
    private final Pass<K> pass;
    private final int concurrency;
    private final Backoff backoff;
    private final int failuresRemembered;
    private final Duration remembered;
    private final Timekeeper time;
    private final Executor threads;
    private final SchedulerEvents<? super K> events;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private final Map<K, Slot> slots = new HashMap<>();
    private final ArrayDeque<K> ready = new ArrayDeque<>();
    private final TreeSet<WakeUp<K>> wakeUps =
            new TreeSet<>(Comparator.comparingLong((WakeUp<K> w) -> w.nanos).thenComparingLong(w -> w.order));
    /** Of keys that failed and then succeeded, the one that did so longest ago first. */
    private final LinkedHashMap<K, Recovery> recoveries = new LinkedHashMap<>();

    private @Nullable Alarm alarm;
    private long alarmNanos;
    private long wakeUpsMade;
    private long retries;
    private int running;
    private boolean started;
    private boolean stopped;

    /** What is known of one key; dropped once nothing is. */
    private final class Slot {
        private boolean ready;
        private long readySince;
        private boolean running;
        private @Nullable WakeUp<K> wakeUp;
        private int failures;

        private boolean isForgettable() {
            return !ready && !running && wakeUp == null && failures == 0;
        }
    }

    private record WakeUp<K>(long nanos, long order, K key) {}

    private record Recovery(int failures, long nanos) {}

    /**
     * How busy the scheduler is.
     *
     * @param ready keys that wait for a free place
     * @param oldestReady how long the first of them has waited
     * @param timed keys with a wake-up
     * @param failing keys whose last pass failed
     * @param retries since the start
     */
    public record Load(int ready, Duration oldestReady, int running, int timed, int failing, long retries) {}

    private KeyedScheduler(Builder<K> from) {
        name = from.name;
        pass = from.pass;
        concurrency = from.concurrency;
        backoff = from.backoff;
        failuresRemembered = from.failuresRemembered;
        remembered = from.remembered;
        time = from.time;
        threads = from.threads != null ? from.threads : virtualThreads(name);
        events = from.events;
    }

    private static Executor virtualThreads(String name) {
        var factory = Thread.ofVirtual().name(name + "-", 0).factory();
        return task -> factory.newThread(task).start();
    }

    /** @param name of its threads and in its logs */
    public static <K> Builder<K> named(String name, Pass<K> pass) {
        return new Builder<>(name, pass);
    }

    /** The settings; what is not set is fit for a controller. */
    public static final class Builder<K> {
        private final String name;
        private final Pass<K> pass;
        private int concurrency = 10;
        private Backoff backoff = new Backoff(Duration.ofMillis(5), Duration.ofSeconds(10));
        private int failuresRemembered;
        private Duration remembered = Duration.ZERO;
        private Timekeeper time = Timekeeper.system();
        private @Nullable Executor threads;
        private SchedulerEvents<? super K> events = SchedulerEvents.ignored();

        private Builder(String name, Pass<K> pass) {
            this.name = name;
            this.pass = pass;
        }

        /** Passes at once. */
        public Builder<K> concurrency(int passes) {
            if (passes < 1) throw new IllegalArgumentException("concurrency: " + passes + " (expected: 1 or more)");
            concurrency = passes;
            return this;
        }

        public Builder<K> backoff(Backoff value) {
            backoff = value;
            return this;
        }

        /**
         * For keys whose work comes and goes: a pass that finds nothing to do is a success, but what failed before it
         * may fail again at once. A failure this soon after a success goes on with the backoff, as if that many of the
         * failures before it, or fewer, were in a row with it. Without this a success starts the backoff over.
         */
        public Builder<K> remembering(int failures, Duration afterSuccess) {
            if (failures < 0) throw new IllegalArgumentException("failures: " + failures + " (expected: 0 or more)");
            failuresRemembered = failures;
            remembered = afterSuccess;
            return this;
        }

        public Builder<K> time(Timekeeper value) {
            time = value;
            return this;
        }

        /** Runs each pass; a virtual thread per pass where not given. */
        public Builder<K> threads(Executor value) {
            threads = value;
            return this;
        }

        public Builder<K> events(SchedulerEvents<? super K> value) {
            events = value;
            return this;
        }

        /** A scheduler that collects keys and begins no pass before {@link KeyedScheduler#start}. */
        public KeyedScheduler<K> build() {
            return new KeyedScheduler<>(this);
        }
    }

    /** Begins with passes. */
    public void start() {
        locked(() -> started = true);
    }

    /** Makes the key ready now. */
    public void add(K key) {
        locked(() -> makeReady(key));
    }

    /** Makes the key ready after the delay, or earlier if something else does. */
    public void addAfter(K key, Duration delay) {
        locked(() -> {
            if (delay.isPositive()) wakeAt(key, nanosIn(delay));
            else makeReady(key);
        });
    }

    /** {@link #addAfter} by the wall clock, at once if the instant has passed. */
    public void addAt(K key, Instant instant) {
        addAfter(key, Duration.between(time.now(), instant));
    }

    /** Counts a failure of the key and makes it ready after its backoff. */
    public void retry(K key, String why) {
        locked(() -> retryLocked(key, why, Duration.ZERO));
    }

    /** The key's next failure counts as its first. */
    public void forget(K key) {
        locked(() -> {
            recoveries.remove(key);
            Slot slot = slots.get(key);
            if (slot == null) return;
            slot.failures = 0;
            tidy(key, slot);
        });
    }

    public Load load() {
        lock.lock();
        try {
            K first = ready.peekFirst();
            Slot slot = first == null ? null : slots.get(first);
            Duration oldest = slot == null ? Duration.ZERO : Duration.ofNanos(time.nanos() - slot.readySince);
            int failing =
                    (int) slots.values().stream().filter(s -> s.failures > 0).count();
            return new Load(ready.size(), oldest, running, wakeUps.size(), failing, retries);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins no further pass and waits for those that run.
     *
     * @return false if some still ran when the time was up; they are not interrupted
     */
    public boolean drain(Duration atMost) throws InterruptedException {
        close();
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (running > 0 && left > 0) left = idle.awaitNanos(left);
            return running == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Begins no further pass; what runs goes on, what waits is dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            ready.clear();
            wakeUps.clear();
            recoveries.clear();
            slots.values().removeIf(slot -> !slot.running);
            if (alarm != null) alarm.cancel();
            alarm = null;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            if (stopped) return;
            change.run();
            dispatch();
            setAlarm();
        } finally {
            lock.unlock();
        }
    }

    private Slot slot(K key) {
        return slots.computeIfAbsent(key, _ -> new Slot());
    }

    private void tidy(K key, Slot slot) {
        if (slot.isForgettable()) slots.remove(key);
    }

    private void makeReady(K key) {
        Slot slot = slot(key);
        if (slot.ready) return;
        slot.ready = true;
        slot.readySince = time.nanos();
        if (!slot.running) ready.add(key);
    }

    private void wakeAt(K key, long nanos) {
        Slot slot = slot(key);
        if (slot.wakeUp != null) {
            if (slot.wakeUp.nanos - nanos <= 0) return;
            wakeUps.remove(slot.wakeUp);
        }
        slot.wakeUp = new WakeUp<>(nanos, wakeUpsMade++, key);
        wakeUps.add(slot.wakeUp);
    }

    private void retryLocked(K key, String why, Duration notBefore) {
        Slot slot = slot(key);
        forgetOldRecoveries();
        Recovery recovery = recoveries.remove(key);
        if (recovery != null) slot.failures = Math.max(slot.failures, recovery.failures);
        if (slot.failures < Integer.MAX_VALUE) slot.failures++;
        retries++;
        Duration wait = backoff.afterFailure(slot.failures);
        if (wait.compareTo(notBefore) < 0) wait = notBefore;
        wakeAt(key, nanosIn(wait));
        Duration in = wait;
        int failures = slot.failures;
        tell(() -> events.retrying(key, failures, in, why));
    }

    private void dispatch() {
        while (started && running < concurrency) {
            K key = ready.poll();
            if (key == null) return;
            begin(key, slot(key));
        }
    }

    private void begin(K key, Slot slot) {
        slot.ready = false;
        slot.running = true;
        running++;
        WakeUp<K> before = slot.wakeUp;
        slot.wakeUp = null;
        if (before != null) wakeUps.remove(before);
        Duration waited = Duration.ofNanos(time.nanos() - slot.readySince);
        threads.execute(() -> perform(key, waited, before));
    }

    private void perform(K key, Duration waited, @Nullable WakeUp<K> before) {
        long began = time.nanos();
        tell(() -> events.started(key, waited));
        Next next = attempt(key);
        Duration took = Duration.ofNanos(time.nanos() - began);
        tell(() -> events.finished(key, took, next instanceof Next.Retry));
        finish(key, next, before);
    }

    private Next attempt(K key) {
        try {
            return pass.run(key);
        } catch (KubeException refused) {
            return new Next.Retry(
                    String.valueOf(refused.getMessage()),
                    refused.error().notBefore().orElse(Duration.ZERO));
        } catch (Throwable broken) {
            LOG.atError()
                    .addKeyValue("scheduler", name)
                    .addKeyValue("key", key)
                    .setCause(broken)
                    .log("a pass threw; it is retried with backoff");
            tell(() -> events.threw(key, broken));
            return Next.retry(String.valueOf(broken));
        }
    }

    /** A listener that throws must not cost a key its place. */
    private void tell(Runnable news) {
        try {
            news.run();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("scheduler", name).setCause(e).log("a listener of the scheduler threw");
        }
    }

    private void finish(K key, Next next, @Nullable WakeUp<K> before) {
        lock.lock();
        try {
            running--;
            Slot slot = slot(key);
            slot.running = false;
            if (stopped) {
                slots.remove(key);
                idle.signalAll();
                return;
            }
            follow(key, slot, next, before);
            if (slot.ready) ready.add(key);
            tidy(key, slot);
            dispatch();
            setAlarm();
        } finally {
            lock.unlock();
        }
    }

    private void follow(K key, Slot slot, Next next, @Nullable WakeUp<K> before) {
        if (next instanceof Next.Retry(String why, Duration notBefore, var due)) {
            if (before != null) wakeAt(key, before.nanos);
            due.ifPresent(instant -> wakeAt(key, nanosIn(Duration.between(time.now(), instant))));
            retryLocked(key, why, notBefore);
            return;
        }
        if (slot.failures > 0) recovered(key, slot.failures);
        slot.failures = 0;
        switch (next) {
            case Next.After(Duration delay) -> wakeOrReady(key, slot, delay);
            case Next.At(Instant instant) -> wakeOrReady(key, slot, Duration.between(time.now(), instant));
            case Next.WhenAdded _, Next.Retry _ -> {}
        }
    }

    private void recovered(K key, int failures) {
        forgetOldRecoveries();
        if (!remembered.isPositive() || failuresRemembered == 0) return;
        recoveries.remove(key);
        recoveries.put(key, new Recovery(Math.min(failures, failuresRemembered), time.nanos()));
    }

    private void forgetOldRecoveries() {
        var eldest = recoveries.values().iterator();
        while (eldest.hasNext() && time.nanos() - eldest.next().nanos > remembered.toNanos()) eldest.remove();
    }

    /** As {@link #makeReady}, for a slot whose pass just ended: the caller puts it into the queue. */
    private void wakeOrReady(K key, Slot slot, Duration delay) {
        if (delay.isPositive()) {
            wakeAt(key, nanosIn(delay));
        } else if (!slot.ready) {
            slot.ready = true;
            slot.readySince = time.nanos();
        }
    }

    /** Far-off instants must not overflow the monotonic clock. */
    private long nanosIn(Duration delay) {
        long most = Long.MAX_VALUE / 4;
        return time.nanos() + (delay.compareTo(Duration.ofNanos(most)) < 0 ? delay.toNanos() : most);
    }

    /** One alarm, for the first wake-up. */
    private void setAlarm() {
        WakeUp<K> first = wakeUps.isEmpty() ? null : wakeUps.first();
        if (first == null || (alarm != null && alarmNanos - first.nanos <= 0)) return;
        if (alarm != null) alarm.cancel();
        alarmNanos = first.nanos;
        alarm = time.at(first.nanos, this::ring);
    }

    private void ring() {
        locked(() -> {
            alarm = null;
            long now = time.nanos();
            while (!wakeUps.isEmpty() && wakeUps.first().nanos - now <= 0) {
                WakeUp<K> due = Objects.requireNonNull(wakeUps.pollFirst());
                slot(due.key).wakeUp = null;
                makeReady(due.key);
            }
        });
    }
}
