package tidegate.playground.kubelet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;

/**
 * Where one container stands.
 *
 * @param restarts how often it was started again
 * @param pullFailures in a row
 * @param last the latest run that is over
 */
record ContainerPlay(ContainerState state, int restarts, int pullFailures, Optional<Run> last) {

    /** What a container is doing. */
    sealed interface ContainerState {
        /** Its turn has not come. */
        record Idle() implements ContainerState {}

        record Pulling(Instant until) implements ContainerState {}

        /** A pull has just failed. */
        record PullFailed(Instant until) implements ContainerState {}

        record PullBackOff(Instant until, Duration delay) implements ContainerState {}

        record Starting(Instant until) implements ContainerState {}

        /** Cannot be started as it is written. */
        record Refused(String problem) implements ContainerState {}

        record Running(Instant since) implements ContainerState {}

        record CrashBackOff(Instant until, Duration delay) implements ContainerState {}

        /** Ended for good. */
        record Ended(Run run) implements ContainerState {}
    }

    /** A run that is over. */
    record Run(Instant since, Instant until, int exitCode) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    static ContainerPlay idle() {
        return new ContainerPlay(new ContainerState.Idle(), 0, 0, Optional.empty());
    }

    /**
     * What statuses of such containers say; those without a status, and those about to be restarted, are idle.
     *
     * @param restarts whether an exit code is followed by a restart
     */
    static List<ContainerPlay> resume(List<ContainerScript> scripts, Json statuses, IntPredicate restarts) {
        return scripts.stream()
                .map(script -> statuses.elements().stream()
                        .filter(status -> status.get("name").stringOrEmpty().equals(script.name()))
                        .findFirst()
                        .map(status -> resume(status, restarts))
                        .orElseGet(ContainerPlay::idle))
                .toList();
    }

    private static ContainerPlay resume(Json status, IntPredicate restarts) {
        Optional<Run> ended = runIn(status.at("state", "terminated"));
        Optional<Run> last = ended.or(() -> runIn(status.at("lastState", "terminated")));
        ContainerState state = KubeTime.read(status.at("state", "running", "startedAt"))
                .<ContainerState>map(ContainerState.Running::new)
                .or(() -> ended.filter(run -> !restarts.test(run.exitCode())).map(ContainerState.Ended::new))
                .orElseGet(ContainerState.Idle::new);
        return new ContainerPlay(state, status.get("restartCount").integer().orElse(0), 0, last);
    }

    private static Optional<Run> runIn(Json terminated) {
        var since = KubeTime.read(terminated.get("startedAt"));
        var until = KubeTime.read(terminated.get("finishedAt"));
        return since.isPresent() && until.isPresent()
                ? Optional.of(new Run(
                        since.get(),
                        until.get(),
                        terminated.get("exitCode").integer().orElse(0)))
                : Optional.empty();
    }

    ContainerPlay in(ContainerState next) {
        return new ContainerPlay(next, restarts, pullFailures, last);
    }

    ContainerPlay afterPullFailure(ContainerState next) {
        return new ContainerPlay(next, restarts, pullFailures + 1, last);
    }

    ContainerPlay ended(ContainerState next, Run run) {
        return new ContainerPlay(next, restarts, pullFailures, Optional.of(run));
    }

    ContainerPlay restarted(ContainerState next) {
        return new ContainerPlay(next, restarts + 1, 0, last);
    }

    boolean isRunning() {
        return state instanceof ContainerState.Running;
    }

    /** Its only run that matters, if it will not be started again. */
    Optional<Run> finalRun() {
        return state instanceof ContainerState.Ended(var run) ? Optional.of(run) : Optional.empty();
    }

    boolean isReady(ContainerScript script, Instant now) {
        return state instanceof ContainerState.Running(var since)
                && script.readyAfter()
                        .filter(after -> !now.isBefore(since.plus(after)))
                        .isPresent()
                && script.notReadyAfter()
                        .filter(after -> !now.isBefore(since.plus(after)))
                        .isEmpty();
    }
}
