package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tidegate.api.command.UserCommands;
import tidegate.api.json.Json;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

@Command(name = "resume", description = "Let a rollout go on that was paused by hand, without skipping a step")
final class ResumeCommand implements Verb {
    private static final Json RESUME = UserCommands.resume().combined();

    private final Session session;

    @Parameters(paramLabel = "ROLLOUT_NAME...")
    List<String> names = new ArrayList<>();

    ResumeCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        for (String name : Arguments.atLeastOne(names)) {
            session.api().patch(Resource.ROLLOUTS, session.namespace(), name, PatchKind.MERGE, RESUME);
            session.out().println("rollout '" + name + "' resumed");
        }
        return 0;
    }
}
