package tidegate.rollout.runtime.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import tidegate.api.rollout.RolloutStatus;
import tidegate.kube.schedule.SchedulerEvents;
import tidegate.kube.time.Timekeeper;

/**
 * What the controller counts. Names, labels and buckets are the peer's.
 *
 * <p>Safe for use by many threads; recording never blocks. Series of one Rollout end with {@link #forget}.
 */
public final class ControllerMetrics {
    private static final double[] RECONCILE_SECONDS = {0.01, 0.15, 0.25, 0.5, 1};
    private static final double[] DURATION_SECONDS = {30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800};
    private static final double[] PROGRESSION_SECONDS = {30, 60, 120, 300, 600, 900, 1800, 3600};
    private static final double[] PAUSE_SECONDS = {0, 60, 300, 600, 1800, 3600, 7200, 14_400, 28_800};

    private final Family.Histogram reconcile = new Family.Histogram(
            "rollout_reconcile", "Rollout reconciliation performance.", RECONCILE_SECONDS, "namespace", "name");
    private final Family.Counter reconcileError =
            new Family.Counter("rollout_reconcile_error", "Error occurring during the rollout", "namespace", "name");
    private final Family.Counter events = new Family.Counter(
            "rollout_events_total", "Count of rollout events.", "namespace", "name", "type", "reason");
    private final Family.Counter eventsDropped = new Family.Counter(
            "tidegate_events_dropped_total", "Kubernetes Events that were due and could not be written.", "why");
    private final Family.Counter calls = new Family.Counter(
            "controller_clientset_k8s_request_total",
            "Number of kubernetes requests executed.",
            "kind",
            "namespace",
            "name",
            "verb",
            "status_code");
    private final Family.Histogram duration = new Family.Histogram(
            "rollout_duration_seconds",
            "How long an update took, from its start to its end.",
            DURATION_SECONDS,
            "status");
    private final Family.Histogram progression = new Family.Histogram(
            "rollout_progression_duration_seconds",
            "How long an update took without the time in which it waited for a human.",
            PROGRESSION_SECONDS,
            "status");
    private final Family.Histogram manualPause = new Family.Histogram(
            "rollout_manual_pause_duration_seconds", "How long an update waited for a human.", PAUSE_SECONDS, "status");
    private final QueueMetrics queues = new QueueMetrics();
    private final List<Family> all = Stream.concat(
                    Stream.of(
                            reconcile,
                            reconcileError,
                            events,
                            duration,
                            progression,
                            manualPause,
                            eventsDropped,
                            calls),
                    queues.families().stream())
            .toList();

    /** What the scheduler of the queue of that name tells. */
    public SchedulerEvents<Object> queue(String name, Timekeeper time) {
        return queues.named(name, time);
    }

    /** A status was written that ends, or replaces, the attempt of the one before. */
    public void statusWritten(RolloutStatus before, RolloutStatus after, Instant now) {
        EndedAttempt.between(before.duration(), after.duration(), now).ifPresent(attempt -> {
            String status = attempt.status().wire();
            duration.observe(seconds(attempt.total()), status);
            progression.observe(seconds(attempt.progression()), status);
            manualPause.observe(seconds(attempt.manualPause()), status);
        });
    }

    /** A pass that reached the Rollout is over. */
    public void reconciled(String namespace, String name, Duration took) {
        reconcile.observe(seconds(took), namespace, name);
    }

    /** A pass failed and is retried. */
    public void failed(String namespace, String name) {
        reconcileError.increment(namespace, name);
    }

    /** An Event is due, written or not. */
    public void eventDue(String namespace, String name, String type, String reason) {
        events.increment(namespace, name, type, reason);
    }

    /** @param why one of few words */
    public void eventDropped(String why) {
        eventsDropped.increment(why);
    }

    /**
     * A call to the API server was answered.
     *
     * @param kind as in paths, with the subresource
     * @param namespace {@code ""} where it is left out
     * @param name {@code N/A} where there is none, or where it is left out
     */
    void called(String verb, String kind, String namespace, String name, String statusCode) {
        calls.increment(kind, namespace, name, verb, statusCode);
    }

    /** Ends every series of one Rollout. */
    public void forget(String namespace, String name) {
        calls.forget(values -> values.get(0).startsWith("rollouts")
                && values.get(1).equals(namespace)
                && values.get(2).equals(name));
        for (Family family : List.of(reconcile, reconcileError, events))
            family.forget(values ->
                    values.getFirst().equals(namespace) && values.get(1).equals(name));
    }

    /** All of them in Prometheus' text format 0.0.4. */
    public String text() {
        var out = new Exposition();
        for (Family family : all) family.writeTo(out);
        return out.toString();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
