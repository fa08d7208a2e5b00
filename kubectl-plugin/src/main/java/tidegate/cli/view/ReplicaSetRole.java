package tidegate.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;

/** Which parts a ReplicaSet plays in its Rollout. */
final class ReplicaSetRole {
    private static final List<String> IMAGE_ORDER = List.of("canary", "stable", "active", "preview", "ping", "pong");

    private final ClusterObject rollout;

    ReplicaSetRole(ClusterObject rollout) {
        this.rollout = rollout;
    }

    /** {@code stable}, then {@code canary}, {@code active} or {@code preview}, then {@code ping} or {@code pong}. */
    List<String> tagsOf(ClusterObject set) {
        var tags = new ArrayList<String>();
        if (isStable(set)) tags.add("stable");
        strategyTag(set).ifPresent(tags::add);
        pingPong(set).ifPresent(tags::add);
        return tags;
    }

    /** The same tags in the order in which images show them. */
    List<String> imageTagsOf(ClusterObject set) {
        List<String> tags = tagsOf(set);
        return IMAGE_ORDER.stream().filter(tags::contains).toList();
    }

    boolean isCanary(ClusterObject set) {
        return strategyTag(set).filter("canary"::equals).isPresent();
    }

    private boolean isStable(ClusterObject set) {
        return isNamedBy(rollout.status().get("stableRS"), set);
    }

    private Optional<String> strategyTag(ClusterObject set) {
        Json status = rollout.status();
        return switch (ShownStrategy.of(rollout.json())) {
            case CANARY ->
                !isStable(set) && isNamedBy(status.get("currentPodHash"), set)
                        ? Optional.of("canary")
                        : Optional.empty();
            case BLUE_GREEN -> {
                if (isNamedBy(status.at("blueGreen", "activeSelector"), set)) yield Optional.of("active");
                yield isNamedBy(status.at("blueGreen", "previewSelector"), set)
                        ? Optional.of("preview")
                        : Optional.empty();
            }
            case NONE -> Optional.empty();
        };
    }

    private Optional<String> pingPong(ClusterObject set) {
        if (rollout.spec().at("strategy", "canary", "pingPong").isNullOrMissing()) return Optional.empty();
        boolean stableIsPing =
                rollout.status().at("canary", "stablePingPong").stringOrEmpty().equals("ping");
        if (isStable(set)) return Optional.of(stableIsPing ? "ping" : "pong");
        if (isCanary(set)) return Optional.of(stableIsPing ? "pong" : "ping");
        return Optional.empty();
    }

    private static boolean isNamedBy(Json hash, ClusterObject set) {
        String text = hash.stringOrEmpty();
        return !text.isEmpty() && text.equals(set.label(Labels.POD_TEMPLATE_HASH));
    }

    /** How long the ReplicaSet may still stay up, as {@code delay:24s}; empty without a deadline. */
    static Optional<String> delayOf(ClusterObject set, Instant now) {
        Json deadline = set.annotation(Annotations.SCALE_DOWN_DEADLINE);
        if (deadline.isMissing()) return Optional.empty();
        String left = ClusterObject.time(deadline)
                .map(end -> end.isBefore(now) ? "passed" : Age.text(Duration.between(now, end)))
                .orElse("");
        return Optional.of("delay:" + left);
    }
}
