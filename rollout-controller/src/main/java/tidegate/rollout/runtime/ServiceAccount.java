package tidegate.rollout.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What Kubernetes tells a pod about itself. */
final class ServiceAccount {
    private static final Path NAMESPACE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private ServiceAccount() {}

    /** The pod's namespace; empty outside a cluster. */
    static Optional<String> namespace() {
        try {
            return Optional.of(Files.readString(NAMESPACE).strip()).filter(name -> !name.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
