package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tidegate.api.command.UserCommands;
import tidegate.api.json.Json;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

@Command(name = "pause", description = "Hold a rollout where it is until it is promoted")
final class PauseCommand implements Verb {
    private static final Json PAUSE = UserCommands.pause().combined();

    private final Session session;

    @Parameters(paramLabel = "ROLLOUT_NAME...")
    List<String> names = new ArrayList<>();

    PauseCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        for (String name : Arguments.atLeastOne(names)) {
            session.api().patch(Resource.ROLLOUTS, session.namespace(), name, PatchKind.MERGE, PAUSE);
            session.out().println("rollout '" + name + "' paused");
        }
        return 0;
    }
}
