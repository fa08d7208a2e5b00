package tidegate.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine;

/**
 * The commands, by name.
 *
 * <p>Describing all of them with all their flags to the parser takes longer than most commands run. So a command line
 * is parsed by a tree of those commands only whose names are among its words: no other one can be meant.
 */
final class CommandTree {
    private static final Predicate<String> EVERY_NAME = _ -> true;

    private final RootCommand root;
    private final Session session;

    /** A command under its names, and those below it. */
    private record Entry(List<String> names, Function<Session, Object> make, List<Entry> below) {
        static Entry leaf(Function<Session, Object> make, String... names) {
            return new Entry(List.of(names), make, List.of());
        }

        static Entry group(Function<Session, Object> make, String name, Entry... below) {
            return new Entry(List.of(name), make, Arrays.asList(below));
        }

        boolean isAmong(Predicate<String> wanted) {
            return names.stream().anyMatch(wanted);
        }
    }

    private static final List<Entry> ENTRIES = List.of(
            Entry.leaf(AbortCommand::new, "abort"),
            Entry.leaf(CompletionCommand::new, "completion"),
            Entry.group(
                    _ -> new GetCommand(),
                    "get",
                    Entry.leaf(GetCommand.OfExperiment::new, "experiment", "exp", "experiments"),
                    Entry.leaf(GetCommand.OfRollout::new, "rollout", "ro", "rollouts")),
            Entry.group(
                    _ -> new ListCommand(),
                    "list",
                    Entry.leaf(ListCommand.OfExperiments::new, "experiments", "exp", "experiment"),
                    Entry.leaf(ListCommand.OfRollouts::new, "rollouts", "ro", "rollout")),
            Entry.leaf(LintCommand::new, "lint"),
            Entry.leaf(PauseCommand::new, "pause"),
            Entry.leaf(PromoteCommand::new, "promote"),
            Entry.leaf(RestartCommand::new, "restart"),
            Entry.leaf(ResumeCommand::new, "resume"),
            Entry.group(
                    _ -> new RetryCommand(),
                    "retry",
                    Entry.leaf(RetryCommand.OfExperiment::new, "experiment", "exp", "experiments"),
                    Entry.leaf(RetryCommand.OfRollout::new, "rollout", "ro", "rollouts")),
            Entry.group(_ -> new SetCommand(), "set", Entry.leaf(SetCommand.Image::new, "image")),
            Entry.leaf(StatusCommand::new, "status"),
            Entry.group(
                    _ -> new TerminateCommand(),
                    "terminate",
                    Entry.leaf(TerminateCommand.OfAnalysisRun::new, "analysisrun", "ar", "analysisruns"),
                    Entry.leaf(TerminateCommand.OfExperiment::new, "experiment", "exp", "experiments")),
            Entry.leaf(UndoCommand::new, "undo"),
            Entry.leaf(VersionCommand::new, "version"));

    CommandTree(RootCommand root, Session session) {
        this.root = root;
        this.session = session;
    }

    CommandLine all() {
        return configured(line(root, ENTRIES, EVERY_NAME));
    }

    /** Enough to parse these words; all commands if none is named. */
    CommandLine mentionedIn(List<String> words) {
        boolean namesAny = ENTRIES.stream().anyMatch(entry -> entry.isAmong(words::contains));
        return namesAny ? configured(line(root, ENTRIES, words::contains)) : all();
    }

    private static CommandLine configured(CommandLine line) {
        return line.setExpandAtFiles(false).setTrimQuotes(false).setAllowSubcommandsAsOptionParameters(true);
    }

    /** The same command with all that is below it. */
    CommandLine complete(CommandLine chosen) {
        CommandLine above = chosen.getParent();
        if (above == null) return all();
        return complete(above).getSubcommands().getOrDefault(chosen.getCommandName(), chosen);
    }

    private CommandLine line(Object command, List<Entry> below, Predicate<String> wanted) {
        var line = new CommandLine(command);
        for (Entry entry : below)
            if (entry.isAmong(wanted)) line.addSubcommand(line(entry.make().apply(session), entry.below(), wanted));
        return line;
    }
}
