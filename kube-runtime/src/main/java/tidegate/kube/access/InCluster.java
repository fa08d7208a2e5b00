package tidegate.kube.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The service account of the pod that this process runs in. */
final class InCluster {
    private InCluster() {}

    static boolean isHere(Surroundings around) {
        return !around.variable("KUBERNETES_SERVICE_HOST").isEmpty() && Files.exists(token(around));
    }

    static ClusterAccess access(AccessOptions options, Surroundings around) {
        String host = around.variable("KUBERNETES_SERVICE_HOST");
        String port = around.environment().getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        String bracketed = host.contains(":") ? "[" + host + "]" : host;
        String own = namespace(around);
        String namespace = options.namespace().isEmpty() ? own : options.namespace();
        return new ClusterAccess(
                "https://" + bracketed + ":" + port,
                Optional.of(read(around.serviceAccount().resolve("ca.crt"))),
                options.insecureSkipTlsVerify(),
                options.tlsServerName(),
                new Credentials(Optional.empty(), new Credentials.Secret.TokenFile(token(around))),
                new ClusterAccess.Impersonation(options.asUser(), options.asUid(), options.asGroups()),
                namespace.isEmpty() ? "default" : namespace,
                !namespace.isEmpty(),
                options.requestTimeout(),
                !options.disableCompression(),
                "the pod's service account");
    }

    private static Path token(Surroundings around) {
        return around.serviceAccount().resolve("token");
    }

    private static String namespace(Surroundings around) {
        Path file = around.serviceAccount().resolve("namespace");
        return Files.exists(file) ? new String(read(file), java.nio.charset.StandardCharsets.UTF_8).strip() : "";
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException _) {
            throw new AccessException("service account: cannot read " + file);
        }
    }
}
