package tidegate.cli.client;

import java.util.List;
import java.util.Optional;

/**
 * What the user said about the connection on the command line; empty where the kubeconfig decides.
 *
 * @param requestTimeout as typed: seconds or a duration, {@code 0} for none
 */
public record ConnectionOptions(
        Optional<String> kubeconfig,
        Optional<String> context,
        Optional<String> cluster,
        Optional<String> user,
        Optional<String> namespace,
        Optional<String> server,
        Optional<String> token,
        Optional<String> impersonatedUser,
        List<String> impersonatedGroups,
        Optional<String> impersonatedUid,
        Optional<String> certificateAuthority,
        Optional<String> clientCertificate,
        Optional<String> clientKey,
        Optional<String> tlsServerName,
        boolean insecure,
        String requestTimeout,
        boolean uncompressed) {
    public ConnectionOptions {
        impersonatedGroups = List.copyOf(impersonatedGroups);
    }
}
