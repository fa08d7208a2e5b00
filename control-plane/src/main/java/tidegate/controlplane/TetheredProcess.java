package tidegate.controlplane;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that cannot outlive this JVM, however the JVM ends.
 *
 * <p>The child runs under a shell that reads our end of a pipe: when the pipe closes (we closed it, or died), the shell
 * ends the child with SIGTERM, and with SIGKILL when it is still there after the grace period. Output goes to the log
 * file. The child's own standard input is empty.
 */
public final class TetheredProcess implements AutoCloseable {
    private static final String TETHER = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            child=$!
            echo $child > "$TETHER_PID_FILE.new"; mv "$TETHER_PID_FILE.new" "$TETHER_PID_FILE"
            ( cat <&3 >/dev/null
              kill -TERM $child 2>/dev/null
              n=0
              while kill -0 $child 2>/dev/null && [ $n -lt $TETHER_GRACE_TENTHS ]; do sleep 0.1; n=$((n+1)); done
              kill -KILL $child 2>/dev/null ) &
            watcher=$!
            wait $child
            code=$?
            kill $watcher 2>/dev/null
            exit $code
            """;

    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Process shell;
    private final Path pidFile;
    private final Path log;

    private TetheredProcess(String name, Process shell, Path pidFile, Path log) {
        this.name = name;
        this.shell = shell;
        this.pidFile = pidFile;
        this.log = log;
    }

    /**
     * Starts a program.
     *
     * @param name for messages and files
     * @param folder where the log {@code <name>.log} and the pid file are kept; must exist
     * @param environment added to our own
     * @param grace how long the program may take to end after SIGTERM
     * @throws ControlPlaneException if there is no shell, or the folder cannot be written
     */
    public static TetheredProcess start(
            String name, Path folder, List<String> command, Map<String, String> environment, Duration grace) {
        Path log = folder.resolve(name + ".log");
        Path pidFile = folder.resolve(name + ".pid");
        var words = new ArrayList<>(List.of("/bin/sh", "-c", TETHER, name));
        words.addAll(command);
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("TETHER_PID_FILE", pidFile.toString());
        builder.environment().put("TETHER_GRACE_TENTHS", Long.toString(Math.max(1, grace.toMillis() / 100)));
        try {
            Files.deleteIfExists(pidFile);
            return new TetheredProcess(name, builder.start(), pidFile, log);
        } catch (IOException e) {
            throw new ControlPlaneException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    public boolean isAlive() {
        return shell.isAlive();
    }

    /** Where the program writes. */
    public Path log() {
        return log;
    }

    /**
     * The program's own process, ended or not.
     *
     * @throws ControlPlaneException if it is gone already
     */
    public ProcessHandle handle() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(pidFile) && shell.isAlive() && System.nanoTime() - end < 0) Thread.yield();
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            return ProcessHandle.of(pid).orElseThrow(() -> new ControlPlaneException(name + " is not running"));
        } catch (IOException | NumberFormatException e) {
            throw new ControlPlaneException(name + " did not start, see " + log, e);
        }
    }

    /** Ends the program at once, as {@code kill -9} does. */
    public void kill() {
        handle().destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** Stops the program where it is, as SIGSTOP does: it neither runs nor ends until it is thawed. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on from where it was frozen. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        String pid = Long.toString(handle().pid());
        try {
            int code = new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
            if (code != 0) throw new ControlPlaneException("kill -" + signal + " " + pid + " ended with " + code);
        } catch (IOException e) {
            throw new ControlPlaneException("cannot send " + signal + " to " + name + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while signalling " + name, e);
        }
    }

    /**
     * Waits for the program to end by itself.
     *
     * @return its exit code, 128 + signal when a signal ended it
     * @throws ControlPlaneException if it still runs after {@code limit}
     */
    public int awaitEnd(Duration limit) {
        try {
            if (!shell.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                throw new ControlPlaneException(name + " still runs after " + limit);
            return shell.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlPlaneException("interrupted while waiting for " + name, e);
        }
    }

    /**
     * Waits as long as the program runs.
     *
     * @return its exit code, 128 + signal when a signal ended it
     */
    public int awaitEnd() throws InterruptedException {
        return shell.waitFor();
    }

    /** Asks the program to end (SIGTERM), and ends it by force after the grace period. Idempotent. */
    @Override
    public void close() {
        try {
            closePipe();
            if (!shell.waitFor(30, TimeUnit.SECONDS)) shell.destroyForcibly();
        } catch (IOException alreadyClosed) {
            shell.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            shell.destroyForcibly();
        }
    }

    /** Lets go of the program, as our own death would. */
    void closePipe() throws IOException {
        shell.getOutputStream().close();
    }

    /** The last lines of the log, for a message. */
    public String lastLines(int count) {
        File file = log.toFile();
        if (!file.exists()) return "";
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return "(log " + log + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
