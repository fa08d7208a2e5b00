package tidegate.playground.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the demo prints, in colour where somebody looks. Safe for several threads: a line is never torn. */
final class Screen {
    private final PrintStream out;
    private final boolean colour;

    Screen(boolean colour) {
        this.out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        this.colour = colour;
    }

    boolean isColourful() {
        return colour;
    }

    void line(String text) {
        synchronized (out) {
            out.println(text);
        }
    }

    void blank() {
        line("");
    }

    void heading(String text) {
        String rule = "━".repeat(Math.max(4, 76 - text.length()));
        line("");
        line(paint("1", "━━ " + text + " " + rule));
    }

    void command(String text) {
        line(paint("36", "$ " + text));
    }

    void done(String text) {
        line(paint("32", "✔") + " " + text);
    }

    void failed(String text) {
        line(paint("31", "✖") + " " + text);
    }

    void note(String text) {
        line(paint("90", text));
    }

    /** Text in an ANSI style ({@code 1}, {@code 31}, …); the bare text where colour is off. */
    String paint(String style, String text) {
        return colour ? "\u001b[" + style + "m" + text + "\u001b[0m" : text;
    }
}
