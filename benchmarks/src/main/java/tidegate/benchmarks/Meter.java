package tidegate.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tidegate.api.json.Json;
import tidegate.controlplane.Audit;
import tidegate.controlplane.Audit.ApiWrite;
import tidegate.controlplane.Bill;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;

/** What a controller does and uses between two moments. */
final class Meter {
    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration QUIET_LIMIT = Duration.ofMinutes(5);

    /** Of everything else that writes; matched as the beginning of the user agent. */
    private static final Set<String> OTHERS = Set.of(
            Stand.USER_AGENT,
            Stand.NODES_USER_AGENT,
            "playground-controllers",
            "kube-controller-manager",
            "kube-apiserver");

    private final Audit audit;
    private final ProcessHandle process;
    private final int from;
    private final Duration cpuBefore;
    private final long beganNanos = System.nanoTime();

    private Meter(Audit audit, ProcessHandle process) {
        this.audit = audit;
        this.process = process;
        from = audit.writes().size();
        cpuBefore = ProcessUsage.of(process).cpu();
    }

    static Meter begin(Stand stand, ProcessHandle process) {
        return new Meter(stand.audit(), process);
    }

    double secondsUntil(long nanos) {
        return (nanos - beganNanos) / 1e9;
    }

    /** Waits until the controller has written nothing for some seconds; what it still had to write counts too. */
    void awaitQuiet() throws InterruptedException {
        long end = System.nanoTime() + QUIET_LIMIT.toNanos();
        long lastWrite = System.nanoTime();
        int writes = -1;
        while (System.nanoTime() - lastWrite < QUIET.toNanos()) {
            int now = bill().total();
            if (now != writes) lastWrite = System.nanoTime();
            writes = now;
            if (System.nanoTime() - end > 0) throw new BenchFailure("the controller still writes after " + QUIET_LIMIT);
            Thread.sleep(STEP);
        }
    }

    Bill bill() {
        return billOf(audit.writes(), from);
    }

    /**
     * The controller's among the writes of everybody, from the given place on: those of nobody else here. Its leases are
     * left aside, and the questions about its rights, which the API has as objects to create.
     */
    static Bill billOf(List<ApiWrite> all, int from) {
        return Bill.of(all.subList(from, all.size()), Meter::isTheControllers);
    }

    private static boolean isTheControllers(ApiWrite write) {
        return OTHERS.stream().noneMatch(write.userAgent()::startsWith)
                && !write.resource().equals("leases")
                && !write.resource().endsWith("reviews");
    }

    /** What it cost so far, for each of {@code count} Rollouts. */
    List<Figure> costs(int count) {
        Bill bill = bill();
        ProcessUsage usage = ProcessUsage.of(process);
        double cpuMillis = usage.cpu().minus(cpuBefore).toMillis();
        var figures = new ArrayList<Figure>();
        figures.add(new Figure(
                "API writes besides events, each", (double) bill.besidesEvents().total() / count));
        bill.besidesEvents()
                .byKind()
                .forEach((kind, writes) -> figures.add(new Figure("- " + kind + ", each", (double) writes / count)));
        figures.add(new Figure("writes refused, in all", bill.refused()));
        figures.add(new Figure("events written, each", (double) bill.events().total() / count));
        figures.add(new Figure("CPU, ms each", cpuMillis / count));
        figures.add(new Figure("CPU, s", cpuMillis / 1000));
        figures.add(new Figure("RSS, MiB", usage.rssKib() / 1024.0));
        figures.add(new Figure("peak RSS since the process began, MiB", usage.peakRssKib() / 1024.0));
        return figures;
    }

    /**
     * Events that some Rollouts lack of what another one of the same history has: those the controller dropped.
     *
     * @param prefix of the names of the Rollouts, which all went through the same
     */
    static Figure eventsMissing(KubeApi api, String namespace, String prefix, int count) {
        var byReason = new HashMap<String, Map<String, Integer>>();
        for (Json event :
                api.list(ResourceType.EVENTS, Selection.inNamespace(namespace)).items()) {
            Json about = event.get("involvedObject");
            String name = about.get("name").stringOrEmpty();
            if (!about.get("kind").stringOrEmpty().equals("Rollout") || !name.startsWith(prefix)) continue;
            int times = Math.max(1, event.get("count").integer().orElse(1));
            byReason.computeIfAbsent(event.get("reason").stringOrEmpty(), _ -> new HashMap<>())
                    .merge(name, times, Integer::sum);
        }
        return new Figure(
                "events missing, in all",
                byReason.values().stream().mapToLong(missingOf(count)::apply).sum());
    }

    private static Function<Map<String, Integer>, Long> missingOf(int count) {
        return times -> {
            long most =
                    times.values().stream().mapToLong(Integer::longValue).max().orElse(0);
            long have = times.values().stream().mapToLong(Integer::longValue).sum();
            return most * count - have;
        };
    }
}
