package tidegate.cli.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where to call, whom to trust and as whom.
 *
 * @param server without a slash at its end
 * @param authority PEM of the certificates that the server's must come from; empty for those of the JDK
 * @param insecure no check of the server's certificate
 * @param tlsServerName expected in the certificate and sent as SNI instead of the server's own
 * @param namespace of the context, {@code default} where it names none
 * @param requestTimeout of one call; zero for none
 */
public record Connection(
        String server,
        Optional<String> authority,
        boolean insecure,
        Optional<String> tlsServerName,
        Optional<String> proxy,
        Credentials credentials,
        Impersonation impersonation,
        String namespace,
        Duration requestTimeout,
        boolean compressed) {
    /**
     * How the user proves who they are; several may be given at once.
     *
     * @param tokenFile read anew for each call, as its content is replaced while we run
     */
    record Credentials(
            Optional<ClientCertificate> certificate,
            Optional<String> token,
            Optional<Path> tokenFile,
            Optional<Basic> basic) {
        static final Credentials NONE =
                new Credentials(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Both as PEM. */
    record ClientCertificate(String chain, String key) {}

    record Basic(String user, String password) {}

    /** As whom the server shall take the call, if not as the caller. */
    record Impersonation(Optional<String> user, List<String> groups, Optional<String> uid) {}

    /**
     * Connection from flags, else kubeconfig files ({@code --kubeconfig}, {@code $KUBECONFIG}, {@code ~/.kube/config}),
     * else the service account of the pod we run in.
     *
     * @param environment variables of the process
     * @throws ConnectionProblem if they do not lead to a server, or name what is not there
     */
    public static Connection resolve(ConnectionOptions options, Map<String, String> environment) {
        return new ConnectionResolver(options, environment).resolve();
    }
}
