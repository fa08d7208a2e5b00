package tidegate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import tidegate.cli.command.CommandLineTool;
import tidegate.cli.command.StopRequest;
import tidegate.cli.command.Surroundings;

/** Starts the command line on the real terminal, clock and environment. */
public final class Main {
    private static final int BUFFER = 1 << 13;

    private Main() {}

    static void main(String[] args) {
        var stop = new StopRequest();
        Signals.onStop(stop);
        var surroundings = new Surroundings(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                System.getenv(),
                ProcessScreen.find(System.getenv()),
                InstantSource.system(),
                stop);
        int code = CommandLineTool.run(surroundings, List.of(args));
        // threads of the HTTP client may still wait for connections to idle out
        Runtime.getRuntime().halt(code);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        var buffered = new java.io.BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
        return new PrintStream(buffered, true, StandardCharsets.UTF_8);
    }
}
