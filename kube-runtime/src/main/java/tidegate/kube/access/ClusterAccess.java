package tidegate.kube.access;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One API server and who we are to it.
 *
 * @param server its URL, possibly with a path
 * @param certificateAuthority PEM; empty for those that the JDK trusts
 * @param tlsServerName expected in its certificate; {@code ""} for the host of the URL
 * @param namespace to work in when nothing else says so
 * @param namespaceGiven whether a flag, the context or the pod named it; otherwise it is {@code default}
 * @param requestTimeout as the user asked; empty for the caller's own
 * @param source what it was read from, for messages
 */
public record ClusterAccess(
        String server,
        Optional<byte[]> certificateAuthority,
        boolean insecure,
        String tlsServerName,
        Credentials credentials,
        Impersonation impersonation,
        String namespace,
        boolean namespaceGiven,
        Optional<Duration> requestTimeout,
        boolean compression,
        String source) {

    /** Whom to act as; {@code ""} and empty for nobody. */
    public record Impersonation(String user, String uid, List<String> groups) {
        public static final Impersonation NOBODY = new Impersonation("", "", List.of());
    }

    /**
     * Finds the cluster as kubectl does: the file of {@code --kubeconfig}, else those of {@code KUBECONFIG} merged, else
     * {@code ~/.kube/config}; without any of them the pod's own service account.
     *
     * @throws AccessException in one line, if they do not lead to a server
     */
    public static ClusterAccess resolve(AccessOptions options, Surroundings around) {
        var files = KubeconfigFiles.read(options, around);
        boolean nothing = files.isEmpty() && options.server().isEmpty();
        if (nothing && InCluster.isHere(around)) return InCluster.access(options, around);
        if (nothing)
            throw new AccessException("no kubeconfig found (looked at --kubeconfig, $KUBECONFIG and "
                    + around.home().resolve(".kube").resolve("config") + ") and not running in a pod");
        return files.access(options);
    }

    /** {@link #resolve(AccessOptions, Surroundings)} for this process. */
    public static ClusterAccess resolve(AccessOptions options) {
        return resolve(options, Surroundings.ofThisProcess());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterAccess that
                && server.equals(that.server)
                && Arrays.equals(certificateAuthority.orElse(null), that.certificateAuthority.orElse(null))
                && insecure == that.insecure
                && tlsServerName.equals(that.tlsServerName)
                && credentials.equals(that.credentials)
                && impersonation.equals(that.impersonation)
                && namespace.equals(that.namespace);
    }

    @Override
    public int hashCode() {
        return server.hashCode();
    }

    @Override
    public String toString() {
        return server + " (from " + source + ")";
    }
}
