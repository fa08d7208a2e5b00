package tidegate.system.simulation;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tidegate.simulator.Simulator;
import tidegate.simulator.Simulator.Summary;
import tidegate.simulator.episode.Episode;

/**
 * {@code ./tidegate simulate}: random releases by the real controller in virtual time.
 *
 * <p>{@code --seed S} alone plays one and tells its story, made as small as it gets if it fails. {@code --episodes N}
 * plays that many, in slices, from seed {@code S + K} on with {@code --seed S --from K}; either may be left out, and
 * without both it begins at 1; with {@code --progress FILE} each
 * slice leaves a line there, and a run with the same file goes on after the last one. What failed in earlier slices of
 * the file counts in the verdict of each run.
 */
public final class SimulateMain {
    private static final String USAGE =
            "usage: simulate [--seed S] | --episodes N [--seed S] [--from K] [--slice N] [--progress FILE] [--stop-after FAILURES]";

    private SimulateMain() {}

    private record Options(long episodes, long from, boolean one, int slice, Optional<Path> progress, int stopAfter) {
        static Options of(String[] args) {
            long episodes = 0;
            OptionalLong seed = OptionalLong.empty();
            OptionalLong from = OptionalLong.empty();
            int slice = 5000;
            int stopAfter = 20;
            Optional<Path> progress = Optional.empty();
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--episodes" -> episodes = number(args, ++i);
                    case "--seed" -> seed = OptionalLong.of(number(args, ++i));
                    case "--from" -> from = OptionalLong.of(number(args, ++i));
                    case "--slice" -> slice = (int) number(args, ++i);
                    case "--stop-after" -> stopAfter = (int) number(args, ++i);
                    case "--progress" -> progress = Optional.of(Path.of(text(args, ++i)));
                    default -> throw new IllegalArgumentException("unknown option " + args[i]);
                }
            }
            long first = seed.isEmpty() && from.isEmpty() ? 1 : seed.orElse(0) + from.orElse(0);
            return new Options(Math.max(1, episodes), first, episodes == 0, slice, progress, stopAfter);
        }

        private static String text(String[] args, int at) {
            if (at >= args.length) throw new IllegalArgumentException(args[at - 1] + " needs a value");
            return args[at];
        }

        private static long number(String[] args, int at) {
            String text = text(args, at);
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(args[at - 1] + ": " + text + " (expected: a number)", e);
            }
        }
    }

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (List.of(args).contains("--help")) {
            out.println(USAGE);
            return 0;
        }
        Options options;
        try {
            options = Options.of(args);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(USAGE);
            return 1;
        }
        var simulator = new Simulator(new RealController());
        return options.one ? tell(simulator, options.from, out) : simulate(simulator, options, out);
    }

    private static int tell(Simulator simulator, long seed, PrintStream out) {
        Episode.Result told = simulator.tell(seed);
        told.story().forEach(out::println);
        return told.failure().isPresent() ? 1 : 0;
    }

    private static int simulate(Simulator simulator, Options options, PrintStream out) {
        Earlier earlier = options.progress.map(Earlier::of).orElse(Earlier.NOTHING);
        long end = options.from + options.episodes;
        long next = Math.max(options.from, earlier.next);
        if (next >= end) out.println("nothing is left to play before " + end);
        var failed = new ArrayList<Long>();
        var phases = new TreeMap<String, Integer>();
        long passes = 0;
        while (next < end && failed.size() < options.stopAfter) {
            Instant began = Instant.now();
            Summary slice = simulator.run(next, Math.min(options.slice, end - next));
            next += slice.episodes();
            passes += slice.passes();
            slice.failures().forEach(failure -> failed.add(failure.scenario().seed()));
            slice.phases().forEach((phase, count) -> phases.merge(phase, count, Integer::sum));
            String line = "%d done, %d failed, %.1f s"
                    .formatted(
                            next,
                            slice.failures().size(),
                            Duration.between(began, Instant.now()).toMillis() / 1000.0);
            out.println(line);
            slice.failures().forEach(failure -> out.println(summary(failure)));
            options.progress.ifPresent(file -> note(file, line, slice.failures()));
        }
        out.println("settled: " + phases + ", passes: " + passes);
        return verdict(simulator, earlier.failed, failed, out);
    }

    private static int verdict(Simulator simulator, List<Long> earlier, List<Long> failed, PrintStream out) {
        if (earlier.isEmpty() && failed.isEmpty()) {
            out.println("no law was broken");
            return 0;
        }
        String before = earlier.isEmpty() ? "" : ", and " + earlier.size() + " in earlier slices";
        out.println(failed.size() + " failed" + before + "; the first, as small as it gets:");
        tell(simulator, (earlier.isEmpty() ? failed : earlier).getFirst(), out);
        return 1;
    }

    private static String summary(Episode.Result failed) {
        return Earlier.FAILED + failed.scenario().seed() + "   "
                + failed.failure().orElse("");
    }

    /**
     * What is in the progress file of earlier runs.
     *
     * @param next the first seed that they left
     * @param failed seeds
     */
    private record Earlier(long next, List<Long> failed) {
        static final Earlier NOTHING = new Earlier(Long.MIN_VALUE, List.of());
        static final String FAILED = "  ./tidegate simulate --seed ";

        static Earlier of(Path file) {
            if (!Files.exists(file)) return NOTHING;
            try {
                long next = NOTHING.next;
                var failed = new ArrayList<Long>();
                for (String line : Files.readAllLines(file)) {
                    if (line.startsWith(FAILED)) failed.add(first(line.substring(FAILED.length())));
                    else if (line.contains(" done, ")) next = first(line);
                }
                return new Earlier(next, failed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static long first(String line) {
            return Long.parseLong(line.substring(0, line.indexOf(' ')));
        }
    }

    private static void note(Path file, String line, List<Episode.Result> failures) {
        var lines = new ArrayList<String>();
        lines.add(line);
        failures.forEach(failed -> lines.add(summary(failed)));
        try {
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
