package tidegate.simulator;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import tidegate.simulator.episode.Episode;

/** {@code ./tidegate simulate [--episodes N] [--seed S]}: random releases; the first that fails tells its story. */
public final class SimulateMain {
    private static final String USAGE = "usage: simulate [--episodes N] [--seed S] [--story]";

    private SimulateMain() {}

    private record Options(long episodes, long seed, boolean story) {
        static Options of(String[] args) {
            long episodes = 10_000;
            long seed = 1;
            boolean story = false;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--episodes" -> episodes = number(args, ++i);
                    case "--seed" -> seed = number(args, ++i);
                    case "--story" -> story = true;
                    default -> throw new IllegalArgumentException("unknown option " + args[i]);
                }
            }
            return new Options(episodes, seed, story);
        }

        private static long number(String[] args, int at) {
            if (at >= args.length) throw new IllegalArgumentException(args[at - 1] + " needs a number");
            try {
                return Long.parseLong(args[at]);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(args[at - 1] + ": " + args[at] + " (expected: a number)", e);
            }
        }
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
            return 1;
        }
        if (options.story) {
            Episode.play(options.seed, true).story().forEach(out::println);
            return 0;
        }
        return simulate(options, out);
    }

    private static int simulate(Options options, PrintStream out) {
        Instant start = Instant.now();
        Simulator.Summary summary = Simulator.run(options.seed, options.episodes);
        out.printf(
                "%d episodes from seed %d in %.1f s, %d passes%n",
                summary.episodes(),
                options.seed,
                Duration.between(start, Instant.now()).toMillis() / 1000.0,
                summary.passes());
        out.println("settled: " + summary.phases());
        out.println("writes: " + summary.writes());
        if (summary.failures().isEmpty()) {
            out.println("no law was broken");
            return 0;
        }
        out.println(summary.failures().size() + " failed:");
        summary.failures().stream()
                .limit(10)
                .forEach(failed -> out.println("  " + failed.failure().orElse("")));
        out.println();
        Episode.play(summary.failures().getFirst().seed(), true).story().forEach(out::println);
        return 1;
    }
}
