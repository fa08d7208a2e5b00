package tidegate.cli.command;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tidegate.cli.view.Repaint;

/** Where the successive views of a watch go: painted over each other on a terminal, one after the other elsewhere. */
interface Canvas extends AutoCloseable {
    /** A view whose ages are measured up to a given time. */
    interface Frame {
        List<String> at(Instant now);
    }

    /** @param notes what the user should know beside the view */
    void show(Frame frame, List<String> notes);

    @Override
    void close();

    static Canvas on(Surroundings surroundings) {
        return surroundings.screen().isTerminal() ? new Terminal(surroundings) : new Stream(surroundings);
    }

    /** A terminal: only what differs is painted, the cursor stays out of sight until the end. */
    final class Terminal implements Canvas {
        private static final String HIDE_CURSOR = "\u001b[?25l";
        /** Back to the start of the line: the terminal may have written {@code ^C} there. */
        private static final String LEAVE = "\r\u001b[K\u001b[?25h";

        private final Surroundings surroundings;
        private List<String> painted = List.of();
        private Screen.Size size = new Screen.Size(0, 0);

        private Terminal(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void show(Frame frame, List<String> notes) {
            Screen.Size now = surroundings.screen().size();
            var lines = new ArrayList<>(frame.at(surroundings.clock().instant()));
            lines.addAll(notes);
            List<String> fitting = Repaint.fitting(lines, now.lines());
            send(now.equals(size) ? Repaint.changes(painted, fitting) : HIDE_CURSOR + Repaint.first(fitting));
            size = now;
            painted = fitting;
        }

        private void send(String sequence) {
            PrintStream out = surroundings.out();
            out.print(sequence);
            out.flush();
        }

        @Override
        public void close() {
            send(LEAVE);
        }
    }

    /** A pipe or file: a whole view each time something besides ages changed, an empty line between two. */
    final class Stream implements Canvas {
        private final Surroundings surroundings;
        private List<String> printed = List.of();
        private List<String> told = List.of();
        private Instant printedAt = Instant.EPOCH;

        private Stream(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public void show(Frame frame, List<String> notes) {
            notes.stream().filter(note -> !told.contains(note)).forEach(surroundings.err()::println);
            told = notes;
            if (frame.at(printedAt).equals(printed)) return;
            boolean isFirst = printed.isEmpty();
            printedAt = surroundings.clock().instant();
            printed = frame.at(printedAt);
            surroundings.out().print((isFirst ? "" : "\n") + String.join("\n", printed) + "\n");
            surroundings.out().flush();
        }

        @Override
        public void close() {
            surroundings.out().flush();
        }
    }
}
