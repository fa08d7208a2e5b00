package tidegate.kube.access;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the process finds around it.
 *
 * @param serviceAccount the folder that Kubernetes mounts into pods
 */
public record Surroundings(Map<String, String> environment, Path home, Path serviceAccount) {
    public static Surroundings ofThisProcess() {
        var environment = System.getenv();
        return new Surroundings(
                environment,
                Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/"))),
                Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
