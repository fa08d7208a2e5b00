package tidegate.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sun.misc.Signal;
import tidegate.cli.command.Screen;

/**
 * The terminal that the process writes to.
 *
 * <p>The launcher tells whether stdout is one, and how large, in {@code TIDEGATE_TERMINAL} (lines and columns): asking
 * there costs a millisecond. Later sizes are asked of {@code stty} after the terminal said that it was resized.
 */
final class ProcessScreen implements Screen {
    private static final String FROM_LAUNCHER = "TIDEGATE_TERMINAL";
    private static final Pattern LINES_AND_COLUMNS = Pattern.compile("(\\d{1,5}) (\\d{1,5})");
    private static final Size USUAL = new Size(80, 24);

    private volatile Size size;

    private ProcessScreen(Size size) {
        this.size = size;
        try {
            Signal.handle(new Signal("WINCH"), _ -> measure());
        } catch (IllegalArgumentException _) {
            // a system without that signal: the size stays as it was at the start
        }
    }

    static Screen find(Map<String, String> environment) {
        String told = environment.get(FROM_LAUNCHER);
        if (told != null)
            return told.isEmpty() ? Screen.NONE : new ProcessScreen(parsed(told).orElse(USUAL));
        boolean isTerminal = System.console() != null && System.console().isTerminal();
        return isTerminal ? new ProcessScreen(asked().orElse(USUAL)) : Screen.NONE;
    }

    private static Optional<Size> parsed(String text) {
        Matcher numbers = LINES_AND_COLUMNS.matcher(text.strip());
        if (!numbers.matches()) return Optional.empty();
        var size = new Size(Integer.parseInt(numbers.group(2)), Integer.parseInt(numbers.group(1)));
        return size.columns() > 0 && size.lines() > 0 ? Optional.of(size) : Optional.empty();
    }

    private static Optional<Size> asked() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size </dev/tty 2>/dev/null").start();
            return parsed(new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public void measure() {
        size = asked().orElse(size);
    }

    @Override
    public Size size() {
        return size;
    }
}
