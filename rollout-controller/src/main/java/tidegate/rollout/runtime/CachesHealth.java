package tidegate.rollout.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import tidegate.kube.informer.InformerHealth;
import tidegate.kube.time.Timekeeper;
import tidegate.rollout.observe.Caches;

/** Ready: every cache has its first list, and has not been cut off from the API server for long. Leader or not. */
final class CachesHealth implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Caches caches;
    private final Timekeeper time;

    CachesHealth(Caches caches, Timekeeper time) {
        this.caches = caches;
        this.time = time;
    }

    @Override
    public Health health() {
        Map<String, InformerHealth> all = caches.health();
        Instant patient = time.now().minus(PATIENCE);
        boolean up = all.values().stream().allMatch(cache -> isUsable(cache, patient));
        var health = up ? Health.up() : Health.outOfService();
        all.forEach((kind, cache) -> health.withDetail(kind, describe(cache)));
        return health.build();
    }

    private static boolean isUsable(InformerHealth cache, Instant patient) {
        return cache.synced()
                && cache.trouble()
                        .map(trouble -> trouble.since().isAfter(patient))
                        .orElse(true);
    }

    private static Map<String, Object> describe(InformerHealth cache) {
        String trouble = cache.trouble()
                .map(found -> "since " + found.since() + ": " + found.why())
                .orElse("none");
        return Map.of("synced", cache.synced(), "objects", cache.objects(), "trouble", trouble);
    }
}
