package tidegate.cli.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tidegate.api.command.UserCommands;
import tidegate.api.json.Json;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

@Command(name = "restart", description = "Replace the pods of a rollout, a few at a time")
final class RestartCommand implements Verb {
    private final Session session;

    @Parameters(paramLabel = "ROLLOUT_NAME")
    List<String> names = new ArrayList<>();

    @Option(
            names = {"-i", "--in"},
            paramLabel = "string",
            defaultValue = "0s",
            description = "How long to wait before, as in 30s, 5m or 1h")
    String in = "0s";

    RestartCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        String name = Arguments.one(names);
        Duration delay = Durations.flag("--in", in);
        Json patch = UserCommands.restart(session.now().plus(delay)).combined();
        session.api().patch(Resource.ROLLOUTS, session.namespace(), name, PatchKind.MERGE, patch);
        session.out().println("rollout '" + name + "' restarts in " + in);
        return 0;
    }
}
