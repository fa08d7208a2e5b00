package tidegate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tidegate.controlplane.ControlPlaneException;

/** {@code ./tidegate bench}. Exit code 0 when all was measured, 1 when something did not come about, 2 for wrong arguments. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures what a controller of Rollouts costs and how fast it is, on a control plane of its own.",
        footer = {
            "",
            "Progress goes to stderr, one table to stdout. Figures mean little while other programs use the machine:",
            "the load average is part of the report."
        })
public final class BenchMain implements Callable<Integer> {
    @Option(
            names = "--create",
            defaultValue = "2000",
            description = "Rollouts of one pod to create at once; 0 for none (default: ${DEFAULT-VALUE})")
    int create;

    @Option(
            names = "--update",
            defaultValue = "300",
            description = "Rollouts of two pods to update at once; 0 for none (default: ${DEFAULT-VALUE})")
    int update;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "how often to update them (default: ${DEFAULT-VALUE})")
    int rounds;

    @Option(
            names = "--reactions",
            defaultValue = "20",
            description = "updates of one Rollout alone; 0 for none (default: ${DEFAULT-VALUE})")
    int reactions;

    @Option(
            names = "--idle",
            defaultValue = "10000",
            description = "settled Rollouts to start the controller on; 0 for none (default: ${DEFAULT-VALUE})")
    int idle;

    @Option(
            names = "--idle-pods",
            defaultValue = "1",
            description = "pods of each of those (default: ${DEFAULT-VALUE})")
    int idlePods;

    @Option(
            names = "--rollouts",
            paramLabel = "N",
            description = "one number for --create, --update and --idle: 50 is a try of a minute")
    @Nullable
    Integer rollouts;

    @Option(
            names = "--controller",
            paramLabel = "[NAME=]COMMAND",
            description = {
                "a controller to measure instead of ours; several are shown side by side, \"ours\" is our own. In the",
                "command {kubeconfig} stands for a file and each {port} for a free port"
            })
    List<String> controllers = List.of("ours");

    @Option(
            names = "--on",
            defaultValue = "CONTROL_PLANE",
            description = "CONTROL_PLANE, or EMBEDDED to try the benchmark itself (default: ${DEFAULT-VALUE})")
    Stand.On on = Stand.On.CONTROL_PLANE;

    @Option(names = "--folder", description = "where logs and data are kept (default: .tidegate/bench-<time>)")
    @Nullable
    Path folder;

    /** Runs and ends the JVM. */
    public static void main(String[] arguments) {
        // read once, when the first logger is made
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        System.exit(new CommandLine(new BenchMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Path root = Path.of(System.getProperty("tidegate.root", "")).toAbsolutePath();
        Path kept = folder != null ? folder.toAbsolutePath() : folderIn(root);
        Consumer<String> progress = line -> System.err.println(line);
        progress.accept("logs in " + kept);
        var report = new Report();
        try {
            for (String each : controllers) {
                Contender contender = each.equals("ours") ? Contender.ours(root) : Contender.of(each);
                new Stages(contender, sizes(), on, kept, report, progress).run();
            }
            System.out.println(circumstances());
            System.out.println();
            System.out.print(report.text());
            return 0;
        } catch (BenchFailure | ControlPlaneException | IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            return e instanceof IllegalArgumentException ? 2 : 1;
        }
    }

    private Stages.Sizes sizes() {
        return rollouts == null
                ? new Stages.Sizes(create, update, rounds, reactions, idle, idlePods)
                : new Stages.Sizes(rollouts, rollouts, rounds, reactions, rollouts, idlePods);
    }

    private static Path folderIn(Path root) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(root.resolve(".tidegate")), "bench-");
    }

    private String circumstances() throws IOException {
        return "%s, %d cores, load average %s, Java %s, on %s"
                .formatted(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Runtime.getRuntime().availableProcessors(),
                        Files.readString(Path.of("/proc/loadavg")).strip(),
                        Runtime.version(),
                        on == Stand.On.CONTROL_PLANE ? "a real control plane" : "the embedded API");
    }
}
