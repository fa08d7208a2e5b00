package tidegate.rollout.plan;

import java.util.List;
import java.util.Locale;

/** What every command does in every phase, as Markdown, from the planner itself. */
final class CommandTable {
    private static final String INTRODUCTION = """
            # What every command does in every phase

            Made by the planner itself: each line puts a Rollout of four pods into a phase, sends what the client sends, lets
            the plans be carried out, and writes down where the Rollout rests. `./tidegate commands` writes this page anew; a
            test fails when it is out of date, or when a command changes nothing and has no reason for that.

            Versions are *blue* (deployed first), *green* (the second) and *red* (the third). *At once* is without time
            passing; *in the end* is after all pauses and delays, with pods that were starting now there. *All of it* means
            that `promote --full` is on its way, *held* that it is paused by hand. Intents have an order: abort, then pause by
            hand, then going back, then going to a step, then promoting.
            """;

    private CommandTable() {}

    static String markdown() {
        var page = new StringBuilder(INTRODUCTION);
        section(
                page,
                "Canary",
                "Steps: `setWeight: 25`, `pause: {}`, `setWeight: 50`, `pause: {duration: 1h}`, `setWeight: 75`.",
                CommandPhase.CANARY);
        section(
                page,
                "Blue-green",
                "`autoPromotionEnabled: false`, so that a release waits for somebody, unless the phase says otherwise.",
                CommandPhase.BLUE_GREEN);
        return page.toString();
    }

    private static void section(StringBuilder page, String title, String about, List<CommandPhase> phases) {
        page.append("\n## ").append(title).append("\n\n").append(about).append('\n');
        for (CommandPhase phase : phases) phase(page, phase);
    }

    private static void phase(StringBuilder page, CommandPhase phase) {
        page.append("\n### ").append(upperFirst(phase.name())).append("\n\n");
        page.append("Before: ")
                .append(CommandOutcome.Place.of(phase.world()))
                .append(".\n\n| command | outcome | at once | in the end |\n|---|---|---|---|\n");
        for (UserCommand command : UserCommand.ALL)
            page.append(row(command, CommandOutcome.of(phase, command))).append('\n');
    }

    private static String row(UserCommand command, CommandOutcome outcome) {
        String line = "| `" + command.line() + "` | ";
        return switch (outcome) {
            case CommandOutcome.Refused(String reason) -> line + "refused: " + reason + " | | |";
            case CommandOutcome.NoEffect(boolean wasSent, String reason) ->
                line + (wasSent ? "no effect: " : "nothing to send: ") + reason + " | | |";
            case CommandOutcome.Done done ->
                line + "done" + events(done) + " | " + done.atOnce() + " | "
                        + (done.inTheEnd().equals(done.atOnce()) ? "the same" : done.inTheEnd()) + " |";
        };
    }

    private static String events(CommandOutcome.Done done) {
        return done.events().isEmpty() ? "" : ": " + String.join(", ", done.events());
    }

    private static String upperFirst(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
