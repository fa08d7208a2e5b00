package tidegate.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.rollout.WorkloadRef.ScaleDown;
import tidegate.api.rollout.WorkloadRef.Workload;

class WorkloadRefTest {
    private static final Json TEMPLATE =
            json("{'metadata':{'labels':{'app':'web'}},'spec':{'containers':[{'name':'a'}]}}");

    @Test
    void aSpecWithoutReferenceHasNone() {
        assertThat(WorkloadRef.of(json("{'template':{}}"))).isEmpty();
    }

    @Test
    void anUnknownWordScalesNothingDown() {
        assertThat(List.of("never", "onsuccess", "progressively", "", "Progressively"))
                .extracting(word -> ref("apps/v1", "Deployment", word).scaleDown())
                .containsExactly(
                        ScaleDown.NEVER,
                        ScaleDown.ON_SUCCESS,
                        ScaleDown.PROGRESSIVELY,
                        ScaleDown.NEVER,
                        ScaleDown.NEVER);
    }

    @Test
    void theKindCountsWithItsGroupAndNotItsVersion() {
        assertThat(ref("apps/v1beta1", "ReplicaSet", "").workload()).contains(Workload.REPLICA_SET);
        assertThat(ref("v1", "PodTemplate", "").workload()).contains(Workload.POD_TEMPLATE);
        assertThat(ref("v1", "Deployment", "").workload()).isEmpty();
        assertThat(ref("apps/v1", "StatefulSet", "").workload()).isEmpty();
    }

    @Test
    void theTemplateComesFromTheWorkloadAndTheSelectorUnlessItIsGiven() {
        Json deployment = Json.object(
                "spec", Json.object("selector", json("{'matchLabels':{'app':'web'}}"), "template", TEMPLATE));
        Json own = json("{'matchLabels':{'own':'yes'}}");
        Json bare = json("{'metadata':{'name':'r'},'spec':{'replicas':3}}");
        Json resolved = ref("apps/v1", "Deployment", "").resolved(bare, deployment);
        assertThat(resolved.at("spec", "template")).isEqualTo(TEMPLATE);
        assertThat(resolved.at("spec", "selector")).isEqualTo(json("{'matchLabels':{'app':'web'}}"));
        assertThat(resolved.at("spec", "replicas")).isEqualTo(Json.of(3));
        assertThat(ref("apps/v1", "Deployment", "")
                        .resolved(bare.withAt(List.of("spec", "selector"), own), deployment)
                        .at("spec", "selector"))
                .isEqualTo(own);
    }

    @Test
    void aPodTemplateMeansThePodsWithItsLabels() {
        Json resolved = ref("v1", "PodTemplate", "").resolved(json("{'spec':{}}"), Json.object("template", TEMPLATE));
        assertThat(resolved.at("spec", "template")).isEqualTo(TEMPLATE);
        assertThat(resolved.at("spec", "selector")).isEqualTo(json("{'matchLabels':{'app':'web'}}"));
    }

    private static WorkloadRef ref(String apiVersion, String kind, String scaleDown) {
        return WorkloadRef.of(Json.object(
                        "workloadRef",
                        Json.object("apiVersion", apiVersion, "kind", kind, "name", "web", "scaleDown", scaleDown)))
                .orElseThrow();
    }

    private static Json json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
