package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The kubectl on PATH, in one namespace, as its own process. */
record Kubectl(Space space, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path CACHE = makeCache();

    /** What it left behind. */
    record Result(String command, int exitCode, String out, String err) {

        Result ok() {
            assertThat(exitCode).as(toString()).isZero();
            return this;
        }

        Result failed(int expectedExitCode) {
            assertThat(exitCode).as(toString()).isEqualTo(expectedExitCode);
            return this;
        }

        Result saying(String... parts) {
            assertThat(out).as(toString()).contains(parts);
            return this;
        }

        Result complaining(String... parts) {
            assertThat(err).as(toString()).contains(parts);
            return this;
        }

        @Override
        public String toString() {
            return command + "\nexit " + exitCode + "\n--- stdout\n" + out + "--- stderr\n" + err;
        }
    }

    static Kubectl in(Space space) {
        return new Kubectl(space, Map.of());
    }

    static boolean isThere() {
        try {
            return new ProcessBuilder("kubectl", "version", "--client")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** @param command as sed, run on the file that {@code kubectl edit} opens */
    Kubectl editingWith(String command) {
        return new Kubectl(space, Map.of("KUBE_EDITOR", command));
    }

    /** Runs it to its end; words are given apart, so nothing needs quoting. */
    Result run(String... words) {
        return runWith("", words);
    }

    Result runWith(String input, String... words) {
        try {
            Process process = start(words);
            var err = new StringBuilder();
            Thread errors = Thread.ofVirtual().start(() -> err.append(read(process.getErrorStream())));
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            Thread.ofVirtual().start(() -> endAfterLimit(process));
            String out = read(process.getInputStream());
            int code = process.waitFor();
            errors.join();
            return new Result("kubectl " + String.join(" ", words), code, out, err.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: kubectl " + String.join(" ", words), e);
        }
    }

    /** Starts it and leaves it running, for {@code -w}. */
    Process start(String... words) throws IOException {
        var command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(words));
        if (!command.contains("-A")) command.addAll(2, List.of("-n", space.namespace()));
        var builder = new ProcessBuilder(command);
        builder.environment().put("KUBECONFIG", space.api().plane().kubeconfig().toString());
        builder.environment().put("KUBECACHEDIR", CACHE.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void endAfterLimit(Process process) {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    private static String read(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fresh in every run: what kubectl remembers of an API it remembers by address, and ports come back. */
    private static Path makeCache() {
        try {
            Path folder = Files.createTempDirectory("kubectl-cache-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "kubectl-cache-end"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        } catch (IOException e) {
            System.err.println("cannot remove " + folder + ": " + e.getMessage());
        }
    }
}
