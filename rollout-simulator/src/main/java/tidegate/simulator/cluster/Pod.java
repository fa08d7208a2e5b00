package tidegate.simulator.cluster;

import java.time.Duration;
import java.time.Instant;

/** One pod. Changes only through its {@link SimReplicaSet}. */
final class Pod {
    final Instant createdAt;
    private Instant readySince = Instant.MAX;
    boolean gone;
    int crashes;

    Pod(Instant createdAt) {
        this.createdAt = createdAt;
    }

    boolean isReady() {
        return !readySince.equals(Instant.MAX);
    }

    Instant readySince() {
        return readySince;
    }

    void becomeReady(Instant now) {
        if (!isReady()) readySince = now;
    }

    void becomeUnready() {
        readySince = Instant.MAX;
    }

    boolean isAvailable(Instant now, Duration minReady) {
        return isReady() && !readySince.plus(minReady).isAfter(now);
    }
}
