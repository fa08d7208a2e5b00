package tidegate.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;

/** What this program was built from. Parts that were not known at build time read {@code unknown}. */
record BuildInfo(String version, String commit, String treeState, String buildDate) {
    private static final String UNKNOWN = "unknown";
    private static final int SHORT_COMMIT = 7;

    static BuildInfo load() {
        var found = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in != null) found.load(in);
        } catch (IOException _) {
            // the values below stand in for a resource that cannot be read
        }
        return new BuildInfo(
                found.getProperty("version", "0.0.0"),
                found.getProperty("commit", UNKNOWN),
                found.getProperty("treeState", UNKNOWN),
                found.getProperty("date", UNKNOWN));
    }

    /** As in {@code v0.1.0+abc1234}, with {@code .dirty} if the tree had changes that are in no commit. */
    String fullVersion() {
        boolean isKnown = commit.length() >= SHORT_COMMIT && !commit.equals(UNKNOWN);
        String suffix = isKnown ? commit.substring(0, SHORT_COMMIT) : UNKNOWN;
        return "v" + version + "+" + suffix + (treeState.equals("dirty") ? ".dirty" : "");
    }

    String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "");
        return (system.startsWith("mac") ? "darwin" : system) + "/" + (machine.equals("x86_64") ? "amd64" : machine);
    }

    String userAgent() {
        return "kubectl-argo-rollouts/" + fullVersion() + " (" + platform() + ")";
    }
}
