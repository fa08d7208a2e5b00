package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tidegate.api.command.Idle;
import tidegate.api.command.UserCommands;
import tidegate.api.json.Json;

@Command(name = "abort", description = "Stop an update and bring the stable version back")
final class AbortCommand implements Verb {
    private static final Json ABORT = UserCommands.abort().combined();

    private final Session session;

    @Parameters(paramLabel = "ROLLOUT_NAME...")
    List<String> names = new ArrayList<>();

    AbortCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        for (String name : Arguments.atLeastOne(names)) {
            var sent = StatusPatch.send(session, name, ABORT, ABORT);
            session.out().println("rollout '" + name + "' aborted");
            StatusPatch.tell(session, name, Idle.abort(sent.rollout()));
        }
        return 0;
    }
}
