package tidegate.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A controller that is measured.
 *
 * @param name at the head of its column
 * @param command words of its command line, in which {@code {kubeconfig}} stands for the file that it is to use and each
 *     {@code {port}} for a free port
 */
record Contender(String name, List<String> command) {
    private static final String KUBECONFIG = "{kubeconfig}";
    private static final String PORT = "{port}";

    Contender {
        command = List.copyOf(command);
        if (command.stream().noneMatch(word -> word.contains(KUBECONFIG)))
            throw new IllegalArgumentException(
                    "--controller: " + String.join(" ", command) + " (expected: " + KUBECONFIG + " somewhere in it)");
    }

    /** Our own, as {@code ./tidegate build} leaves it. */
    static Contender ours(Path root) {
        Path launcher = root.resolve("rollout-controller/target/dist/rollout-controller");
        return new Contender(
                "tidegate",
                List.of(
                        launcher.toString(),
                        "--kubeconfig=" + KUBECONFIG,
                        "--healthzPort=0",
                        "--metricsPort=0",
                        "--management.server.port=0"));
    }

    /**
     * From {@code NAME=COMMAND}, or a command alone, which is then named after its program. Words are separated by
     * blanks; there are no quotes.
     */
    static Contender of(String text) {
        String[] words = text.strip().split("\\s+");
        int equals = words[0].indexOf('=');
        String program = words[0].substring(equals + 1);
        String name = equals > 0
                ? words[0].substring(0, equals)
                : String.valueOf(Path.of(program).getFileName());
        return new Contender(
                name,
                Stream.concat(Stream.of(program), Stream.of(words).skip(1)).toList());
    }

    List<String> commandFor(Path kubeconfig) {
        return command.stream()
                .map(word -> word.replace(KUBECONFIG, kubeconfig.toString()))
                .map(word -> word.contains(PORT) ? word.replace(PORT, String.valueOf(freePort())) : word)
                .toList();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
