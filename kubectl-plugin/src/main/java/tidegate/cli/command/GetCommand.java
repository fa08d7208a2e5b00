package tidegate.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tidegate.cli.client.Resource;
import tidegate.cli.view.ExperimentTree;
import tidegate.cli.view.RolloutTree;

@Command(name = "get", description = "Show a rollout or an experiment with all it owns")
final class GetCommand extends Group {
    @Command(
            name = "rollout",
            aliases = {"ro", "rollouts"},
            description = "Show a rollout as a tree of what it owns",
            footer = {
                "  kubectl-argo-rollouts get rollout checkout",
                "  # stay and show every change",
                "  kubectl-argo-rollouts get rollout checkout --watch"
            })
    static final class OfRollout implements Verb {
        private final Session session;

        @Parameters(paramLabel = "ROLLOUT_NAME")
        List<String> names = new ArrayList<>();

        @Option(
                names = {"-w", "--watch"},
                arity = "0..1",
                fallbackValue = "true",
                description = "Stay and show every change")
        boolean watch;

        @Option(names = "--no-color", arity = "0..1", fallbackValue = "true", description = "Show no colours")
        boolean noColor;

        @Option(
                names = "--timeout-seconds",
                paramLabel = "int",
                defaultValue = "0",
                description = "With --watch: how long to stay; 0 for ever")
        int timeoutSeconds;

        OfRollout(Session session) {
            this.session = session;
        }

        @Override
        public int run() throws InterruptedException {
            String name = Arguments.one(names);
            var view = new TreeView(session, Resource.ROLLOUTS, RolloutTree::lines, !noColor);
            if (!watch) return view.show(name);
            return view.watch(
                    name, timeoutSeconds > 0 ? Optional.of(Duration.ofSeconds(timeoutSeconds)) : Optional.empty());
        }
    }

    @Command(
            name = "experiment",
            aliases = {"exp", "experiments"},
            description = "Show an experiment as a tree of what it owns")
    static final class OfExperiment implements Verb {
        private final Session session;

        @Parameters(paramLabel = "EXPERIMENT_NAME")
        List<String> names = new ArrayList<>();

        @Option(
                names = {"-w", "--watch"},
                arity = "0..1",
                fallbackValue = "true",
                description = "Stay and show every change")
        boolean watch;

        @Option(names = "--no-color", arity = "0..1", fallbackValue = "true", description = "Show no colours")
        boolean noColor;

        OfExperiment(Session session) {
            this.session = session;
        }

        @Override
        public int run() throws InterruptedException {
            String name = Arguments.one(names);
            var view = new TreeView(session, Resource.EXPERIMENTS, ExperimentTree::lines, !noColor);
            return watch ? view.watch(name, Optional.empty()) : view.show(name);
        }
    }
}
