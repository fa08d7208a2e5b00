package tidegate.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import tidegate.controlplane.TetheredProcess;

/** What one controller goes through, each stage on a cluster that no other controller has seen. */
final class Stages {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration LONG_LIMIT = Duration.ofMinutes(40);

    private final Contender contender;
    private final Sizes sizes;
    private final Stand.On on;
    private final Path folder;
    private final Report report;
    private final Consumer<String> progress;

    /**
     * How much of each.
     *
     * @param create Rollouts of one pod, made at once; 0 leaves the stage out, as for the others
     * @param update Rollouts of two pods, made at once and then updated at once
     * @param rounds how often they are updated; each round is reported
     * @param reactions updates of one Rollout alone
     * @param idle Rollouts that are only there
     * @param idlePods of each of those
     */
    record Sizes(int create, int update, int rounds, int reactions, int idle, int idlePods) {}

    Stages(Contender contender, Sizes sizes, Stand.On on, Path folder, Report report, Consumer<String> progress) {
        this.contender = contender;
        this.sizes = sizes;
        this.on = on;
        this.folder = folder;
        this.report = report;
        this.progress = line -> progress.accept(contender.name() + ": " + line);
    }

    void run() throws InterruptedException {
        if (sizes.create > 0 || sizes.update > 0 || sizes.reactions > 0) busy();
        if (sizes.idle > 0) idle();
    }

    private void busy() throws InterruptedException {
        Path own = folder.resolve(contender.name() + "-busy");
        try (Stand stand = Stand.start(on, own, progress);
                var fleet = new Fleet(stand.api(), "bench");
                TetheredProcess process = stand.run(contender, "controller")) {
            awaitAtWork(stand, process);
            if (sizes.create > 0) create(stand, fleet, process);
            if (sizes.update > 0) update(stand, fleet, process);
            if (sizes.reactions > 0) react(stand, fleet, process);
        }
    }

    /** Until it has answered a first Rollout, so that no stage pays for its start. */
    private static void awaitAtWork(Stand stand, TetheredProcess process) throws InterruptedException {
        try (var fleet = new Fleet(stand.api(), "bench-start")) {
            var takenUp = fleet.expect(List.of("first"), Fleet::isTakenUp);
            fleet.create(List.of("first"), 0, "blue");
            takenUp.await(LIMIT);
            Meter.begin(stand, process.handle()).awaitQuiet();
        }
    }

    private void create(Stand stand, Fleet fleet, TetheredProcess process) throws InterruptedException {
        List<String> names = Fleet.names("one-pod", sizes.create);
        progress.accept("creating " + names.size() + " Rollouts of one pod");
        Meter meter = Meter.begin(stand, process.handle());
        double seconds = created(fleet, names, 1, meter);
        meter.awaitQuiet();
        var figures = figures("wall time until all are healthy, s", seconds);
        figures.addAll(meter.costs(names.size()));
        figures.add(Meter.eventsMissing(stand.api(), fleet.namespace(), "one-pod", names.size()));
        add("create " + names.size() + " of 1 pod", figures);
    }

    private static double created(Fleet fleet, List<String> names, int pods, Meter meter) throws InterruptedException {
        var settled = fleet.expect(names, Fleet.settledOn("blue"));
        fleet.create(names, pods, "blue");
        return meter.secondsUntil(settled.await(LONG_LIMIT));
    }

    private void update(Stand stand, Fleet fleet, TetheredProcess process) throws InterruptedException {
        List<String> names = Fleet.names("two-pods", sizes.update);
        progress.accept("creating " + names.size() + " Rollouts of two pods");
        Meter before = Meter.begin(stand, process.handle());
        created(fleet, names, 2, before);
        before.awaitQuiet();
        for (int round = 1; round <= sizes.rounds; round++) {
            progress.accept("updating " + names.size() + " Rollouts at once, round " + round);
            updateOnce(stand, fleet, process, names, round);
        }
    }

