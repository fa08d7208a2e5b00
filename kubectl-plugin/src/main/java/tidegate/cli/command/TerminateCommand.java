package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tidegate.api.json.Json;
import tidegate.cli.client.PatchKind;
import tidegate.cli.client.Resource;

@Command(name = "terminate", description = "End an analysis run or an experiment")
final class TerminateCommand extends Group {
    private static final Json TERMINATE = Json.object("spec", Json.object("terminate", true));

    @Command(
            name = "analysisrun",
            aliases = {"ar", "analysisruns"},
            description = "End an analysis run")
    static final class OfAnalysisRun implements Verb {
        private final Session session;

        @Parameters(paramLabel = "ANALYSISRUN_NAME...")
        List<String> names = new ArrayList<>();

        OfAnalysisRun(Session session) {
            this.session = session;
        }

        @Override
        public int run() {
            for (String name : Arguments.atLeastOne(names)) {
                session.api().patch(Resource.ANALYSIS_RUNS, session.namespace(), name, PatchKind.MERGE, TERMINATE);
                session.out().println("analysisRun '" + name + "' terminated");
            }
            return 0;
        }
    }

    @Command(
            name = "experiment",
            aliases = {"exp", "experiments"},
            description = "End an experiment")
    static final class OfExperiment implements Verb {
        private final Session session;

        @Parameters(paramLabel = "EXPERIMENT_NAME...")
        List<String> names = new ArrayList<>();

        OfExperiment(Session session) {
            this.session = session;
        }

        @Override
        public int run() {
            for (String name : Arguments.atLeastOne(names)) {
                session.api().patch(Resource.EXPERIMENTS, session.namespace(), name, PatchKind.MERGE, TERMINATE);
                session.out().println("experiment '" + name + "' terminated");
            }
            return 0;
        }
    }
}
