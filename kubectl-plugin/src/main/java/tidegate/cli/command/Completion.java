package tidegate.cli.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import tidegate.cli.client.ApiFailure;
import tidegate.cli.client.ConnectionProblem;
import tidegate.cli.client.ListOptions;
import tidegate.cli.client.Resource;

/**
 * Answers shells that ask what could come next, in the protocol of Cobra: one candidate per line, after a tab what it
 * is, and at the end a colon with a number that says what else the shell may offer.
 */
final class Completion {
    private static final String WITH_DESCRIPTIONS = "__complete";
    private static final String WITHOUT_DESCRIPTIONS = "__completeNoDesc";
    /** How PowerShell has to write an empty argument for it to arrive. */
    private static final String QUOTED_EMPTY = "\"\"";

    private static final int NO_FILES = 4;
    private static final int ANYTHING = 0;

    /** Commands whose first argument is the name of an object. */
    private static final Map<String, Resource> NAMED = Map.ofEntries(
            Map.entry("abort", Resource.ROLLOUTS),
            Map.entry("get rollout", Resource.ROLLOUTS),
            Map.entry("pause", Resource.ROLLOUTS),
            Map.entry("resume", Resource.ROLLOUTS),
            Map.entry("promote", Resource.ROLLOUTS),
            Map.entry("restart", Resource.ROLLOUTS),
            Map.entry("retry rollout", Resource.ROLLOUTS),
            Map.entry("set image", Resource.ROLLOUTS),
            Map.entry("status", Resource.ROLLOUTS),
            Map.entry("undo", Resource.ROLLOUTS),
            Map.entry("get experiment", Resource.EXPERIMENTS),
            Map.entry("retry experiment", Resource.EXPERIMENTS),
            Map.entry("terminate experiment", Resource.EXPERIMENTS),
            Map.entry("terminate analysisrun", Resource.ANALYSIS_RUNS));

    private final Session session;
    private final CommandLine root;

    private record Candidate(String text, String description) {}

    private record Answer(List<Candidate> candidates, int directive) {}

    Completion(Session session, CommandLine root) {
        this.session = session;
        this.root = root;
    }

    static boolean isAsked(List<String> words) {
        return !words.isEmpty()
                && (words.getFirst().equals(WITH_DESCRIPTIONS)
                        || words.getFirst().equals(WITHOUT_DESCRIPTIONS));
    }

    /** @param words the request, the words before the cursor, and the one that it is in (perhaps empty) */
    int answer(List<String> words) {
        boolean described = words.getFirst().equals(WITH_DESCRIPTIONS);
        String begun = words.size() > 1 && !words.getLast().equals(QUOTED_EMPTY) ? words.getLast() : "";
        List<String> before = words.size() > 2 ? words.subList(1, words.size() - 1) : List.of();
        Answer answer = answer(before, begun);
        for (Candidate candidate : answer.candidates())
            if (candidate.text().startsWith(begun)) session.out().println(line(candidate, described));
        session.out().println(":" + answer.directive());
        return 0;
    }

    private static String line(Candidate candidate, boolean described) {
        return described && !candidate.description().isEmpty()
                ? candidate.text() + "\t" + candidate.description()
                : candidate.text();
    }

    private Answer answer(List<String> before, String begun) {
        CommandLine.ParseResult parsed;
        try {
            parsed = root.parseArgs(before.toArray(new String[0]));
        } catch (ParameterException _) {
            return new Answer(List.of(), ANYTHING);
        }
        CommandSpec command = parsed.asCommandLineList().getLast().getCommandSpec();
        if (begun.startsWith("-")) return new Answer(flags(command), NO_FILES);
        if (!command.subcommands().isEmpty()) return new Answer(commands(command), NO_FILES);
        int words = command.positionalParameters().stream()
                .mapToInt(parameter -> parameter.stringValues().size())
                .sum();
        return new Answer(words == 0 ? arguments(command) : List.of(), NO_FILES);
    }

    private static List<Candidate> commands(CommandSpec command) {
        return command.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .map(found -> new Candidate(
                        found.name(), String.join(" ", found.usageMessage().description())))
                .sorted(Comparator.comparing(Candidate::text))
                .toList();
    }

    private static List<Candidate> flags(CommandSpec command) {
        var all = new ArrayList<Candidate>();
        for (OptionSpec option : command.options())
            if (!option.hidden())
                Stream.of(option.names())
                        .map(name -> new Candidate(name, String.join(" ", option.description())))
                        .forEach(all::add);
        all.sort(Comparator.comparing(Candidate::text));
        return all;
    }

    private List<Candidate> arguments(CommandSpec command) {
        String path =
                command.qualifiedName().substring(RootCommand.NAME.length()).strip();
        if (path.equals("completion"))
            return CompletionCommand.SHELLS.stream()
                    .map(shell -> new Candidate(shell, ""))
                    .toList();
        return Optional.ofNullable(NAMED.get(path)).map(this::names).orElse(List.of());
    }

    /** A cluster that does not answer offers nothing; the shell's line is no place for errors. */
    private List<Candidate> names(Resource resource) {
        try {
            return session.api().list(resource, session.namespace(), ListOptions.ALL).get("items").elements().stream()
                    .map(object -> object.at("metadata", "name").stringOrEmpty())
                    .map(name -> new Candidate(name, ""))
                    .toList();
        } catch (ApiFailure | ConnectionProblem | CommandFailure _) {
            return List.of();
        }
    }
}
