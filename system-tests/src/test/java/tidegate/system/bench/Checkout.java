package tidegate.system.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built programs of this checkout are. */
public final class Checkout {
    private Checkout() {}

    /** The folder that holds {@code ./tidegate}. */
    public static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent())
            if (Files.isRegularFile(at.resolve("tidegate"))) return at;
        throw new IllegalStateException("not inside a checkout: " + Path.of("").toAbsolutePath());
    }

    /** The launcher of the deployed controller. */
    public static Path controller() {
        return built("rollout-controller/target/dist/rollout-controller");
    }

    /** The launcher of the kubectl plugin. */
    public static Path plugin() {
        return built("kubectl-plugin/target/dist/kubectl-argo-rollouts");
    }

    private static Path built(String path) {
        Path file = root().resolve(path);
        if (!Files.isExecutable(file))
            throw new IllegalStateException(file + " is not there (expected: built before by ./tidegate build)");
        return file;
    }
}
