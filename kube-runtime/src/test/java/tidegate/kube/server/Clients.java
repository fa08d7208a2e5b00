package tidegate.kube.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tidegate.kube.access.AccessOptions;
import tidegate.kube.access.ClusterAccess;
import tidegate.kube.access.Surroundings;
import tidegate.kube.http.ClientSettings;
import tidegate.kube.http.HttpKubeClient;

/** Clients of a test server. */
public final class Clients {
    private Clients() {}

    /** Nothing around: no environment, no files. */
    public static Surroundings nowhere() {
        return new Surroundings(Map.of(), Path.of("/nonexistent"), Path.of("/nonexistent"));
    }

    public static ClusterAccess accessTo(TestApiServer server) {
        return ClusterAccess.resolve(AccessOptions.from(Map.of("server", List.of(server.url()))), nowhere());
    }

    public static HttpKubeClient of(TestApiServer server) {
        return HttpKubeClient.connect(accessTo(server), ClientSettings.named("tester", "1.2"));
    }
}
