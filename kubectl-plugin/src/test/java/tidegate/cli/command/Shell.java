package tidegate.cli.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tidegate.cli.view.Shop;

/** Types command lines, against one cluster, and reads what comes back. */
final class Shell {
    /** What a finished command line left behind. */
    record Result(int code, String out, String err) {}

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private InputStream in = InputStream.nullInputStream();
    private final StopRequest stop = new StopRequest();
    private final List<String> connection;
    private Map<String, String> environment = Map.of("HOME", "/nonexistent", "TERM", "xterm");
    private Screen screen = Screen.NONE;
    private InstantSource clock = InstantSource.fixed(Shop.NOW);

    private Shell(List<String> connection) {
        this.connection = connection;
    }

    static Shell on(SmallCluster cluster) {
        return new Shell(List.of("--server", cluster.address(), "--namespace", Shop.NAMESPACE));
    }

    static Shell withoutCluster() {
        return new Shell(List.of());
    }

    Shell with(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    Shell piped(String text) {
        in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Shell onTerminal(int columns, int lines) {
        screen = new Screen() {
            @Override
            public boolean isTerminal() {
                return true;
            }

            @Override
            public Size size() {
                return new Size(columns, lines);
            }
        };
        return this;
    }

    Shell at(InstantSource time) {
        clock = time;
        return this;
    }

    /** Presses Ctrl-C. */
    void interrupt() {
        stop.make();
    }

    String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String complaints() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Words are separated by one blank. */
    Result run(String commandLine) {
        var words = new ArrayList<String>();
        if (!commandLine.isEmpty()) words.addAll(List.of(commandLine.split(" ", -1)));
        words.addAll(connection);
        return runWords(words);
    }

    Result runWords(List<String> words) {
        var surroundings = new Surroundings(
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                screen,
                clock,
                stop);
        int code = CommandLineTool.run(surroundings, words);
        return new Result(code, shown(), complaints());
    }
}
