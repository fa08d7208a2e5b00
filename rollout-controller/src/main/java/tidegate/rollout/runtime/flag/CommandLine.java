package tidegate.rollout.runtime.flag;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What the command line asked for.
 *
 * @param ask whether to run at all
 * @param properties from flags, by their names; stronger than every other source except {@code spring}
 * @param spring arguments in Spring's form ({@code --tidegate.pace.workers=4}), as they stood
 * @param withoutEffect flags that were given and mean nothing in this version
 */
public record CommandLine(Ask ask, Map<String, String> properties, List<String> spring, List<String> withoutEffect) {
    /** No flag of the peer has a dot, every property has one. */
    private static final Pattern SPRING =
            Pattern.compile("--[a-z][a-zA-Z0-9-]*(\\.[a-zA-Z0-9\\[\\]-]+)+=.*", Pattern.DOTALL);

    /** A bare boolean is true and takes no next argument, as in Go: {@code --leader-elect false} is not false. */
    private static final Set<String> BARE = Stream.concat(
                    Stream.of("--version", "--help", "-h"),
                    Flag.ALL.stream()
                            .filter(flag -> flag.value() == FlagValue.BOOLEAN)
                            .flatMap(flag -> flag.names().stream()))
            .collect(Collectors.toUnmodifiableSet());

    /** What to do. */
    public enum Ask {
        RUN,
        VERSION,
        HELP
    }

    public CommandLine {
        properties = Map.copyOf(properties);
        spring = List.copyOf(spring);
        withoutEffect = List.copyOf(withoutEffect);
    }

    /**
     * Reads the arguments: {@code --flag value}, {@code --flag=value}, bare booleans, repeats and aliases as the peer
     * does, and Spring's {@code --a.b=c} beside them.
     *
     * @throws BadFlag if a flag is unknown or its value is not what it takes; the message is one line
     */
    public static CommandLine parse(String... arguments) {
        var spring = new ArrayList<String>();
        var flags = new ArrayList<String>();
        for (String argument : arguments) {
            if (SPRING.matcher(argument).matches()) spring.add(argument);
            else flags.add(BARE.contains(argument) ? argument + "=true" : argument);
        }
        return of(parsed(flags), spring);
    }

    private static CommandLine of(ParseResult given, List<String> spring) {
        var properties = new LinkedHashMap<String, String>();
        var idle = new ArrayList<String>();
        for (Flag flag : Flag.ALL) {
            if (!given.hasMatchedOption(flag.name())) continue;
            List<String> texts = given.matchedOption(flag.name()).stringValues();
            List<String> values = texts.stream().map(text -> read(flag, text)).toList();
            String value = flag.repeats() ? String.join(",", values) : values.getLast();
            flag.properties().forEach(property -> properties.put(property, value));
            if (!flag.hasEffect()) idle.add(flag.name());
        }
        Ask ask = given.hasMatchedOption("--help")
                ? Ask.HELP
                : given.hasMatchedOption("--version") ? Ask.VERSION : Ask.RUN;
        return new CommandLine(ask, properties, spring, idle);
    }

    private static String read(Flag flag, String text) {
        return flag.value()
                .property(text)
                .orElseThrow(() -> new BadFlag(flag.name() + ": \"" + text + "\" (expected: "
                        + flag.value().expected() + ")"));
    }

    private static ParseResult parsed(List<String> flags) {
        try {
            return new picocli.CommandLine(spec())
                    .setOverwrittenOptionsAllowed(true)
                    .setUnmatchedOptionsAllowedAsOptionParameters(false)
                    .setTrimQuotes(false)
                    .parseArgs(flags.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            String first = e.getUnmatched().getFirst();
            throw new BadFlag((first.startsWith("-") ? "unknown flag: " : "unexpected argument: ") + first);
        } catch (ParameterException e) {
            throw new BadFlag(String.valueOf(e.getMessage()).lines().findFirst().orElse("cannot read the flags"));
        }
    }

    private static CommandSpec spec() {
        var spec = CommandSpec.create().name("rollout-controller");
        for (Flag flag : Flag.ALL) spec.addOption(option(flag.names()));
        spec.addOption(option(List.of("--version")));
        spec.addOption(option(List.of("--help", "-h")));
        return spec;
    }

    private static OptionSpec option(List<String> names) {
        return OptionSpec.builder(names.toArray(String[]::new))
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .build();
    }

    /** Every flag with the property that it sets, a line each. */
    public static String help() {
        var text = new StringBuilder("rollout-controller runs releases of Rollouts.\n\n");
        for (Flag flag : Flag.ALL) {
            String names = String.join(", ", flag.names());
            String sets =
                    flag.hasEffect() ? String.join(", ", flag.properties()) : "accepted, no effect in this version";
            text.append("  %-45s %s%n".formatted(names, sets));
        }
        text.append("  %-45s %s%n".formatted("--version", "print the version"));
        return text.append("\nEach property can also be set as --<property>=<value> or as environment variable.")
                .toString();
    }

    /** A flag that cannot be used as it was given. */
    public static final class BadFlag extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        BadFlag(String message) {
            super(message);
        }
    }
}
