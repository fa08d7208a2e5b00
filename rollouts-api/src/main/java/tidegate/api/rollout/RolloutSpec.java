package tidegate.api.rollout;

import java.time.Duration;
import java.util.OptionalInt;
import tidegate.api.json.Json;

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

    /** Wanted pods; 1 unless given. */
    public int replicas() {
        return givenReplicas.orElse(1);
    }
}
