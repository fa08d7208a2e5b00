package tidegate.api.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.json.Json;
import tidegate.api.value.WireTime;

/**
 * {@code spec} of a Rollout with the defaults that the controller, not the API, applies.
 *
 * @param givenReplicas {@code spec.replicas} as stored
 * @param template the pod template, carried as it is
 */
public record RolloutSpec(
        OptionalInt givenReplicas,
        Json selector,
        Json template,
        Strategy strategy,
        int minReadySeconds,
        int revisionHistoryLimit,
        boolean paused,
        Duration progressDeadline,
        boolean progressDeadlineAbort,
        Json json) {

    public static RolloutSpec of(Json spec) {
        return new RolloutSpec(
                spec.get("replicas").integer(),
                spec.get("selector"),
                spec.get("template"),
                Strategy.of(spec.get("strategy")),
                spec.get("minReadySeconds").integer().orElse(0),
                spec.get("revisionHistoryLimit").integer().orElse(10),
                spec.get("paused").isTrue(),
                Duration.ofSeconds(spec.get("progressDeadlineSeconds").integer().orElse(600)),
                spec.get("progressDeadlineAbort").isTrue(),
                spec);
    }

    /** How many revisions back a rollback skips the steps; 0 for none. */
    public int rollbackRevisions() {
        return json.at("rollbackWindow", "revisions").integer().orElse(0);
    }

    /** Wanted pods; 1 unless given. */
    public int replicas() {
        return givenReplicas.orElse(1);
    }

    /** Pods from before this time are to be made anew once it has come. */
    public Optional<Instant> restartAt() {
        return WireTime.of(json.get("restartAt"));
    }
}
