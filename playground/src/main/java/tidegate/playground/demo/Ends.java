package tidegate.playground.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been started, to be taken down the last first: on closing, or when the JVM ends before. */
final class Ends implements AutoCloseable {
    private final Screen screen;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAll, "demo-end");

    private volatile boolean ending;

    private Ends(Screen screen) {
        this.screen = screen;
    }

    static Ends guarding(Screen screen) {
        var ends = new Ends(screen);
        Runtime.getRuntime().addShutdownHook(ends.hook);
        return ends;
    }

    /** Remembers one part, and answers it. */
    <T extends AutoCloseable> T opened(T one) {
        synchronized (started) {
            started.push(one);
        }
        return one;
    }

    /** Whether the end has begun: what stops from now on was asked to. */
    boolean isEnding() {
        return ending;
    }

    private void closeAll() {
        ending = true;
        while (true) {
            AutoCloseable next;
            synchronized (started) {
                if (started.isEmpty()) return;
                next = started.pop();
            }
            try {
                next.close();
            } catch (Exception e) {
                screen.note("  while ending: " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException endingAlready) {
            return;
        }
        closeAll();
    }
}
