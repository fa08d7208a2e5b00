package tidegate.benchmarks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import tidegate.controlplane.Bill;
import tidegate.controlplane.TetheredProcess;

/** A controller that starts where thousands of Rollouts need nothing: how soon it works, and how soon it rests. */
final class Restart {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration STEP = Duration.ofMillis(100);

    /** At rest: over this long no more than this share of one core. */
    private static final Duration WINDOW = Duration.ofSeconds(3);

    private static final double REST = 0.1;

    /** For how long it is watched after it came to rest. */
    private static final Duration REST_WATCHED = Duration.ofSeconds(10);

    private static final String NAMESPACE = "bench-restart";

    private final Stand stand;
    private final Contender contender;
    private final int rollouts;
    private final long emptyKib;

    /** @param emptyKib resident memory of the same controller without Rollouts */
    Restart(Stand stand, Contender contender, int rollouts, long emptyKib) {
        this.stand = stand;
        this.contender = contender;
        this.rollouts = rollouts;
        this.emptyKib = emptyKib;
    }

    private record Sample(long nanos, Duration cpu) {}

    /** One start. A single Rollout that nobody has taken up yet shows when the controller works. */
    List<Figure> measure() throws InterruptedException {
        int from = stand.audit().writes().size();
        try (var fleet = new Fleet(stand.api(), NAMESPACE)) {
            var takenUp = fleet.expect(List.of("new"), Fleet::isTakenUp);
            fleet.create(List.of("new"), 0, "blue");
            long began = System.nanoTime();
            try (TetheredProcess process = stand.run(contender, "controller-after")) {
                ProcessHandle handle = process.handle();
                Sample rest = awaitRest(handle, takenUp);
                long works = takenUp.await(LIMIT);
                ProcessUsage atRest = ProcessUsage.of(handle);
                Thread.sleep(REST_WATCHED);
                ProcessUsage later = ProcessUsage.of(handle);
                Bill bill = withoutTheNewOne(Meter.billOf(stand.audit().writes(), from));
                return List.of(
                        new Figure("works after, s", (works - began) / 1e9),
                        new Figure("at rest after, s", (Math.max(works, rest.nanos()) - began) / 1e9),
                        new Figure("CPU until at rest, s", rest.cpu().toMillis() / 1e3),
                        new Figure(
                                "API writes besides events",
                                bill.besidesEvents().total()),
                        new Figure("events written", bill.events().total()),
                        new Figure("RSS, MiB", later.rssKib() / 1024.0),
                        new Figure("peak RSS, MiB", later.peakRssKib() / 1024.0),
                        new Figure(
                                "RSS over that without Rollouts, KiB each",
                                (later.rssKib() - emptyKib) / (double) rollouts),
                        new Figure(
                                "CPU at rest, % of a core",
                                percentOfACore(later.cpu().minus(atRest.cpu()))));
            }
        }
    }

    private static double percentOfACore(Duration cpu) {
        return 100.0 * cpu.toNanos() / REST_WATCHED.toNanos();
    }

    private static Bill withoutTheNewOne(Bill all) {
        return Bill.of(all.writes(), write -> !write.namespace().equals(NAMESPACE));
    }

    /** When it came to rest once it worked (it may wait for a lease before that), and what it had used until then. */
    private static Sample awaitRest(ProcessHandle process, Fleet.Expectation atWork) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        var samples = new ArrayDeque<Sample>();
        while (System.nanoTime() - end < 0) {
            if (!process.isAlive()) throw new BenchFailure("the controller ended");
            var now = new Sample(System.nanoTime(), ProcessUsage.of(process).cpu());
            samples.add(now);
            Sample first = samples.getFirst();
            long spanned = now.nanos() - first.nanos();
            if (spanned >= WINDOW.toNanos()) {
                double share = (double) now.cpu().minus(first.cpu()).toNanos() / spanned;
                if (share <= REST && atWork.isReached()) return first;
                samples.removeFirst();
            }
            Thread.sleep(STEP);
        }
        throw new BenchFailure("the controller is not at rest after " + LIMIT.toMinutes() + " minutes");
    }
}
