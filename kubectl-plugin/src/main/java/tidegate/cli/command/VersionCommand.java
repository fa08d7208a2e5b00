package tidegate.cli.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "version", description = "Tell which version this is; asks no cluster")
final class VersionCommand implements Verb {
    private final Session session;

    @Parameters(hidden = true)
    List<String> words = new ArrayList<>();

    @Option(names = "--short", arity = "0..1", fallbackValue = "true", description = "Only the version itself")
    boolean isShort;

    VersionCommand(Session session) {
        this.session = session;
    }

    @Override
    public int run() {
        Arguments.exactly(0, words);
        BuildInfo info = BuildInfo.load();
        PrintStream out = session.out();
        out.println("kubectl-argo-rollouts: " + info.fullVersion());
        if (isShort) return 0;
        out.println("  BuildDate: " + info.buildDate());
        out.println("  GitCommit: " + info.commit());
        out.println("  GitTreeState: " + info.treeState());
        out.println("  JavaVersion: " + System.getProperty("java.version"));
        out.println("  Compiler: javac");
        out.println("  Platform: " + info.platform());
        return 0;
    }
}
