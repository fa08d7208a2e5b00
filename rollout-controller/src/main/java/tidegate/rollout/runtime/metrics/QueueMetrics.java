package tidegate.rollout.runtime.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import tidegate.kube.schedule.SchedulerEvents;
import tidegate.kube.time.Timekeeper;

/** What is counted of queues of keys, each queue under its name. */
public final class QueueMetrics {
    public static final String ROLLOUTS = "Rollouts";
    public static final String SERVICES = "Services";

    private static final double[] SECONDS = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60};

    private final Family.Counter adds =
            new Family.Counter("workqueue_adds_total", "Keys that became ready, by queue.", "name");
    private final Family.Counter retries =
            new Family.Counter("workqueue_retries_total", "Keys that are retried after a failure, by queue.", "name");
    private final Family.Histogram waited = new Family.Histogram(
            "workqueue_queue_duration_seconds", "How long a ready key waited for its pass.", SECONDS, "name");
    private final Family.Histogram worked =
            new Family.Histogram("workqueue_work_duration_seconds", "How long a pass took.", SECONDS, "name");
    private final Map<String, Queue> queues = new ConcurrentHashMap<>();

    /** Of the queue of that name; asked for once. */
    Queue named(String name, Timekeeper time) {
        return queues.computeIfAbsent(name, _ -> new Queue(name, time));
    }

    List<Family> families() {
        return List.of(
                adds,
                retries,
                waited,
                worked,
                gauge(
                        "workqueue_unfinished_work_seconds",
                        "For how long all passes that run have been running, added up, by queue.",
                        LongStream::sum),
                gauge(
                        "workqueue_longest_running_processor_seconds",
                        "For how long the oldest pass has been running, by queue.",
                        running -> running.max().orElse(0)));
    }

    private Family gauge(String name, String help, Function<LongStream, Long> ofNanos) {
        return new Family.Gauge(name, help, List.of("name"), () -> {
            var series = new HashMap<List<String>, Double>();
            queues.forEach((queue, found) -> series.put(List.of(queue), ofNanos.apply(found.runningNanos()) / 1e9));
            return series;
        });
    }

    /** One queue, as its scheduler tells of it. */
    final class Queue implements SchedulerEvents<Object> {
        private final String name;
        private final Timekeeper time;
        private final Map<Object, Long> running = new ConcurrentHashMap<>();

        private Queue(String name, Timekeeper time) {
            this.name = name;
            this.time = time;
        }

        private LongStream runningNanos() {
            long now = time.nanos();
            return running.values().stream().mapToLong(began -> now - began);
        }

        @Override
        public void started(Object key, Duration hasWaited) {
            running.put(key, time.nanos());
            adds.increment(name);
            waited.observe(hasWaited.toNanos() / 1e9, name);
        }

        @Override
        public void finished(Object key, Duration took, boolean failed) {
            running.remove(key);
            worked.observe(took.toNanos() / 1e9, name);
        }

        @Override
        public void retrying(Object key, int failures, Duration in, String why) {
            retries.increment(name);
        }
    }
}
