package tidegate.rollout.runtime.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One metric with all its series; label values in the order of the label names. */
sealed interface Family {
    String name();

    String help();

    List<String> labels();

    /** Ends the series whose label values match. */
    void forget(Predicate<List<String>> labelValues);

    void writeTo(Exposition out);

    /** Only ever rises. */
    record Counter(String name, String help, List<String> labels, Map<List<String>, LongAdder> series)
            implements Family {
        Counter(String name, String help, String... labels) {
            this(name, help, List.of(labels), new ConcurrentHashMap<>());
        }

        void increment(String... values) {
            series.computeIfAbsent(List.of(values), _ -> new LongAdder()).increment();
        }

        @Override
        public void forget(Predicate<List<String>> labelValues) {
            series.keySet().removeIf(labelValues);
        }

        @Override
        public void writeTo(Exposition out) {
            out.head(this, "counter");
            sorted(series).forEach((values, count) -> out.sample(name, labels, values, count.sum()));
        }
    }

    /** Read when somebody asks. */
    record Gauge(String name, String help, List<String> labels, Supplier<Map<List<String>, Double>> read)
            implements Family {
        @Override
        public void forget(Predicate<List<String>> labelValues) {
            // what is not there any more is not read
        }

        @Override
        public void writeTo(Exposition out) {
            out.head(this, "gauge");
            sorted(read.get()).forEach((values, value) -> out.sample(name, labels, values, value));
        }
    }

    /** Durations in seconds, by upper bounds. */
    record Histogram(String name, String help, List<String> labels, double[] bounds, Map<List<String>, Buckets> series)
            implements Family {
        Histogram(String name, String help, double[] bounds, String... labels) {
            this(name, help, List.of(labels), bounds.clone(), new ConcurrentHashMap<>());
        }

        void observe(double seconds, String... values) {
            series.computeIfAbsent(List.of(values), _ -> new Buckets(bounds.length))
                    .observe(seconds, bounds);
        }

        @Override
        public void forget(Predicate<List<String>> labelValues) {
            series.keySet().removeIf(labelValues);
        }

        @Override
        public void writeTo(Exposition out) {
            out.head(this, "histogram");
            sorted(series).forEach((values, buckets) -> buckets.writeTo(out, this, values));
        }
    }

    /** How many observations fell at or below each bound and above the one before. */
    final class Buckets {
        private final LongAdder[] counts;
        private final DoubleAdder sum = new DoubleAdder();

        Buckets(int bounds) {
            counts = new LongAdder[bounds + 1];
            for (int i = 0; i <= bounds; i++) counts[i] = new LongAdder();
        }

        void observe(double seconds, double[] bounds) {
            int bucket = 0;
            while (bucket < bounds.length && seconds > bounds[bucket]) bucket++;
            counts[bucket].increment();
            sum.add(seconds);
        }

        private void writeTo(Exposition out, Histogram family, List<String> values) {
            long count = 0;
            for (int i = 0; i < counts.length; i++) {
                count += counts[i].sum();
                String bound = i < family.bounds.length ? Exposition.number(family.bounds[i]) : "+Inf";
                out.bucket(family, values, bound, count);
            }
            out.sample(family.name + "_sum", family.labels, values, sum.sum());
            out.sample(family.name + "_count", family.labels, values, count);
        }
    }

    private static <V> Map<List<String>, V> sorted(Map<List<String>, V> series) {
        var sorted = new TreeMap<List<String>, V>((a, b) -> String.join("\0", a).compareTo(String.join("\0", b)));
        sorted.putAll(series);
        return sorted;
    }
}
