package tidegate.cli.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The usage of one command. */
final class UsageText {
    private final CommandSpec command;
    private final List<String> lines = new ArrayList<>();

    private UsageText(CommandSpec command) {
        this.command = command;
    }

    /** Whole lines, with line ends. */
    static String of(CommandSpec command) {
        return new UsageText(command).text();
    }

    private String text() {
        lines.addAll(List.of(command.usageMessage().description()));
        section("Usage:", List.of("  " + usage()));
        section("Aliases:", aliases());
        section("Examples:", List.of(command.usageMessage().footer()));
        section("Available Commands:", commands());
        section("Flags:", flags());
        if (!isRoot())
            section("\"" + RootCommand.NAME + " --help\" lists the flags that every command takes.", List.of(""));
        return String.join("\n", lines).stripTrailing() + "\n";
    }

    private void section(String title, List<String> content) {
        if (content.isEmpty()) return;
        if (!lines.isEmpty()) lines.add("");
        lines.add(title);
        lines.addAll(content);
    }

    private boolean isRoot() {
        return command.parent() == null;
    }

    private String usage() {
        var words = new ArrayList<String>(List.of(command.qualifiedName()));
        if (!command.subcommands().isEmpty()) words.add("[command]");
        for (PositionalParamSpec parameter : command.positionalParameters())
            if (!parameter.hidden()) words.add(parameter.paramLabel());
        words.add("[flags]");
        return String.join(" ", words);
    }

    private List<String> aliases() {
        if (command.aliases().length == 0) return List.of();
        return List.of("  " + command.name() + ", " + String.join(", ", command.aliases()));
    }

    private List<String> commands() {
        var rows = new ArrayList<List<String>>();
        command.subcommands().values().stream()
                .distinct()
                .map(CommandLine::getCommandSpec)
                .forEach(found -> rows.add(List.of(
                        found.name(), String.join(" ", found.usageMessage().description()))));
        return columns(rows);
    }

    private List<String> flags() {
        var rows = new ArrayList<List<String>>();
        command.options().stream()
                .filter(option -> !option.hidden() && (isRoot() || !option.inherited()))
                .sorted(Comparator.comparing(option -> option.longestName()))
                .forEach(option -> rows.add(List.of(names(option), String.join(" ", option.description()))));
        return columns(rows);
    }

    private static String names(OptionSpec option) {
        String shortName = option.shortestName();
        String start = shortName.startsWith("--") ? "    " : shortName + ", ";
        String value = option.typeInfo().isBoolean() ? "" : " " + option.paramLabel();
        return start + option.longestName() + value;
    }

    private static List<String> columns(List<List<String>> rows) {
        int width = rows.stream().mapToInt(row -> row.getFirst().length()).max().orElse(0);
        return rows.stream()
                .map(row -> "  " + row.getFirst()
                        + " ".repeat(width - row.getFirst().length() + 3) + row.getLast())
                .toList();
    }
}
