package tidegate.simulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import tidegate.simulator.episode.Episode;

/** Many episodes, each from its own seed. */
public final class Simulator {
    private Simulator() {}

    /**
     * What came of them.
     *
     * @param failures without their stories; {@link Episode#play} with the seed tells it
     * @param phases in which they settled, with their number
     * @param writes of all, by kind
     */
    public record Summary(
            long episodes,
            List<Episode.Result> failures,
            Map<String, Integer> phases,
            Map<String, Integer> writes,
            long passes) {}

    /** Seeds {@code first}, {@code first + 1} and so on, on all cores. */
    public static Summary run(long first, long episodes) {
        var results = LongStream.range(first, first + episodes)
                .parallel()
                .mapToObj(seed -> Episode.play(seed, false))
                .toList();
        var phases = new TreeMap<String, Integer>();
        var writes = new TreeMap<String, Integer>();
        long passes = 0;
        for (Episode.Result result : results) {
            phases.merge(result.phase(), 1, Integer::sum);
            result.writes().forEach((kind, count) -> writes.merge(kind, count, Integer::sum));
            passes += result.passes();
        }
        var failures =
                results.stream().filter(result -> result.failure().isPresent()).toList();
        return new Summary(episodes, failures, phases, writes, passes);
    }
}
