package tidegate.rollout.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tidegate.api.wire.ControllerNames;
import tidegate.kube.access.AccessException;
import tidegate.kube.access.AccessOptions;
import tidegate.kube.access.ClusterAccess;
import tidegate.kube.http.ClientSettings;
import tidegate.kube.http.HttpKubeClient;

/**
 * The way to the API server: one client for the work, paced as the settings say, and one for the lease, which no other
 * traffic may hold up.
 */
final class Connection implements AutoCloseable {
    private final ClusterAccess access;
    private final HttpKubeClient work;
    private final HttpKubeClient lease;

    /** @throws StartupRefusal in one line, if the settings lead to no server */
    Connection(Settings settings, String version) {
        try {
            access = ClusterAccess.resolve(options(settings));
            var named = ClientSettings.named(ControllerNames.ROLLOUTS_CONTROLLER, version);
            var client = settings.client();
            work = HttpKubeClient.connect(
                    access, named.paced(client.qps(), client.burst()).timeout(client.requestTimeout()));
            lease = HttpKubeClient.connect(
                    access, named.timeout(settings.leaderElection().timing().callTimeout()));
        } catch (AccessException e) {
            throw new StartupRefusal(String.valueOf(e.getMessage()), e);
        }
    }

    private static AccessOptions options(Settings settings) {
        var given = settings.kubeconfig();
        var flags = new HashMap<String, List<String>>();
        put(flags, "kubeconfig", given.path());
        put(flags, "context", given.context());
        put(flags, "cluster", given.cluster());
        put(flags, "user", given.user());
        put(flags, "namespace", settings.scope().namespace());
        put(flags, "server", given.server());
        put(flags, "token", given.token());
        put(flags, "username", given.username());
        put(flags, "password", given.password());
        put(flags, "as", given.as());
        put(flags, "as-uid", given.asUid());
        flags.put("as-group", given.asGroups());
        put(flags, "certificate-authority", given.certificateAuthority());
        put(flags, "client-certificate", given.clientCertificate());
        put(flags, "client-key", given.clientKey());
        put(flags, "insecure-skip-tls-verify", Boolean.toString(given.insecureSkipTlsVerify()));
        put(flags, "tls-server-name", given.tlsServerName());
        put(flags, "disable-compression", Boolean.toString(given.disableCompression()));
        return AccessOptions.from(flags);
    }

    private static void put(Map<String, List<String>> flags, String name, String value) {
        if (!value.isEmpty()) flags.put(name, List.of(value));
    }

    ClusterAccess access() {
        return access;
    }

    HttpKubeClient work() {
        return work;
    }

    HttpKubeClient lease() {
        return lease;
    }

    @Override
    public void close() {
        work.close();
        lease.close();
    }
}
