package tidegate.simulator;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import tidegate.simulator.episode.Episode;
import tidegate.simulator.episode.Scenario;
import tidegate.simulator.episode.Shrinking;
import tidegate.simulator.port.Controllers;

/** Many episodes, each from its own seed. */
public final class Simulator {
    private final Controllers controllers;

    /** @param controllers safe for use by many threads */
    public Simulator(Controllers controllers) {
        this.controllers = controllers;
    }

    /**
     * What came of them.
     *
     * @param failures without their stories, by seed
     * @param phases in which they settled, with their number
     * @param writes of all, by kind
     */
    public record Summary(
            long episodes,
            List<Episode.Result> failures,
            Map<String, Integer> phases,
            Map<String, Integer> writes,
            long passes) {}

    /** Seeds {@code first}, {@code first + 1} and so on, on all cores of the common pool. */
    public Summary run(long first, long episodes) {
        var results = LongStream.range(first, first + episodes)
                .parallel()
                .mapToObj(seed -> Episode.play(Scenario.ofSeed(seed), controllers, false))
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

    /** The seed's episode with its story, made as small as it gets if it fails. */
    public Episode.Result tell(long seed) {
        Scenario scenario = Shrinking.of(
                Scenario.ofSeed(seed),
                trial -> Episode.play(trial, controllers, false).failure());
        return Episode.play(scenario, controllers, true);
    }
}
