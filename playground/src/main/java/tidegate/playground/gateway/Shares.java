package tidegate.playground.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How requests were answered.
 *
 * @param answers by colour, those with status 200
 * @param failures by status, all others; 0 where the connection broke
 */
public record Shares(Map<String, Integer> answers, Map<Integer, Integer> failures) {
    public static final Shares NONE = new Shares(Map.of(), Map.of());

    public Shares {
        answers = Map.copyOf(answers);
        failures = Map.copyOf(failures);
    }

    public int total() {
        return Stream.concat(answers.values().stream(), failures.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Requests that were not answered with status 200. */
    public int lost() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Percent of all requests that a colour answered, rounded to the nearest; 0 without requests. */
    public int percentOf(String colour) {
        return total() == 0 ? 0 : Math.round(100f * answers.getOrDefault(colour, 0) / total());
    }

    Shares plusAnswer(String colour) {
        return plus(new Shares(Map.of(colour, 1), Map.of()));
    }

    Shares plusFailure(int status) {
        return plus(new Shares(Map.of(), Map.of(status, 1)));
    }

    Shares plus(Shares other) {
        return new Shares(sum(answers, other.answers), sum(failures, other.failures));
    }

    private static <K> Map<K, Integer> sum(Map<K, Integer> one, Map<K, Integer> other) {
        var sum = new HashMap<>(one);
        other.forEach((key, count) -> sum.merge(key, count, Integer::sum));
        return sum;
    }

    /** {@code blue 80%, yellow 20%}, and {@code , 3 lost (502: 3)} if any were. */
    @Override
    public String toString() {
        String colours = answers.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(e -> e.getKey() + " " + percentOf(e.getKey()) + "%")
                .collect(Collectors.joining(", "));
        if (lost() == 0) return colours.isEmpty() ? "no answers" : colours;
        String how = new TreeMap<>(failures)
                .entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).collect(Collectors.joining(", "));
        return (colours.isEmpty() ? "" : colours + ", ") + lost() + " lost (" + how + ")";
    }
}
