package tidegate.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tidegate.cli.client.Resource;
import tidegate.cli.view.Layout;
import tidegate.cli.view.RolloutObjects;

/** Shows one tree, once or for as long as the user looks. */
final class TreeView {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PAINTS = Duration.ofMillis(200);

    /** From what was seen to lines. */
    interface Rendering {
        List<String> lines(RolloutObjects seen, Layout layout, Instant now);
    }

    private final Session session;
    private final Resource resource;
    private final Rendering rendering;
    private final boolean coloured;

    TreeView(Session session, Resource resource, Rendering rendering, boolean wantsColour) {
        this.session = session;
        this.resource = resource;
        this.rendering = rendering;
        this.coloured = wantsColour && session.surroundings().mayColour();
    }

    int show(String name) throws InterruptedException {
        RolloutObjects seen = new TreeLook(session).at(resource, name);
        var out = new StringBuilder();
        for (String line : rendering.lines(seen, layout(), session.now()))
            out.append(line).append('\n');
        session.out().print(out);
        session.out().flush();
        return 0;
    }

    private Layout layout() {
        Screen screen = session.surroundings().screen();
        int width = screen.isTerminal() ? screen.size().columns() : Layout.UNLIMITED;
        return new Layout(coloured, width, Layout.UNLIMITED);
    }

    /** What is watched must fit the screen; what is printed once can be scrolled. */
    private Layout watchedLayout(int notes) {
        Screen screen = session.surroundings().screen();
        return screen.isTerminal()
                ? new Layout(coloured, screen.size().columns(), screen.size().lines() - 1 - notes)
                : layout();
    }

    /**
     * Shows every change until the user stops it or time is up, both with exit code 0. At most one paint per 200 ms;
     * on a terminal also one per second, as ages move.
     */
    int watch(String name, Optional<Duration> limit) throws InterruptedException {
        StopRequest stop = session.surroundings().stop();
        var changes = new Changes();
        stop.whenMade(changes::signal);
        session.surroundings().screen().measure();
        long start = System.nanoTime();
        try (TreeWatch tree = TreeWatch.start(session, resource, name, changes);
                Canvas canvas = Canvas.on(session.surroundings())) {
            RolloutObjects last = tree.seen().orElseThrow(tree::notFound);
            while (!stop.isMade() && !isOver(start, limit)) {
                Optional<RolloutObjects> seen = tree.seen();
                last = seen.orElse(last);
                List<String> notes = notes(tree, seen.isEmpty());
                canvas.show(frame(last, notes.size()), notes);
                changes.await(shorter(TICK, left(start, limit)));
                Changes.gather(shorter(BETWEEN_PAINTS, left(start, limit)));
            }
        }
        return 0;
    }

    private Canvas.Frame frame(RolloutObjects seen, int notes) {
        return now -> rendering.lines(seen, watchedLayout(notes), now);
    }

    private List<String> notes(TreeWatch tree, boolean isGone) {
        var notes = new ArrayList<String>();
        if (isGone) notes.add("Warning: " + tree.notFound().getMessage() + "; this is how it was last seen");
        tree.trouble()
                .ifPresent(trouble -> notes.add(
                        "Warning: not up to date: " + trouble.failure().getMessage()));
        return notes;
    }

    private static boolean isOver(long start, Optional<Duration> limit) {
        return limit.isPresent() && !left(start, limit).isPositive();
    }

    private static Duration left(long start, Optional<Duration> limit) {
        return limit.map(whole -> whole.minusNanos(System.nanoTime() - start)).orElse(TICK);
    }

    private static Duration shorter(Duration one, Duration other) {
        Duration shorter = one.compareTo(other) < 0 ? one : other;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }
}
