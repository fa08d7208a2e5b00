package tidegate.rollout.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import tidegate.kube.access.AccessOptions;
import tidegate.kube.access.ClusterAccess;
import tidegate.kube.http.ClientSettings;
import tidegate.kube.http.HttpKubeClient;
import tidegate.kube.time.ManualTimekeeper;
import tidegate.rollout.observe.Caches;
import tidegate.rollout.observe.Scope;

class CachesHealthTest {
    private static Status at(Caches caches, Instant time) {
        return new CachesHealth(caches, new ManualTimekeeper(time)).health().getStatus();
    }

    @Test
    void readyWithTheFirstListsAndUntilCutOffForLong() throws InterruptedException {
        Bench bench = Bench.start();
        var access = ClusterAccess.resolve(
                AccessOptions.none().withKubeconfig(bench.embedded.kubeconfig().toString()));
        try (var client = HttpKubeClient.connect(access, ClientSettings.named("test", "0"));
                var caches = new Caches(client, new Scope("", ""))) {
            assertThat(at(caches, Instant.now())).isEqualTo(Status.OUT_OF_SERVICE);
            caches.start();
            assertThat(caches.awaitSync(Duration.ofSeconds(30))).isTrue();
            assertThat(at(caches, Instant.now())).isEqualTo(Status.UP);

            bench.close();
            Bench.until(
                    "every watch is lost",
                    () -> caches.health().values().stream()
                            .allMatch(cache -> cache.trouble().isPresent()));
            Instant cutOff = Instant.now();
            assertThat(at(caches, cutOff)).as("a moment later").isEqualTo(Status.UP);
            assertThat(at(caches, cutOff.plusSeconds(60))).as("a minute later").isEqualTo(Status.OUT_OF_SERVICE);
        }
    }
}
