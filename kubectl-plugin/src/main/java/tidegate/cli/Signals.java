package tidegate.cli;

import sun.misc.Signal;
import tidegate.cli.command.StopRequest;

/** Ctrl-C and SIGTERM: the first asks to stop, the second ends the process at once. */
final class Signals {
    private static final int FORCED = 1;

    private Signals() {}

    static void onStop(StopRequest stop) {
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), _ -> {
                if (stop.isMade()) Runtime.getRuntime().halt(FORCED);
                stop.make();
            });
        }
    }
}
