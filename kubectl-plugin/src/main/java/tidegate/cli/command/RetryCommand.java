package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tidegate.api.command.Idle;
import tidegate.api.command.UserCommands;
import tidegate.api.json.Json;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

@Command(name = "retry", description = "Start an aborted rollout or a finished experiment again")
final class RetryCommand extends Group {
    @Command(
            name = "rollout",
            aliases = {"ro", "rollouts"},
            description = "Start the aborted update of a rollout again")
    static final class OfRollout implements Verb {
        private static final Json RETRY = UserCommands.retry().combined();

        private final Session session;

        @Parameters(paramLabel = "ROLLOUT_NAME...")
        List<String> names = new ArrayList<>();

        OfRollout(Session session) {
            this.session = session;
        }

        @Override
        public int run() {
            for (String name : Arguments.atLeastOne(names)) {
                var sent = StatusPatch.send(session, name, RETRY, RETRY);
                session.out().println("rollout '" + name + "' retried");
                StatusPatch.tell(session, name, Idle.retry(sent.rollout()));
            }
            return 0;
        }
    }

    @Command(
            name = "experiment",
            aliases = {"exp", "experiments"},
            description = "Run an experiment again from its start")
    static final class OfExperiment implements Verb {
        private static final Json FORGET = Json.object("status", null);

        private final Session session;

        @Parameters(paramLabel = "EXPERIMENT_NAME...")
        List<String> names = new ArrayList<>();

        OfExperiment(Session session) {
            this.session = session;
        }

        @Override
        public int run() {
            for (String name : Arguments.atLeastOne(names)) {
                session.api().patch(Resource.EXPERIMENTS, session.namespace(), name, PatchKind.MERGE, FORGET);
                session.out().println("experiment '" + name + "' retried");
            }
            return 0;
        }
    }
}
