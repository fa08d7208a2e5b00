package tidegate.cli.command;

import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in the words that users of the peer know. */
final class ParseProblem {
    private ParseProblem() {}

    static String text(ParameterException problem) {
        return switch (problem) {
            case UnmatchedArgumentException unmatched ->
                unmatched(unmatched.getUnmatched().getFirst());
            case MissingParameterException missing
            when !missing.getMissing().isEmpty() ->
                "flag needs an argument: " + name(missing.getMissing().getFirst());
            default -> invalid(problem);
        };
    }

    private static String unmatched(String word) {
        if (word.startsWith("--")) return "unknown flag: " + word.replaceFirst("=.*", "");
        if (word.startsWith("-") && word.length() > 1)
            return "unknown shorthand flag: '" + word.charAt(1) + "' in " + word;
        return "unknown command \"" + word + "\" for \"" + RootCommand.NAME + "\"";
    }

    private static String invalid(ParameterException problem) {
        ArgSpec spec = problem.getArgSpec();
        if (spec == null || problem.getValue() == null)
            return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
        return "invalid argument \"" + problem.getValue() + "\" for \"" + name(spec) + "\" flag (expected: "
                + (spec.typeInfo().isBoolean() ? "true or false" : "a number") + ")";
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }

    /** Where to read on. */
    static String hint(ParameterException problem) {
        String command = problem.getCommandLine().getCommandSpec().qualifiedName();
        return "Run '" + command + " --help' for usage.";
    }
}
