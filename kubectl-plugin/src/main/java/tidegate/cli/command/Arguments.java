package tidegate.cli.command;

import java.util.List;

/** Counts of positional arguments. */
final class Arguments {
    private Arguments() {}

    static String one(List<String> words) {
        return exactly(1, words).getFirst();
    }

    static List<String> exactly(int count, List<String> words) {
        if (words.size() != count) throw new UsageFailure();
        return words;
    }

    static List<String> atLeastOne(List<String> words) {
        if (words.isEmpty()) throw new UsageFailure();
        return words;
    }
}
