package tidegate.simulator.episode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.Rollout;
import tidegate.api.rollout.RolloutStatus;
import tidegate.rollout.plan.Plan;
import tidegate.simulator.VirtualTime;
import tidegate.simulator.cluster.SimCluster;

/** A release from a seed. */
public final class Episode {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration RESTLESS = Duration.ofSeconds(60);
    private static final int MOST_EVENTS = 200_000;

    /**
     * How an episode went.
     *
     * @param failure what should not have happened; empty if all was well
     * @param phase in which it settled
     * @param writes by kind
     * @param story line by line, empty unless asked for
     */
    public record Result(
            long seed,
            Optional<String> failure,
            String phase,
            int passes,
            Map<String, Integer> writes,
            Duration virtual,
            List<String> story) {}

    private final long seed;
    private final VirtualTime time = new VirtualTime(START);
    private final RandomGenerator random;
    private final Story story;
    private final SimCluster cluster;
    private final Controller controller;
    private final User user;

    private Episode(long seed, boolean told) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.story = new Story(told, START);
        var rollouts = new RandomRollout(random);
        var manifest = rollouts.manifest();
        this.cluster = new SimCluster(time, random, manifest);
        this.controller = new Controller(cluster, time, random, story);
        this.user = new User(cluster, random, rollouts);
        story.add(START, "user", () -> "apply " + manifest.get("spec"));
    }

    /** @param told whether the story is wanted */
    public static Result play(long seed, boolean told) {
        return new Episode(seed, told).play();
    }

    private Result play() {
        controller.wake(Duration.ZERO);
        boolean deadly = random.nextInt(4) == 0;
        controller.dies(deadly ? 30 : 0);
        for (int i = random.nextInt(12); i > 0; i--) time.after(moment(), this::command);
        for (int i = random.nextInt(6); i > 0; i--) time.after(moment(), this::misfortune);
        time.after(RESTLESS, () -> controller.dies(0));
        int events = run();
        Optional<String> failure =
                controller.broken().or(() -> wrong(events)).map(text -> "seed " + seed + ": " + text);
        story.add(
                time.now(),
                "end",
                () -> failure.orElse("well") + " | " + controller.pods() + " | "
                        + cluster.rollout().status().json());
        return result(failure);
    }

    private int run() {
        int events = 0;
        while (controller.broken().isEmpty() && events < MOST_EVENTS && time.step()) events++;
        return events;
    }

    private Result result(Optional<String> failure) {
        var writes = new java.util.TreeMap<String, Integer>();
        controller.writes().forEach((kind, count) -> writes.put(kind.name(), count));
        return new Result(
                seed,
                failure,
                cluster.rollout().status().phase(),
                controller.passes(),
                writes,
                Duration.between(START, time.now()),
                story.lines());
    }

    private Duration moment() {
        return Duration.ofMillis(random.nextLong(RESTLESS.toMillis()));
    }

    private void command() {
        String did = user.act();
        story.add(time.now(), "user", () -> did);
    }

    private void misfortune() {
        var sets = cluster.replicaSets();
        if (sets.isEmpty()) return;
        String set = sets.get(random.nextInt(sets.size())).name();
        int kind = random.nextInt(20);
        if (kind == 0) cluster.lose(set);
        else if (kind < 10) cluster.killPod(set);
        else cluster.stunPod(set, Duration.ofMillis(random.nextInt(100, 20_000)));
        story.add(
                time.now(),
                "misfortune",
                () -> (kind == 0 ? "deleted " : kind < 10 ? "pod killed " : "pod stunned ") + set);
    }

    private Optional<String> wrong(int events) {
        if (events >= MOST_EVENTS) return Optional.of("never falls silent");
        RolloutStatus status = cluster.rollout().status();
        Plan plan = controller.plan();
        if (!plan.isEmpty()) return Optional.of("still has something to do: " + plan.actions() + plan.status());
        if (plan.nextLook().isPresent())
            return Optional.of("still waits for " + plan.nextLook().get());
        return switch (status.phase()) {
            case "Healthy" -> wrongWhenHealthy();
            case "Paused", "Degraded" ->
                status.message().isEmpty() ? Optional.of(status.phase() + " without a message") : wrongWhenAborted();
            default -> Optional.of("ends " + status.phase() + ": " + status.message());
        };
    }

    private Optional<String> wrongWhenHealthy() {
        Rollout rollout = cluster.rollout();
        int replicas = rollout.spec().replicas();
        for (ReplicaSet set : cluster.replicaSets()) {
            boolean current = set.hash().equals(rollout.status().stableRS());
            if (set.replicas() != (current ? replicas : 0))
                return Optional.of("Healthy, but " + set.name() + " has " + set.replicas() + " pods");
        }
        return Optional.empty();
    }

    /** After an abort all pods are stable's, if stable is there and works. */
    private Optional<String> wrongWhenAborted() {
        RolloutStatus status = cluster.rollout().status();
        if (!status.abort()) return Optional.empty();
        var stable = cluster.replicaSets().stream()
                .filter(set -> set.hash().equals(status.stableRS()))
                .findFirst();
        boolean works =
                stable.filter(set -> set.counts().available() == set.replicas()).isPresent();
        if (!works) return Optional.empty();
        int replicas = cluster.rollout().spec().replicas();
        return cluster.replicaSets().stream()
                .filter(set -> set.replicas() != (set.hash().equals(status.stableRS()) ? replicas : 0))
                .findFirst()
                .map(set -> "aborted, but " + set.name() + " has " + set.replicas() + " pods");
    }
}
