package tidegate.cli.command;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * Everything outside the process that a command touches besides the API.
 *
 * @param environment variables of the process
 * @param stop asked for by Ctrl-C
 */
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Screen screen,
        InstantSource clock,
        StopRequest stop) {
    /** Whether stdout shall carry colours: a terminal that knows them and a user who did not decline. */
    boolean mayColour() {
        String noColor = environment.getOrDefault("NO_COLOR", "");
        String terminal = environment.getOrDefault("TERM", "");
        return screen.isTerminal() && noColor.isEmpty() && !terminal.equals("dumb");
    }
}
