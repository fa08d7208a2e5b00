package tidegate.playground.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;

/** The demo's Rollout and its pods as the API has them at one moment. */
record View(Json rollout, List<Json> pods) {
    static final ResourceType ROLLOUTS = new ResourceType("argoproj.io", "v1alpha1", "rollouts", "Rollout", true);

    static Optional<View> read(KubeApi api, String namespace, String name) {
        return api.find(ROLLOUTS, new ObjectKey(namespace, name))
                .map(rollout -> new View(
                        rollout,
                        api.list(ResourceType.PODS, new Selection(namespace, "app=" + name, ""))
                                .items()));
    }

    String phase() {
        boolean observed = rollout.at("status", "observedGeneration")
                .stringOrEmpty()
                .equals(rollout.at("metadata", "generation").toString());
        return observed ? rollout.at("status", "phase").stringOrEmpty() : "";
    }

    String message() {
        return rollout.at("status", "message").stringOrEmpty();
    }

    int stepIndex() {
        return rollout.at("status", "currentStepIndex").integer().orElse(-1);
    }

    int steps() {
        return rollout.at("spec", "strategy", "canary", "steps").size();
    }

    boolean isPromoted() {
        String stable = rollout.at("status", "stableRS").stringOrEmpty();
        return !stable.isEmpty()
                && stable.equals(rollout.at("status", "currentPodHash").stringOrEmpty());
    }

    /** Pods by image tag, those on their way out left aside; in the order of the tags. */
    Map<String, Long> podsByColour() {
        var counts = new TreeMap<String, Long>();
        for (Json pod : pods) {
            if (pod.at("metadata", "deletionTimestamp").isPresent()) continue;
            String image = pod.at("spec", "containers").get(0).get("image").stringOrEmpty();
            counts.merge(image.substring(image.lastIndexOf(':') + 1), 1L, Long::sum);
        }
        return counts;
    }

    /** One line for people. */
    String line() {
        var text = new StringBuilder();
        if (steps() > 0 && stepIndex() >= 0)
            text.append("step ").append(stepIndex()).append('/').append(steps()).append("  ");
        if (phase().isEmpty()) text.append("Progressing (not yet looked at)");
        else text.append(phase()).append(message().isEmpty() ? "" : " (" + message() + ")");
        text.append("  pods:");
        podsByColour()
                .forEach((colour, count) ->
                        text.append(' ').append(colour).append(' ').append(count));
        return text.toString();
    }
}
