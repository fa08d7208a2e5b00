package tidegate.api.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tidegate.api.json.Json;

/** How a new version replaces the old one: {@code spec.strategy}, read once. */
public sealed interface Strategy {
    /** The block of this strategy as written. */
    Json json();

    /**
     * Step by step, by numbers of pods.
     *
     * @param steps none for a plain rolling update
     * @param maxSurge number or percentage as written; absent is 25 %
     * @param maxUnavailable number or percentage as written; absent is 25 %
     */
    record Canary(List<Step> steps, Json maxSurge, Json maxUnavailable, Json json) implements Strategy {
        public Json stepsJson() {
            return json.get("steps");
        }

        public Optional<String> canaryService() {
            return named("canaryService");
        }

        public Optional<String> stableService() {
            return named("stableService");
        }

        private Optional<String> named(String field) {
            return json.get(field).string().filter(name -> !name.isEmpty());
        }
    }

    /**
     * All at once, behind a Service.
     *
     * @param previewService {@code ""} without one
     * @param previewReplicaCount pods of the new version before it is promoted; empty for all
     * @param autoPromotionEnabled false waits for a human
     * @param autoPromotion how long to wait before it is promoted by itself; 0 for not at all
     * @param scaleDownDelay how long old versions keep their pods; 0 for not at all
     * @param scaleDownDelayRevisionLimit how many old versions may wait with their pods
     * @param abortScaleDownDelay how long an aborted version keeps its pods; empty for ever
     * @param maxUnavailable number or percentage as written; absent is 25 %; for restarts only
     */
    record BlueGreen(
            String activeService,
            String previewService,
            OptionalInt previewReplicaCount,
            boolean autoPromotionEnabled,
            Duration autoPromotion,
            Duration scaleDownDelay,
            int scaleDownDelayRevisionLimit,
            Optional<Duration> abortScaleDownDelay,
            Json maxUnavailable,
            Json json)
            implements Strategy {
        private static final int DEFAULT_DELAY_SECONDS = 30;

        static BlueGreen of(Json json) {
            int abortDelay = json.get("abortScaleDownDelaySeconds").integer().orElse(DEFAULT_DELAY_SECONDS);
            return new BlueGreen(
                    json.get("activeService").stringOrEmpty(),
                    json.get("previewService").stringOrEmpty(),
                    json.get("previewReplicaCount").integer(),
                    json.get("autoPromotionEnabled").bool().orElse(true),
                    Duration.ofSeconds(
                            json.get("autoPromotionSeconds").integer().orElse(0)),
                    Duration.ofSeconds(
                            json.get("scaleDownDelaySeconds").integer().orElse(DEFAULT_DELAY_SECONDS)),
                    json.get("scaleDownDelayRevisionLimit").integer().orElse(Integer.MAX_VALUE),
                    abortDelay == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(abortDelay)),
                    json.get("maxUnavailable"),
                    json);
        }

        public boolean hasPreviewService() {
            return !previewService.isEmpty();
        }
    }

    /** None given; validation refuses it. */
    record Unspecified(Json json) implements Strategy {}

    static Strategy of(Json strategy) {
        Json canary = strategy.get("canary");
        if (canary.isObject())
            return new Canary(
                    canary.get("steps").elements().stream().map(Step::of).toList(),
                    canary.get("maxSurge"),
                    canary.get("maxUnavailable"),
                    canary);
        Json blueGreen = strategy.get("blueGreen");
        return blueGreen.isObject() ? BlueGreen.of(blueGreen) : new Unspecified(strategy);
    }
}
