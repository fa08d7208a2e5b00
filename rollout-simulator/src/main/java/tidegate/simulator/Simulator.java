package tidegate.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** What is kept of an episode: of one that went well only figures, as there may be very many. */
    private record Figures(Optional<Episode.Result> failed, String phase, Map<String, Integer> writes, int passes) {
        static Figures of(Episode.Result result) {
            boolean failed = result.failure().isPresent();
            return new Figures(
                    failed ? Optional.of(result) : Optional.empty(), result.phase(), result.writes(), result.passes());
        }
    }

    /** Seeds {@code first}, {@code first + 1} and so on, on all cores of the common pool. */
    public Summary run(long first, long episodes) {
        var all = LongStream.range(first, first + episodes)
                .parallel()
                .mapToObj(seed -> Figures.of(Episode.play(Scenario.ofSeed(seed), controllers, false)))
                .toList();
        var phases = new TreeMap<String, Integer>();
        var writes = new TreeMap<String, Integer>();
        long passes = 0;
        for (Figures one : all) {
            phases.merge(one.phase, 1, Integer::sum);
            one.writes.forEach((kind, count) -> writes.merge(kind, count, Integer::sum));
            passes += one.passes;
        }
        var failures =
                all.stream().map(Figures::failed).flatMap(Optional::stream).toList();
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
