package tidegate.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tidegate.api.json.Json;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.ListOptions;
import tidegate.cli.client.Resource;
import tidegate.cli.view.RolloutObjects;
import tidegate.cli.view.ShownPhase;

@Command(
        name = "status",
        description = "Tell the status of a rollout; waits until it is Healthy or Degraded",
        footer = {
            "  # wait two minutes at most; exit code 0 only if it became Healthy",
            "  kubectl-argo-rollouts status checkout --timeout 2m",
            "  # only look",
            "  kubectl-argo-rollouts status checkout --watch=false"
        })
final class StatusCommand implements Verb {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final Session session;

    @Parameters(paramLabel = "ROLLOUT_NAME")
    List<String> names = new ArrayList<>();

    @Option(
            names = {"-w", "--watch"},
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Wait until the rollout is Healthy or Degraded (default true)")
    boolean watch = true;

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "duration",
            defaultValue = "0",
            description = "How long to wait, as in 30s or 5m; 0 for ever")
    String timeout = "0";

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() throws InterruptedException {
        String name = Arguments.one(names);
        Duration limit = Durations.flag("--timeout", timeout);
        return watch ? await(name, limit) : look(name);
    }

    private int look(String name) {
        ShownPhase phase = read(name);
        if (phase.isHealthy() || phase.isDegraded()) session.out().println(phase.phase());
        else session.out().println(phase.phase() + " - " + phase.message());
        failIfDegraded(phase);
        return 0;
    }

    private int await(String name, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + (limit.isPositive() ? limit : FOR_EVER).toNanos();
        var changes = new Changes();
        session.surroundings().stop().whenMade(changes::signal);
        try (var rollout = TreeWatch.startAtRootOnly(session, name, changes)) {
            ShownPhase shown = null;
            while (!session.surroundings().stop().isMade() && System.nanoTime() < deadline) {
                ShownPhase now = seen(rollout);
                if (!now.equals(shown)) session.out().println(line(now));
                shown = now;
                failIfDegraded(now);
                if (now.isHealthy()) return 0;
                changes.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        }
        return afterDeadline(name);
    }

    private static ShownPhase seen(TreeWatch watch) {
        RolloutObjects seen = watch.seen().orElseThrow(watch::notFound);
        return ShownPhase.of(seen.root(), seen.workloadGeneration());
    }

    private static String line(ShownPhase phase) {
        return phase.message().isEmpty() ? phase.phase() : phase.phase() + " - " + phase.message();
    }

    /** The last word has what is stored now, not what the watch saw last. */
    private int afterDeadline(String name) {
        ShownPhase last = read(name);
        failIfDegraded(last);
        if (last.isHealthy()) return 0;
        throw new CommandFailure("Rollout status watch exceeded timeout");
    }

    private ShownPhase read(String name) {
        List<Json> found = session.api()
                .list(Resource.ROLLOUTS, session.namespace(), ListOptions.named(name))
                .get("items")
                .elements();
        if (found.isEmpty()) throw ApiFailure.notFound(Resource.ROLLOUTS.singularName(), name);
        Json rollout = found.getFirst();
        return ShownPhase.of(rollout, workloadGeneration(rollout));
    }

    /** The Deployment is worth a look, not a failure. */
    private OptionalLong workloadGeneration(Json rollout) {
        Optional<TreePart> workload = TreePart.workload(rollout);
        if (workload.isEmpty()) return OptionalLong.empty();
        try {
            return TreePart.generation(session.api()
                    .list(
                            Resource.DEPLOYMENTS,
                            session.namespace(),
                            workload.get().options())
                    .get("items")
                    .elements());
        } catch (ApiFailure _) {
            return OptionalLong.empty();
        }
    }

    private static void failIfDegraded(ShownPhase phase) {
        if (phase.isDegraded())
            throw new CommandFailure("The rollout is in a degraded state with message: " + phase.message());
    }
}
