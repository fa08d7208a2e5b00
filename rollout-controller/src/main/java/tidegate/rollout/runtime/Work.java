package tidegate.rollout.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import tidegate.kube.informer.ObjectKey;
import tidegate.kube.schedule.Backoff;
import tidegate.kube.schedule.KeyedScheduler;
import tidegate.kube.schedule.Next;
import tidegate.kube.schedule.SchedulerEvents;
import tidegate.kube.time.Timekeeper;
import tidegate.kube.write.WriteLedger;
import tidegate.rollout.act.EventSink;
import tidegate.rollout.observe.Caches;
import tidegate.rollout.runtime.metrics.ControllerMetrics;
import tidegate.rollout.runtime.metrics.QueueMetrics;

/**
 * The work of the process from start to end: caches fill at once, also on a standby; passes begin with leadership; at
 * the end passes and events are drained before the lease is given up.
 */
final class Work implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Work.class);
    private static final Duration DRAIN = Duration.ofSeconds(15);
    private static final Duration DRAIN_CLEAN_UP = Duration.ofSeconds(5);
    private static final Duration DRAIN_EVENTS = Duration.ofSeconds(5);

    /** So that the last values of a deleted Rollout are scraped once more. */
    private static final Duration METRICS_STAY = Duration.ofSeconds(65);

    private final Caches caches;
    private final Leadership leadership;
    private final Reconciler reconciler;
    private final CleanUp cleanUp;
    private final EventSink events;
    private final WriteLedger<ObjectKey> ledger;
    private final ControllerMetrics metrics;
    private final Timekeeper time;
    private final Runnable endProcess;
    private final Surroundings surroundings;
    private final Executor beginning;
    private final KeyedScheduler<ObjectKey> scheduler;
    private final AtomicBoolean first = new AtomicBoolean(true);

    private volatile boolean running;
    private volatile long lastMovedNanos;

    /** @param endProcess called when leadership is lost: a process that starts anew takes part again */
    Work(
            Caches caches,
            Leadership leadership,
            Reconciler reconciler,
            CleanUp cleanUp,
            EventSink events,
            WriteLedger<ObjectKey> ledger,
            ControllerMetrics metrics,
            Timekeeper time,
            int workers,
            Surroundings surroundings,
            Runnable endProcess) {
        this.caches = caches;
        this.leadership = leadership;
        this.reconciler = reconciler;
        this.cleanUp = cleanUp;
        this.events = events;
        this.ledger = ledger;
        this.metrics = metrics;
        this.time = time;
        this.endProcess = endProcess;
        this.surroundings = surroundings;
        beginning = surroundings.threads("work-start");
        scheduler = KeyedScheduler.named("rollouts", this::pass)
                .concurrency(workers)
                .backoff(new Backoff(Duration.ofMillis(1), Duration.ofSeconds(10)))
                // a refused write that is due and not due by turns, as pods come and go: a quarter of a second apart
                .remembering(8, Duration.ofSeconds(1))
                .time(time)
                .threads(surroundings.threads("rollouts"))
                .events(new Counted())
                .build();
        lastMovedNanos = time.nanos();
    }

    @Override
    public void start() {
        running = true;
        caches.subscribe(scheduler::add);
        cleanUp.subscribe();
        caches.start();
        beginning.execute(this::begin);
    }

    /** Takes part in the election with warm caches only. */
    private void begin() {
        try {
            while (running && !caches.awaitSync(Duration.ofSeconds(1))) {
                LOG.atDebug().log("Waiting for the first lists");
            }
            if (!running) return;
            LOG.atInfo().addKeyValue("rollouts", caches.keys().size()).log("Caches synced");
            leadership.start(this::lead, this::lost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lead() {
        lastMovedNanos = time.nanos();
        caches.keys().forEach(scheduler::add);
        scheduler.start();
        cleanUp.start();
    }

    private void lost() {
        if (running) endProcess.run();
    }

    private Next pass(ObjectKey key) {
        LOG.atDebug()
                .addKeyValue("rollout", key.name())
                .addKeyValue("namespace", key.namespace())
                .log("Started syncing rollout");
        Next next = reconciler.pass(key, () -> gone(key));
        if (first.getAndSet(false)) noteFirst();
        return next;
    }

    private void gone(ObjectKey key) {
        reconciler.forget(key);
        ledger.forget(key);
        cleanUp.gone(key);
        time.after(METRICS_STAY, () -> {
            if (!caches.contains(key)) metrics.forget(key.namespace(), key.name());
        });
    }

    private static void noteFirst() {
        if (!LOG.isInfoEnabled()) return;
        var started = ProcessHandle.current().info().startInstant().orElse(Instant.now());
        LOG.atInfo()
                .addKeyValue(
                        "since_start_ms",
                        Duration.between(started, Instant.now()).toMillis())
                .log("First reconcile");
    }

    @Override
    public void stop() {
        running = false;
        try {
            boolean done = scheduler.drain(DRAIN) & cleanUp.drain(DRAIN_CLEAN_UP) & events.drain(DRAIN_EVENTS);
            LOG.atInfo().addKeyValue("complete", done).log("Drained");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        leadership.release();
        events.close();
        caches.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Rollouts that wait for a pass. */
    int depth() {
        return scheduler.load().ready();
    }

    /** Keys that wait for a pass, by queue. */
    Map<String, Integer> depths() {
        return Map.of(
                QueueMetrics.ROLLOUTS,
                depth(),
                QueueMetrics.SERVICES,
                cleanUp.load().ready());
    }

    /** How long no pass has begun or ended although keys wait. */
    Duration stuckFor() {
        return depth() == 0 ? Duration.ZERO : Duration.ofNanos(time.nanos() - lastMovedNanos);
    }

    private final class Counted implements SchedulerEvents<ObjectKey> {
        private final SchedulerEvents<Object> queue = metrics.queue(QueueMetrics.ROLLOUTS, time);

        @Override
        public void started(ObjectKey key, Duration waited) {
            lastMovedNanos = time.nanos();
            queue.started(key, waited);
        }

        @Override
        public void finished(ObjectKey key, Duration took, boolean failed) {
            lastMovedNanos = time.nanos();
            queue.finished(key, took, failed);
        }

        @Override
        public void retrying(ObjectKey key, int failures, Duration in, String why) {
            queue.retrying(key, failures, in, why);
        }

        @Override
        public void threw(ObjectKey key, Throwable cause) {
            metrics.failed(key.namespace(), key.name());
            surroundings.broke(cause);
        }
    }
}
