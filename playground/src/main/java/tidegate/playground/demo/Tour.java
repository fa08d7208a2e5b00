package tidegate.playground.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tidegate.playground.client.KubeApi;
import tidegate.playground.demo.Plugin.Answer;

/**
 * The life of one application: deployed, updated, promoted, aborted, rolled back, broken and mended. Each stop is
 * shown as it happens and asserted; the first that does not hold ends the tour.
 */
final class Tour {
    private static final String NAME = "rollouts-demo";
    private static final String IMAGE = "argoproj/rollouts-demo:";
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Screen screen;
    private final KubeApi api;
    private final String namespace;
    private final Plugin plugin;
    private final Optional<TrafficMeter> meter;

    Tour(Screen screen, KubeApi api, String namespace, Plugin plugin, Optional<TrafficMeter> meter) {
        this.screen = screen;
        this.api = api;
        this.namespace = namespace;
        this.plugin = plugin;
        this.meter = meter;
    }

    private static final List<Station> STATIONS = List.of(
            Station.of(
                    "First deployment",
                    "There is no version to protect yet, so no step is taken: five blue pods, then Healthy.",
                    "Healthy, five blue pods",
                    settled("blue")),
            Station.of(
                            "A new version stops at its first step",
                            "Yellow gets one pod of five, then the release waits for a person.",
                            "Paused (CanaryPauseStep) at step 1/8, one yellow and four blue pods",
                            pausedAtFirstStep("yellow", 1, "blue", 4),
                            setImage("yellow"))
                    .never("fewer than four pods", view -> alive(view) < 4),
            Station.of(
                            "Promoted, it goes through its timed pauses",
                            "40, 60 and 80 per cent, ten seconds each, with nobody's help.",
                            "Healthy, yellow is stable, five yellow pods",
                            settled("yellow"),
                            List.of("promote", NAME))
                    .never("fewer than four pods", view -> alive(view) < 4)
                    .within(Duration.ofSeconds(90)),
            Station.of(
                    "Red is tried",
                    "Somebody does not like what they see …",
                    "Paused (CanaryPauseStep) at step 1/8, one red pod",
                    pausedAtFirstStep("red", 1, "yellow", 4),
                    setImage("red")),
            Station.of(
                            "… and aborts",
                            "Traffic and pods go back to yellow; the Rollout says why it is not what its spec asks for.",
                            "Degraded with the abort message, five yellow pods, no red one",
                            view -> view.phase().equals("Degraded")
                                    && view.message().startsWith("RolloutAborted")
                                    && view.podsByColour().equals(Map.of("yellow", 5L)),
                            List.of("abort", NAME))
                    .never(
                            "fewer than four yellow pods",
                            view -> view.podsByColour().getOrDefault("yellow", 0L) < 4),
            Station.of(
                            "Yellow is applied again",
                            "It is the stable version: nothing has to be tried, so no step is taken.",
                            "Healthy at once, five yellow pods",
                            settled("yellow"),
                            setImage("yellow"))
                    .never("a pause", view -> view.phase().equals("Paused"))
                    .within(Duration.ofSeconds(10)),
            Station.of(
                            "Green is promoted in full",
                            "For the fix that cannot wait: every step is skipped, capacity is not.",
                            "Healthy, green is stable, five green pods",
                            settled("green"),
                            setImage("green"),
                            List.of("promote", NAME, "--full"))
                    .never("fewer than four pods", view -> alive(view) < 4),
            Station.of(
                            "A broken image",
                            "The image cannot be pulled. Nothing happens to the running pods, and after 30 s without"
                                    + " progress the Rollout says so.",
                            "Degraded, ProgressDeadlineExceeded shown, green still serves",
                            view -> view.phase().equals("Degraded")
                                    && view.message().startsWith("ProgressDeadlineExceeded")
                                    && view.podsByColour().getOrDefault("green", 0L) >= 4,
                            setImage("missing-1.0"))
                    .never(
                            "fewer than four green pods",
                            view -> view.podsByColour().getOrDefault("green", 0L) < 4)
                    .within(Duration.ofSeconds(75)),
            Station.of(
                    "Undo",
                    "Back to the version before, which is the stable one.",
                    "Healthy, five green pods, none broken",
                    settled("green"),
                    List.of("undo", NAME)));

    private static List<String> setImage(String tag) {
        return List.of("set", "image", NAME, NAME + "=" + IMAGE + tag);
    }

    private static Predicate<View> settled(String colour) {
        return view -> view.phase().equals("Healthy")
                && view.isPromoted()
                && view.podsByColour().equals(Map.of(colour, 5L));
    }

    private static Predicate<View> pausedAtFirstStep(String canary, long few, String stable, long many) {
        return view -> view.phase().equals("Paused")
                && view.message().equals("CanaryPauseStep")
                && view.stepIndex() == 1
                && view.podsByColour().equals(Map.of(canary, few, stable, many));
    }

    private static long alive(View view) {
        return view.podsByColour().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Walks through all stops.
     *
     * @return whether every one held
     */
    boolean walk() {
        int number = 1;
        for (Station station : STATIONS) {
            screen.heading(number++ + "/" + (STATIONS.size() + 1) + "  " + station.title());
            if (!visit(station)) return false;
        }
        screen.heading(number + "/" + (STATIONS.size() + 1) + "  Version");
        screen.command("kubectl argo rollouts version");
        Answer version = plugin.run("version");
        screen.line(version.output().stripTrailing());
        return judge(version.exitCode() == 0 && version.output().startsWith("kubectl-argo-rollouts: v"), "a version");
    }

    private boolean visit(Station station) {
        screen.line(station.story());
        if (station.commands().isEmpty()) screen.command("kubectl apply -f rollouts-demo.yaml");
        for (List<String> command : station.commands()) {
            screen.command("kubectl argo rollouts " + String.join(" ", command));
            Answer answer = plugin.run(command.toArray(String[]::new));
            screen.line(answer.output().stripTrailing());
            if (answer.exitCode() != 0) return judge(false, "exit code 0, not " + answer.exitCode());
        }
        return awaitWhatItPromises(station);
    }

    private boolean awaitWhatItPromises(Station station) {
        long start = System.nanoTime();
        String last = "";
        while (true) {
            Optional<View> seen = View.read(api, namespace, NAME);
            if (seen.isPresent()) {
                View view = seen.get();
                if (!view.line().equals(last)) screen.note("  " + view.line());
                last = view.line();
                if (station.never().test(view)) return judge(false, "never " + station.neverText());
                if (station.reaches().test(view)) {
                    show();
                    double seconds = (System.nanoTime() - start) / 1e9;
                    return judge(true, "%s (after %.1f s)".formatted(station.expected(), seconds));
                }
            }
            if (System.nanoTime() - start > station.limit().toNanos()) {
                show();
                return judge(
                        false, station.expected() + " within " + station.limit().toSeconds() + " s");
            }
            pause();
        }
    }

    private void show() {
        screen.blank();
        screen.command("kubectl argo rollouts get rollout " + NAME);
        plugin.show(screen, "get", "rollout", NAME);
        meter.ifPresent(traffic -> {
            screen.blank();
            screen.line("answers through the gateway  " + traffic.bar(screen));
        });
    }

    private boolean judge(boolean holds, String what) {
        if (holds) screen.done(what);
        else screen.failed("expected: " + what);
        return holds;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }
}
