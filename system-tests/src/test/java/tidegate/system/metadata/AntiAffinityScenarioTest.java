package tidegate.system.metadata;

import static tidegate.system.bench.Expect.healthy;
import static tidegate.system.bench.Expect.pausedAtStep;
import static tidegate.system.bench.Expect.replicaSets;
import static tidegate.system.bench.Expect.stable;
import static tidegate.system.bench.Expect.that;
import static tidegate.system.bench.Manifests.canaryWith;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tidegate.api.json.Json;
import tidegate.api.wire.Labels;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.Expect;
import tidegate.system.bench.Scenario;
import tidegate.system.bench.ScenarioExtension;

@ExtendWith(ScenarioExtension.class)
class AntiAffinityScenarioTest {
    private static final String PREFERRED =
            "      antiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: {weight: 7}}\n";

    /** The pods of one version would rather not run beside those of another; {@code ""} for any. */
    private static Expect avoids(String tag, String other) {
        return that(tag + " avoids '" + other + "'", state -> {
            String avoided = state.replicaSetOf(tag)
                    .map(AntiAffinityScenarioTest::avoided)
                    .orElse("");
            return avoided.equals(other.isEmpty() ? "" : hash(state, other));
        });
    }

    private static String hash(ClusterState state, String tag) {
        return state.replicaSetOf(tag)
                .map(set ->
                        set.at("metadata", "labels", Labels.POD_TEMPLATE_HASH).stringOrEmpty())
                .orElse("none");
    }

    private static String avoided(Json set) {
        return Optional.of(set.at("spec", "template", "spec", "affinity", "podAntiAffinity")
                        .get("preferredDuringSchedulingIgnoredDuringExecution"))
                .map(terms -> terms.get(0).at("podAffinityTerm", "labelSelector", "matchExpressions"))
                .map(expressions -> expressions.get(0).get("values").get(0).stringOrEmpty())
                .orElse("");
    }

    @Test
    void aNewVersionAvoidsTheStableOneAndGoingBackMakesNoThird(Scenario on) {
        on.given(canaryWith("shop", 2, "blue", "", PREFERRED, "setWeight: 50", "pause: {}"));
        on.then(healthy("shop"), avoids("blue", ""));
        on.when("kubectl argo rollouts set image shop shop=demo:yellow");
        on.then(pausedAtStep("shop", 1), avoids("yellow", "blue"));
        on.when("kubectl argo rollouts promote shop");
        on.then(healthy("shop"), stable("shop", "yellow"));
        on.when("kubectl argo rollouts undo shop");
        on.then(pausedAtStep("shop", 1), avoids("blue", "yellow"), replicaSets(2));
    }
}
