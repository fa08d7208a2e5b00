package tidegate.cli.command;

import java.util.ArrayList;
import java.util.List;

/** The user's wish to end a command that would go on. Once made it stays. */
public final class StopRequest {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean isMade;

    /** Makes the wish; listeners run on this thread. */
    public void make() {
        List<Runnable> told;
        synchronized (this) {
            isMade = true;
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
    }

    public synchronized boolean isMade() {
        return isMade;
    }

    /** Runs {@code listener} once the wish is made, at once if it already is. */
    public void whenMade(Runnable listener) {
        boolean already;
        synchronized (this) {
            already = isMade;
            listeners.add(listener);
        }
        if (already) listener.run();
    }
}
