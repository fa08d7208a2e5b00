package tidegate.playground.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code kubectl argo rollouts}: the real program, run as its own process against the demo's API. */
final class Plugin {
    private static final long LIMIT_SECONDS = 60;

    private final Path launcher;
    private final Path kubeconfig;
    private final String namespace;

    Plugin(Path launcher, Path kubeconfig, String namespace) {
        this.launcher = launcher;
        this.kubeconfig = kubeconfig;
        this.namespace = namespace;
    }

    Path launcher() {
        return launcher;
    }

    /** What a command said. */
    record Answer(int exitCode, String output) {}

    /** Runs one command to its end; its errors stand among its output. */
    Answer run(String... words) {
        try {
            Process process = builder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new DemoFailure("kubectl argo rollouts " + String.join(" ", words) + ": no end in sight");
            }
            return new Answer(process.exitValue(), output);
        } catch (IOException e) {
            throw new DemoFailure("cannot run " + launcher + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    /** Runs one command on the screen: in colour if that is a terminal. */
    void show(Screen screen, String... words) {
        if (!screen.isColourful()) {
            screen.line(run(words).output().stripTrailing());
            return;
        }
        try {
            builder(words).inheritIO().start().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new DemoFailure("cannot run " + launcher + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    /** The command line for a process that goes on, as {@code --watch} does. */
    List<String> commandLine(String... words) {
        var all = new ArrayList<>(List.of(launcher.toString()));
        all.addAll(List.of(words));
        all.addAll(List.of("-n", namespace, "--kubeconfig", kubeconfig.toString()));
        return all;
    }

    private ProcessBuilder builder(String... words) {
        boolean needsApi = Stream.of("version", "completion").noneMatch(words[0]::equals);
        var all = needsApi ? commandLine(words) : commandLine(words).subList(0, words.length + 1);
        var builder = new ProcessBuilder(all);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }
}
