package tidegate.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tidegate.cli.lint.Lint;
import tidegate.cli.lint.Manifests;
import tidegate.cli.lint.UnreadableManifest;

@Command(
        name = "lint",
        description = "Tell what is wrong with the rollouts of a file, without a cluster",
        footer = {
            "  # a file, with the services that its rollouts name",
            "  kubectl-argo-rollouts lint -f checkout.yaml",
            "  # what another program writes",
            "  kustomize build . | kubectl-argo-rollouts lint -f -"
        })
final class LintCommand implements Verb {
    private static final String STDIN = "-";

    private final Session session;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "string",
            defaultValue = "",
            description = "File of manifests, YAML or JSON; - for stdin")
    String file = "";

    LintCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        if (file.isEmpty()) throw new UsageFailure();
        List<Lint.Finding> findings = findings();
        if (findings.isEmpty()) return 0;
        Set<String> rollouts = new TreeSet<>();
        for (Lint.Finding finding : findings) rollouts.add(finding.rollout());
        for (Lint.Finding finding : findings) session.out().println(line(finding, rollouts.size() > 1));
        throw new CommandFailure(findings.getFirst().error().toString());
    }

    private List<Lint.Finding> findings() {
        try {
            return Lint.findings(Manifests.read(text()));
        } catch (UnreadableManifest e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /** The Rollout is named only where it is not clear which one is meant. */
    private static String line(Lint.Finding finding, boolean isOneOfSeveral) {
        return isOneOfSeveral
                ? "rollout '" + finding.rollout() + "': " + finding.error()
                : finding.error().toString();
    }

    private String text() {
        try (InputStream in = file.equals(STDIN) ? session.surroundings().in() : Files.newInputStream(Path.of(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new CommandFailure("open " + file + ": no such file or directory", e);
        } catch (IOException e) {
            throw new CommandFailure("read " + file + ": " + e.getMessage(), e);
        }
    }
}
