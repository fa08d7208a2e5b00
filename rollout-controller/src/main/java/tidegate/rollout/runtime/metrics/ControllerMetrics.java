package tidegate.rollout.runtime.metrics;

import java.time.Duration;
import java.util.List;

/**
 * What the controller counts. Names, labels and buckets are the peer's.
 *
 * <p>Safe for use by many threads; recording never blocks. Series of one Rollout end with {@link #forget}.
 */
public final class ControllerMetrics {
    private static final double[] RECONCILE_SECONDS = {0.01, 0.15, 0.25, 0.5, 1};
    private static final double[] QUEUE_SECONDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60};
    static final String QUEUE = "Rollouts";

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
    private final Family.Counter adds =
            new Family.Counter("workqueue_adds_total", "Keys that became ready, by queue.", "name");
    private final Family.Counter retries =
            new Family.Counter("workqueue_retries_total", "Keys that are retried after a failure, by queue.", "name");
    private final Family.Histogram waited = new Family.Histogram(
            "workqueue_queue_duration_seconds", "How long a ready key waited for its pass.", QUEUE_SECONDS, "name");
    private final Family.Histogram worked =
            new Family.Histogram("workqueue_work_duration_seconds", "How long a pass took.", QUEUE_SECONDS, "name");
    private final List<Family> all =
            List.of(reconcile, reconcileError, events, eventsDropped, calls, adds, retries, waited, worked);

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
     * A call to the API server was answered. Names of objects are left out: their number has no bound.
     *
     * @param kind as in paths, with the subresource
     */
    public void called(String verb, String kind, String statusCode) {
        calls.increment(kind, "", "N/A", verb, statusCode);
    }

    /** A key's pass begins. */
    public void started(Duration hasWaited) {
        adds.increment(QUEUE);
        waited.observe(seconds(hasWaited), QUEUE);
    }

    /** A key's pass is over. */
    public void finished(Duration took) {
        worked.observe(seconds(took), QUEUE);
    }

    public void retried() {
        retries.increment(QUEUE);
    }

    /** Ends every series of one Rollout. */
    public void forget(String namespace, String name) {
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
