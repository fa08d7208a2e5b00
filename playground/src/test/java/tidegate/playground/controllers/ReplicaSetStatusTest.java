package tidegate.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.playground.client.KubeTime;

class ReplicaSetStatusTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Json SET = Json.parse("""
            {"metadata": {"generation": 3},
             "spec": {"minReadySeconds": 10, "template": {"metadata": {"labels": {"app": "web", "tier": "1"}}}}}
            """);

    private static Json pod(int readySecondsAgo, Map<String, String> labels) {
        return Json.object(
                "metadata", Json.object("labels", Json.of(labels)),
                "status",
                        Json.object(
                                "phase",
                                "Running",
                                "conditions",
                                Json.array(Json.object(
                                        "type", "Ready",
                                        "status", "True",
                                        "lastTransitionTime", KubeTime.seconds(NOW.minusSeconds(readySecondsAgo))))));
    }

    private static final Map<String, String> ALL_LABELS = Map.of("app", "web", "tier", "1");

    @Test
    void countsWhatIsThereAndKnowsWhenTheNextBecomesAvailable() {
        Json going = pod(60, ALL_LABELS).withAt(List.of("metadata", "deletionTimestamp"), "2026-01-01T12:00:00Z");
        Json failed = pod(60, ALL_LABELS).withAt(List.of("status", "phase"), "Failed");
        var pods = List.of(pod(60, ALL_LABELS), pod(4, Map.of("app", "web")), going, failed);

        assertThat(ReplicaSetStatus.of(SET, pods, Optional.empty(), NOW)).isEqualTo(Json.parse("""
                {"replicas": 2, "fullyLabeledReplicas": 1, "readyReplicas": 2, "availableReplicas": 1,
                 "terminatingReplicas": 1, "observedGeneration": 3}
                """));
        assertThat(ReplicaSetStatus.nextAvailable(SET, pods, NOW)).contains(NOW.plusSeconds(6));
    }

    @Test
    void aFailureIsToldOnceAndTakenBackWhenItIsOver() {
        var failure = new ReplicaSetStatus.Failure("FailedCreate", "quota exceeded");
        Json failing = ReplicaSetStatus.of(SET, List.of(), Optional.of(failure), NOW);
        Json later =
                ReplicaSetStatus.of(SET.with("status", failing), List.of(), Optional.of(failure), NOW.plusSeconds(60));

        assertThat(failing.get("conditions").elements()).singleElement().satisfies(condition -> {
            assertThat(condition.get("type").stringOrEmpty()).isEqualTo("ReplicaFailure");
            assertThat(condition.get("reason").stringOrEmpty()).isEqualTo("FailedCreate");
            assertThat(condition.get("message").stringOrEmpty()).isEqualTo("quota exceeded");
        });
        assertThat(later).isEqualTo(failing);
        assertThat(ReplicaSetStatus.of(SET.with("status", failing), List.of(), Optional.empty(), NOW)
                        .get("conditions")
                        .isMissing())
                .isTrue();
    }
}
