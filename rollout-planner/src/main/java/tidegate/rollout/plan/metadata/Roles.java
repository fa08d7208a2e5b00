package tidegate.rollout.plan.metadata;

import java.util.HashSet;
import java.util.Set;
import tidegate.api.json.Json;
import tidegate.api.rollout.ReplicaSet;
import tidegate.api.rollout.RolloutStatus;
import tidegate.api.rollout.Strategy;
import tidegate.api.wire.Labels;
import tidegate.rollout.plan.lineage.Release;

/**
 * Which metadata goes with which role.
 *
 * @param updating of the present version while another one is stable
 * @param settled of the stable version
 */
record Roles(Injected updating, Injected settled) {
    static Roles of(Strategy strategy) {
        return switch (strategy) {
            case Strategy.Canary canary -> of(canary.json(), "canaryMetadata", "stableMetadata");
            case Strategy.BlueGreen blueGreen -> of(blueGreen.json(), "previewMetadata", "activeMetadata");
            case Strategy.Unspecified _ -> new Roles(Injected.NONE, Injected.NONE);
        };
    }

    private static Roles of(Json strategy, String updating, String settled) {
        return new Roles(Injected.of(strategy.get(updating)), Injected.of(strategy.get(settled)));
    }

    /** What the pods of this ReplicaSet are to carry; nothing if it has no role any more. */
    Injected of(ReplicaSet set, Release release, RolloutStatus status) {
        Injected role = Injected.NONE;
        if (release.lineage().isNewest(set)) role = ofPresent(release, status);
        else if (set.hash().equals(status.stableRS())) role = settled;
        return role.withoutLabels(reserved(set.selector()));
    }

    Injected ofPresent(Release release, RolloutStatus status) {
        boolean updates = !status.stableRS().isEmpty() && !release.isPromoted(status);
        return updates ? updating : settled;
    }

    /** Labels by which a ReplicaSet finds its pods: the API would refuse a template with others. */
    static Set<String> reserved(Json selector) {
        var keys = new HashSet<>(selector.get("matchLabels").members().keySet());
        for (Json expression : selector.get("matchExpressions").elements())
            keys.add(expression.get("key").stringOrEmpty());
        keys.add(Labels.POD_TEMPLATE_HASH);
        return keys;
    }
}
