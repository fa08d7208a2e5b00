package tidegate.cli.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.ConnectionProblem;

/** The program {@code kubectl-argo-rollouts}: one run is one command line. */
public final class CommandLineTool {
    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;

    private final Surroundings surroundings;
    private final Session session;
    private final CommandLine root;

    private CommandLineTool(Surroundings surroundings) {
        this.surroundings = surroundings;
        var command = new RootCommand();
        this.session = new Session(surroundings, command.flags);
        this.root = tree(command, session);
    }

    /** Runs one command line and answers its exit code. Never throws for what the user or the cluster does. */
    public static int run(Surroundings surroundings, List<String> words) {
        var tool = new CommandLineTool(surroundings);
        try (tool.session) {
            return tool.execute(words);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    private static CommandLine tree(RootCommand command, Session session) {
        var root = new CommandLine(command)
                .addSubcommand(new AbortCommand(session))
                .addSubcommand(new CompletionCommand(session))
                .addSubcommand(group(
                        new GetCommand(), new GetCommand.OfExperiment(session), new GetCommand.OfRollout(session)))
                .addSubcommand(group(
                        new ListCommand(), new ListCommand.OfExperiments(session), new ListCommand.OfRollouts(session)))
                .addSubcommand(new PauseCommand(session))
                .addSubcommand(new PromoteCommand(session))
                .addSubcommand(new RestartCommand(session))
                .addSubcommand(group(
                        new RetryCommand(),
                        new RetryCommand.OfExperiment(session),
                        new RetryCommand.OfRollout(session)))
                .addSubcommand(group(new SetCommand(), new SetCommand.Image(session)))
                .addSubcommand(new StatusCommand(session))
                .addSubcommand(group(
                        new TerminateCommand(),
                        new TerminateCommand.OfAnalysisRun(session),
                        new TerminateCommand.OfExperiment(session)))
                .addSubcommand(new UndoCommand(session))
                .addSubcommand(new VersionCommand(session));
        return root.setExpandAtFiles(false).setTrimQuotes(false);
    }

    private static CommandLine group(Object group, Object... commands) {
        var line = new CommandLine(group);
        for (Object command : commands) line.addSubcommand(command);
        return line;
    }

    private int execute(List<String> words) {
        if (Completion.isAsked(words)) return new Completion(session, root).answer(words);
        try {
            List<String> asked = isHelpAsked(words) ? helpWords(words) : words;
            ParseResult parsed = root.parseArgs(asked.toArray(new String[0]));
            CommandLine chosen = parsed.asCommandLineList().getLast();
            if (parsed.asCommandLineList().stream().anyMatch(CommandLine::isUsageHelpRequested)) {
                surroundings.out().print(UsageText.of(chosen.getCommandSpec()));
                return SUCCESS;
            }
            return call(chosen);
        } catch (ParameterException e) {
            return fail(ParseProblem.text(e), ParseProblem.hint(e));
        }
    }

    private static boolean isHelpAsked(List<String> words) {
        return !words.isEmpty() && words.getFirst().equals("help");
    }

    /** {@code help get rollout} is {@code get rollout --help}. */
    private static List<String> helpWords(List<String> words) {
        return java.util.stream.Stream.concat(words.stream().skip(1), java.util.stream.Stream.of("--help"))
                .toList();
    }

    private int call(CommandLine chosen) {
        try {
            return ((Verb) chosen.getCommandSpec().userObject()).run();
        } catch (UsageFailure _) {
            surroundings.err().print(UsageText.of(chosen.getCommandSpec()));
            return FAILURE;
        } catch (CommandFailure | ApiFailure | ConnectionProblem failure) {
            return fail(String.valueOf(failure.getMessage()), "");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return fail("interrupted", "");
        }
    }

    private int fail(String message, String hint) {
        surroundings.err().println("Error: " + message);
        if (!hint.isEmpty()) surroundings.err().println(hint);
        return FAILURE;
    }
}
