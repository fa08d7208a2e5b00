package tidegate.system.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A command line as somebody would type it, run as its own process.
 *
 * <p>{@code kubectl argo rollouts …} is our plugin, {@code rollout-controller …} our service, {@code kubectl …} the kubectl on PATH. Words are split at blanks;
 * single quotes keep a word together.
 */
public final class Command {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private Command() {}

    /** What a command left behind. */
    public record Result(int exitCode, String out, String err) {
        @Override
        public String toString() {
            return "exit " + exitCode + "\n--- stdout\n" + out + "--- stderr\n" + err;
        }
    }

    /**
     * Runs a command to its end.
     *
     * @param namespace appended as {@code -n}; empty for none
     * @param input for its standard input
     * @throws AssertionError if it does not end within two minutes
     */
    public static Result run(String line, Path kubeconfig, String namespace, String input) {
        List<String> words = words(line);
        if (!namespace.isEmpty() && !words.contains("-n") && !words.contains("--namespace")) {
            words.add("-n");
            words.add(namespace);
        }
        try {
            Path out = Files.createTempFile("command-", ".out");
            Path err = Files.createTempFile("command-", ".err");
            var builder = new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LIMIT + ": " + line + "\n" + Files.readString(out));
            }
            var result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException e) {
            throw new AssertionError("cannot run " + line + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + line, e);
        }
    }

    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(line);
        while (matcher.find()) words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        if (words.size() > 3 && words.subList(0, 3).equals(List.of("kubectl", "argo", "rollouts"))) {
            words.subList(0, 3).clear();
            words.addFirst(Checkout.plugin().toString());
        }
        if (words.getFirst().equals("rollout-controller"))
            words.set(0, Checkout.controller().toString());
        return words;
    }
}
