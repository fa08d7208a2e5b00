package tidegate.playground.kubelet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a container's command does, as far as it is made of words everybody knows.
 *
 * <p>Understood, directly or in {@code sh -c}: {@code sleep N}, {@code exit K}, {@code true}, {@code false},
 * {@code echo …}, {@code :}, joined by {@code ;}, {@code &&} or new lines.
 */
final class ShellLine {
    private ShellLine() {}

    /** How it ends; empty if it runs for ever or is not understood. */
    static Optional<Ending> endingOf(List<String> words) {
        if (words.isEmpty()) return Optional.empty();
        boolean shell =
                words.size() >= 3 && isShell(words.getFirst()) && words.get(1).equals("-c");
        return shell ? endingOfScript(words.get(2)) : endingOfScript(String.join(" ", words));
    }

    /** @param after from the start */
    record Ending(Duration after, int exitCode) {}

    private static boolean isShell(String program) {
        return List.of("sh", "bash", "ash").contains(program.substring(program.lastIndexOf('/') + 1));
    }

    private static Optional<Ending> endingOfScript(String script) {
        if (script.contains("|")) return Optional.empty();
        Duration passed = Duration.ZERO;
        int code = 0;
        for (Statement statement : statements(script)) {
            if (statement.onlyAfterSuccess() && code != 0) continue;
            String word = statement.words().getFirst();
            switch (word.substring(word.lastIndexOf('/') + 1)) {
                case "true", ":", "echo" -> code = 0;
                case "false" -> code = 1;
                case "exit" -> {
                    var exit = exitCode(statement, code);
                    return exit.isEmpty() ? Optional.empty() : Optional.of(new Ending(passed, exit.getAsInt()));
                }
                case "sleep" -> {
                    var pause = sleepOf(statement);
                    if (pause.isEmpty()) return Optional.empty();
                    passed = passed.plus(pause.get());
                    code = 0;
                }
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Ending(passed, code));
    }

    private static Optional<Duration> sleepOf(Statement statement) {
        return statement.words().size() == 2
                ? DurationText.parseSleep(statement.words().get(1))
                : Optional.empty();
    }

    private static OptionalInt exitCode(Statement statement, int last) {
        if (statement.words().size() == 1) return OptionalInt.of(last);
        String code = statement.words().get(1);
        return code.matches("\\d{1,3}") ? OptionalInt.of(Integer.parseInt(code) & 0xff) : OptionalInt.empty();
    }

    private record Statement(List<String> words, boolean onlyAfterSuccess) {}

    private static List<Statement> statements(String script) {
        var all = new ArrayList<Statement>();
        for (String line : script.split("[;\n]", -1)) {
            boolean first = true;
            for (String part : line.split("&&", -1)) {
                if (!part.isBlank()) all.add(new Statement(List.of(part.strip().split("\\s+")), !first));
                first = false;
            }
        }
        return all;
    }
}
