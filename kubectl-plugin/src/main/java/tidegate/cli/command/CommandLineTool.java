package tidegate.cli.command;

import java.util.List;
import java.util.stream.Stream;
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
    private final CommandTree commands;

    private CommandLineTool(Surroundings surroundings) {
        this.surroundings = surroundings;
        var command = new RootCommand();
        this.session = new Session(surroundings, command.flags);
        this.commands = new CommandTree(command, session);
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

    private int execute(List<String> words) {
        if (Completion.isAsked(words)) return new Completion(session, commands.all()).answer(words);
        List<String> asked = isHelpAsked(words) ? helpWords(words) : words;
        try {
            ParseResult parsed = commands.mentionedIn(asked).parseArgs(asked.toArray(new String[0]));
            List<CommandLine> path = parsed.asCommandLineList();
            if (path.stream().noneMatch(CommandLine::isUsageHelpRequested)) return call(path.getLast());
            surroundings.out().print(usage(path.getLast()));
            return SUCCESS;
        } catch (ParameterException e) {
            return fail(ParseProblem.text(e), ParseProblem.hint(e));
        }
    }

    private String usage(CommandLine chosen) {
        return UsageText.of(commands.complete(chosen).getCommandSpec());
    }

    private static boolean isHelpAsked(List<String> words) {
        return !words.isEmpty() && words.getFirst().equals("help");
    }

    /** {@code help get rollout} is {@code get rollout --help}. */
    private static List<String> helpWords(List<String> words) {
        return Stream.concat(words.stream().skip(1), Stream.of("--help")).toList();
    }

    private int call(CommandLine chosen) {
        try {
            return ((Verb) chosen.getCommandSpec().userObject()).run();
        } catch (UsageFailure _) {
            surroundings.err().print(usage(chosen));
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