    private void updateOnce(Stand stand, Fleet fleet, TetheredProcess process, List<String> names, int round)
            throws InterruptedException {
        try (var reactions = watched(stand, fleet)) {
            Meter meter = Meter.begin(stand, process.handle());
            String tag = "round-" + round;
            var settled = fleet.expect(names, Fleet.settledOn(tag));
            fleet.update(names, tag);
            double seconds = meter.secondsUntil(settled.await(LIMIT));
            meter.awaitQuiet();
            var figures = figures("wall time until all are healthy, s", seconds);
            figures.addAll(meter.costs(names.size()));
            figures.add(Meter.eventsMissing(stand.api(), fleet.namespace(), "two-pods", names.size()));
            figures.addAll(reactionTimes(stand, reactions));
            add("update " + names.size() + " of 2 pods, round " + round, figures);
        }
    }

    private void react(Stand stand, Fleet fleet, TetheredProcess process) throws InterruptedException {
        progress.accept("updating one Rollout " + sizes.reactions + " times");
        List<String> name = List.of("alone");
        created(fleet, name, 2, Meter.begin(stand, process.handle()));
        try (var reactions = watched(stand, fleet)) {
            Meter meter = Meter.begin(stand, process.handle());
            for (int i = 1; i <= sizes.reactions; i++) {
                String tag = "turn-" + i;
                var settled = fleet.expect(name, Fleet.settledOn(tag));
                fleet.update(name, tag);
                settled.await(LIMIT);
            }
            meter.awaitQuiet();
            var figures = new ArrayList<>(meter.costs(sizes.reactions));
            figures.addAll(reactionTimes(stand, reactions));
            add("update one Rollout of 2 pods, " + sizes.reactions + " times", figures);
        }
    }

    /** Watches from now on; what is there already is no news. */
    private static Reactions watched(Stand stand, Fleet fleet) throws InterruptedException {
        var reactions = new Reactions(stand.api(), fleet.namespace());
        reactions.awaitSynced();
        reactions.take();
        return reactions;
    }

    private static List<Figure> reactionTimes(Stand stand, Reactions reactions) {
        var taken = reactions.take();
        List<Duration> answered = Reactions.answered(taken, stand.audit().writes());
        return List.of(
                new Figure("reactions measured", answered.size()),
                new Figure("reaction, median ms", Reactions.quantileMillis(answered, 0.5)),
                new Figure("reaction, p90 ms", Reactions.quantileMillis(answered, 0.9)),
                new Figure("reaction, p99 ms", Reactions.quantileMillis(answered, 0.99)),
                new Figure("reaction, longest ms", Reactions.quantileMillis(answered, 1)));
    }

    private void idle() throws InterruptedException {
        Path own = folder.resolve(contender.name() + "-idle");
        try (Stand stand = Stand.start(on, own, progress);
                var fleet = new Fleet(stand.api(), "bench")) {
            long emptyKib;
            try (TetheredProcess process = stand.run(contender, "controller-before")) {
                awaitAtWork(stand, process);
                emptyKib = ProcessUsage.of(process.handle()).rssKib();
                List<String> names = Fleet.names("idle", sizes.idle);
                progress.accept("creating " + names.size() + " Rollouts of " + sizes.idlePods + " pods");
                Meter meter = Meter.begin(stand, process.handle());
                double seconds = created(fleet, names, sizes.idlePods, meter);
                meter.awaitQuiet();
                var figures = figures("wall time until all are healthy, s", seconds);
                figures.addAll(meter.costs(names.size()));
                add("create " + names.size() + " of " + sizes.idlePods + " pods", figures);
            }
            progress.accept("starting the controller anew on them");
            add(
                    "start on " + sizes.idle + " settled Rollouts",
                    new Restart(stand, contender, sizes.idle, emptyKib).measure());
        }
    }

    private static ArrayList<Figure> figures(String name, double value) {
        return new ArrayList<>(List.of(new Figure(name, value)));
    }

    private void add(String stage, List<Figure> figures) {
        report.add(contender.name(), stage, figures);
        progress.accept(stage);
        figures.forEach(figure -> progress.accept("  " + figure.name() + ": " + figure.text()));
    }
}
