package tidegate.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Print the completion script of a shell",
        footer = {
            "  source <(kubectl-argo-rollouts completion bash)",
            "  kubectl-argo-rollouts completion zsh > \"${fpath[1]}/_kubectl-argo-rollouts\"",
            "  kubectl-argo-rollouts completion fish | source",
            "  kubectl-argo-rollouts completion powershell | Out-String | Invoke-Expression",
            "  # behind kubectl: the helper kubectl_complete-argo-rollouts on PATH is enough"
        })
final class CompletionCommand implements Verb {
    static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell");

    private final Session session;

    @Parameters(paramLabel = "bash|zsh|fish|powershell")
    List<String> words = new ArrayList<>();

    CompletionCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        String shell = Arguments.one(words);
        if (!SHELLS.contains(shell))
            throw new CommandFailure(
                    "unsupported shell \"" + shell + "\" (expected: one of " + String.join(", ", SHELLS) + ")");
        session.out().print(script(shell));
        return 0;
    }

    private static String script(String shell) {
        try (InputStream in = CompletionCommand.class.getResourceAsStream("completion." + shell)) {
            if (in == null) throw new IllegalStateException("no script for " + shell);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure("the script cannot be read", e);
        }
    }
}
