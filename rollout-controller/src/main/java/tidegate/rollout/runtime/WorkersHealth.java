package tidegate.rollout.runtime;

import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Alive: where Rollouts wait for a pass, passes begin and end. Each call to the API server ends by its timeout. */
final class WorkersHealth implements HealthIndicator {
    private static final Duration STUCK = Duration.ofMinutes(5);

    private final Work work;

    WorkersHealth(Work work) {
        this.work = work;
    }

    @Override
    public Health health() {
        Duration stuck = work.stuckFor();
        var health = stuck.compareTo(STUCK) < 0 ? Health.up() : Health.down();
        return health.withDetail("waiting", work.depth())
                .withDetail("stuck_for_s", stuck.toSeconds())
                .build();
    }
}
