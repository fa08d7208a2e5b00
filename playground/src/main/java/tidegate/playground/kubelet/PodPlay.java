package tidegate.playground.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.CrashBackOff;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Ended;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Idle;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.PullBackOff;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.PullFailed;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Pulling;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Refused;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Running;
import tidegate.playground.kubelet.ContainerPlay.ContainerState.Starting;
import tidegate.playground.kubelet.ContainerPlay.Run;
import tidegate.playground.kubelet.PodScript.RestartPolicy;

/**
 * Where a pod on a node stands: a value. {@link #at} says where it stands later, {@link #nextChange} when it is worth
 * asking; the same script and instants, the same play.
 *
 * <p>Changes happen at their own instants, not when somebody looks: a late look catches up through every state.
 *
 * @param forcedReadiness what somebody outside has ordered; empty leaves it to the script
 */
record PodPlay(
        PodScript script,
        NodeTimings timings,
        Instant startedAt,
        List<ContainerPlay> inits,
        List<ContainerPlay> containers,
        Optional<Stop> stop,
        Optional<Instant> evictedAt,
        Optional<Boolean> forcedReadiness) {

    /** How long a failed pull shows as ErrImagePull before it shows as ImagePullBackOff: as long as a pull took. */
    private static Duration pullErrorShows(ContainerScript script) {
        return script.pullTakes();
    }

    /** Killed at the latest when the grace period, counted from the beginning, is over. */
    record Stop(Instant began, Duration grace) {
        Instant killAt() {
            return began.plus(grace);
        }

        Instant exitAt(ContainerScript container) {
            Instant wanted = began.plus(container.preStop()).plus(container.stopTakes());
            return wanted.isBefore(killAt()) ? wanted : killAt();
        }

        int exitCode(ContainerScript container) {
            Duration wanted = container.preStop().plus(container.stopTakes());
            return wanted.compareTo(grace) > 0 ? 137 : 0;
        }
    }

    /**
     * A pod that its node finds (again): what its status says runs or has ended does so still, all else begins. A pod
     * without a status begins from nothing.
     */
    static PodPlay resume(PodScript script, NodeTimings timings, Json pod, Instant now) {
        Json status = pod.get("status");
        Optional<Instant> evicted =
                status.get("reason").stringOrEmpty().equals("Evicted") ? Optional.of(now) : Optional.empty();
        var play = new PodPlay(
                script,
                timings,
                KubeTime.read(status.get("startTime")).orElse(now),
                ContainerPlay.resume(script.inits(), status.get("initContainerStatuses"), code -> code != 0),
                ContainerPlay.resume(script.containers(), status.get("containerStatuses"), script::restartsAfter),
                Optional.empty(),
                evicted,
                Optional.empty());
        return play.settled(now).at(now);
    }

    /** Where it stands at a later instant, if nobody interferes until then. */
    PodPlay at(Instant now) {
        PodPlay play = this;
        for (var due = play.nextTransition(); due.isPresent() && !due.get().isAfter(now); due = play.nextTransition())
            play = play.step(due.get());
        return play;
    }

    /** When it will next look different; empty if only somebody else can change it. */
    Optional<Instant> nextChange(Instant now) {
        var readiness = IntStream.range(0, containers.size()).boxed().flatMap(i -> readinessChanges(i, now));
        return Stream.concat(nextTransition().stream(), readiness).min(Instant::compareTo);
    }

    private Stream<Instant> readinessChanges(int index, Instant now) {
        if (!(containers.get(index).state() instanceof Running(var since))) return Stream.empty();
        ContainerScript container = script.containers().get(index);
        return Stream.of(container.readyAfter(), container.notReadyAfter())
                .flatMap(Optional::stream)
                .map(since::plus)
                .filter(change -> change.isAfter(now));
    }

    /** The pod is to go; a second order can only shorten the time left. */
    PodPlay stopping(Instant now, Duration grace) {
        Stop ordered = new Stop(stop.map(Stop::began).orElse(now), grace);
        if (stop.filter(known -> !ordered.killAt().isBefore(known.killAt())).isPresent()) return this;
        return new PodPlay(
                script, timings, startedAt, inits, containers, Optional.of(ordered), evictedAt, forcedReadiness);
    }

    /** All running containers end now with a code, as if by themselves. */
    PodPlay exiting(Instant now, int exitCode) {
        return each(
                        (i, play) -> exited(script.inits().get(i), play, now, exitCode, restartsInit(i, exitCode)),
                        (i, play) -> exited(script.containers().get(i), play, now, exitCode, restarts(exitCode)))
                .settled(now);
    }

    PodPlay evicted(Instant now) {
        PodPlay killed = allKilled(now);
        return new PodPlay(
                script, timings, startedAt, killed.inits, killed.containers, stop, Optional.of(now), forcedReadiness);
    }

    PodPlay withReadiness(Optional<Boolean> forced) {
        return new PodPlay(script, timings, startedAt, inits, containers, stop, evictedAt, forced);
    }

    boolean isReady(int container, Instant now) {
        ContainerPlay play = containers.get(container);
        return play.isRunning()
                && forcedReadiness.orElseGet(
                        () -> play.isReady(script.containers().get(container), now));
    }

    boolean anyRunning() {
        return Stream.concat(inits.stream(), containers.stream()).anyMatch(ContainerPlay::isRunning);
    }

    /** It was told to stop and nothing runs any more. */
    boolean isStopped() {
        return stop.isPresent() && !anyRunning();
    }

    /** It has ended for good by itself or by eviction; nothing will start again. */
    boolean isOver() {
        if (evictedAt.isPresent()) return true;
        boolean initFailed = inits.stream().flatMap(i -> i.finalRun().stream()).anyMatch(run -> !run.succeeded());
        return initFailed
                || (initialized()
                        && containers.stream().allMatch(c -> c.finalRun().isPresent()));
    }

    /** Init containers are through, sidecars among them running. */
    boolean initialized() {
        return IntStream.range(0, inits.size()).allMatch(this::initPassed);
    }

    boolean initPassed(int index) {
        ContainerPlay play = inits.get(index);
        return script.inits().get(index).restartsAlways()
                ? play.isRunning() || play.last().isPresent()
                : play.finalRun().filter(Run::succeeded).isPresent();
    }

    private Optional<Instant> nextTransition() {
        if (isOver() && !anyRunning()) return Optional.empty();
        var ofInits = IntStream.range(0, inits.size())
                .mapToObj(i -> transition(script.inits().get(i), inits.get(i)));
        var ofContainers = IntStream.range(0, containers.size())
                .mapToObj(i -> transition(script.containers().get(i), containers.get(i)));
        return Stream.of(ofInits, ofContainers, Stream.of(eviction()))
                .flatMap(due -> due)
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private Optional<Instant> eviction() {
        return stop.isPresent() || isOver()
                ? Optional.empty()
                : script.evictAfter().map(startedAt::plus);
    }

    private Optional<Instant> transition(ContainerScript container, ContainerPlay play) {
        return switch (play.state()) {
            case Idle _, Refused _, Ended _ -> Optional.empty();
            case Running(var since) -> exitOf(container, since);
            case Pulling(var until) -> whileStaying(until);
            case PullFailed(var until) -> whileStaying(until);
            case PullBackOff(var until, var unused) -> whileStaying(until);
            case Starting(var until) -> whileStaying(until);
            case CrashBackOff(var until, var unused) -> whileStaying(until);
        };
    }

    /** A pod that is to go starts nothing more. */
    private Optional<Instant> whileStaying(Instant until) {
        return stop.isPresent() ? Optional.empty() : Optional.of(until);
    }

    private Optional<Instant> exitOf(ContainerScript container, Instant since) {
        var byItself = container.ending().map(ending -> since.plus(ending.after()));
        var ordered = stop.map(order -> order.exitAt(container));
        return Stream.of(byItself, ordered).flatMap(Optional::stream).min(Instant::compareTo);
    }

    private PodPlay step(Instant now) {
        if (eviction().filter(due -> !now.isBefore(due)).isPresent()) return evicted(now);
        return each(
                        (i, play) -> moved(script.inits().get(i), play, now, code -> restartsInit(i, code)),
                        (i, play) -> moved(script.containers().get(i), play, now, this::restarts))
                .settled(now);
    }

    private ContainerPlay moved(
            ContainerScript container, ContainerPlay play, Instant now, IntPredicate restartsAfter) {
        if (transition(container, play).filter(due -> !now.isBefore(due)).isEmpty()) return play;
        return switch (play.state()) {
            case Idle _, Refused _, Ended _ -> play;
            case Pulling _ ->
                container.pullable()
                        ? play.in(new Starting(now.plus(container.startTakes())))
                        : play.afterPullFailure(new PullFailed(now.plus(pullErrorShows(container))));
            case PullFailed _ -> {
                Duration delay = timings.backoffAfter(play.pullFailures());
                yield play.in(new PullBackOff(now.plus(delay), delay));
            }
            case PullBackOff _ -> play.in(new Pulling(now.plus(container.pullTakes())));
            case Starting _ -> play.in(new Running(now));
            case CrashBackOff _ -> play.restarted(new Starting(now.plus(container.startTakes())));
            case Running(var since) -> {
                int code = exitCode(container, since, now);
                yield exited(container, play, now, code, restartsAfter.test(code));
            }
        };
    }

    private int exitCode(ContainerScript container, Instant since, Instant now) {
        return container
                .ending()
                .filter(ending -> !now.isBefore(since.plus(ending.after())))
                .map(ShellLine.Ending::exitCode)
                .orElseGet(() -> stop.map(order -> order.exitCode(container)).orElse(0));
    }

    private ContainerPlay exited(
            ContainerScript container, ContainerPlay play, Instant now, int exitCode, boolean restarts) {
        if (!(play.state() instanceof Running(var since))) return play;
        Run run = new Run(since, now, exitCode);
        if (!restarts) return play.ended(new Ended(run), run);
        if (play.restarts() == 0 || isForgiven(run))
            return play.ended(play.state(), run).restarted(new Starting(now.plus(container.startTakes())));
        Duration delay = timings.backoffAfter(play.restarts());
        return play.ended(new CrashBackOff(now.plus(delay), delay), run);
    }

    /** Who ran twice the longest back-off begins anew, as the kubelet has it. */
    private boolean isForgiven(Run run) {
        return Duration.between(run.since(), run.until())
                        .compareTo(timings.longestBackoff().multipliedBy(2))
                > 0;
    }

    private boolean restarts(int exitCode) {
        return stop.isEmpty() && script.restartsAfter(exitCode);
    }

    private boolean restartsInit(int index, int exitCode) {
        if (stop.isPresent()) return false;
        if (script.inits().get(index).restartsAlways()) return true;
        return exitCode != 0 && script.restartPolicy() != RestartPolicy.NEVER;
    }

    /** Begins whatever has its turn now; ends sidecars when the work is done. */
    private PodPlay settled(Instant now) {
        if (stop.isPresent()) return this;
        if (isOver()) return allKilled(now);
        for (int i = 0; i < inits.size(); i++) {
            if (initPassed(i)) continue;
            int turn = i;
            return each((n, play) -> n == turn ? begun(script.inits().get(n), play, now) : play, (_, play) -> play);
        }
        return each((_, play) -> play, (n, play) -> begun(script.containers().get(n), play, now));
    }

    private static ContainerPlay begun(ContainerScript container, ContainerPlay play, Instant now) {
        if (!(play.state() instanceof Idle)) return play;
        return play.in(
                container.problem().isPresent()
                        ? new Refused(container.problem().get())
                        : new Pulling(now.plus(container.pullTakes())));
    }

    private PodPlay allKilled(Instant now) {
        return each(
                (i, play) -> exited(script.inits().get(i), play, now, 137, false),
                (i, play) -> exited(script.containers().get(i), play, now, 137, false));
    }

    private interface Change {
        ContainerPlay apply(int index, ContainerPlay play);
    }

    private PodPlay each(Change ofInits, Change ofContainers) {
        return new PodPlay(
                script,
                timings,
                startedAt,
                changed(inits, ofInits),
                changed(containers, ofContainers),
                stop,
                evictedAt,
                forcedReadiness);
    }

    private static List<ContainerPlay> changed(List<ContainerPlay> plays, Change change) {
        return IntStream.range(0, plays.size())
                .mapToObj(i -> change.apply(i, plays.get(i)))
                .toList();
    }
}
