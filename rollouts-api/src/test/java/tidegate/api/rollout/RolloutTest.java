package tidegate.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tidegate.api.json.Json;
import tidegate.api.json.MergePatch;

class RolloutTest {
    private final Rollout rollout = Rollout.of(Json.parse("""
            {"metadata":{"name":"demo","namespace":"ns","uid":"u","generation":3},
             "spec":{"replicas":5,"strategy":{"canary":{"maxSurge":"25%","steps":[{"setWeight":20},{"pause":{}},{"setCanaryScale":{"weight":1}}]}}},
             "status":{"currentPodHash":"abc","alb":{"ingress":"x"},"currentStepIndex":0,
               "conditions":[{"type":"Healthy","status":"True","reason":"r","message":"m"}],
               "pauseConditions":[{"reason":"CanaryPauseStep","startTime":"2026-01-01T00:00:00Z"}]}}
            """));

    @Test
    void theStrategyIsReadOnceIntoItsKind() {
        var canary = (Strategy.Canary) rollout.spec().strategy();
        assertThat(canary.steps())
                .extracting(step -> step.getClass().getSimpleName())
                .containsExactly("SetWeight", "Pause", "Other");
        assertThat(((Step.Pause) canary.steps().get(1)).isIndefinite()).isTrue();
        assertThat(rollout.spec().progressDeadline()).hasSeconds(600);
    }

    @Test
    void nonsenseReadsAsAbsent() {
        Rollout odd = Rollout.of(Json.parse("{\"spec\":{\"replicas\":\"x\",\"strategy\":7},\"status\":[]}"));
        assertThat(odd.spec().replicas()).isEqualTo(1);
        assertThat(odd.spec().strategy()).isInstanceOf(Strategy.Unspecified.class);
        assertThat(odd.status().currentPodHash()).isEmpty();
    }

    @Test
    void aChangedStatusKeepsWhatItDoesNotKnow() {
        RolloutStatus changed = rollout.status()
                .withCurrentStepIndex(OptionalInt.of(1))
                .withPauseConditions(java.util.List.of())
                .withAbort(false);
        assertThat(MergePatch.between(rollout.status().json(), changed.json()))
                .isEqualTo(Json.parse("{\"currentStepIndex\":1,\"pauseConditions\":null}"));
        assertThat(changed.json().get("alb").isPresent()).isTrue();
    }

    @Test
    void aNewConditionReplacesItsTypeAtTheEnd() {
        var now = Instant.parse("2026-01-02T03:04:05.678Z");
        RolloutStatus changed = rollout.status()
                .withCondition(new Condition("Paused", "True", "a", "b", now, now))
                .withCondition(new Condition("Healthy", "False", "a", "b", now, now));
        assertThat(changed.conditions()).extracting(Condition::type).containsExactly("Paused", "Healthy");
        assertThat(changed.condition("Healthy").orElseThrow().updatedAt()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @Test
    void aMergePatchLeadsFromOneValueToTheOther() {
        Json from = Json.parse("{\"a\":1,\"b\":{\"c\":1,\"d\":2},\"l\":[1,2],\"gone\":true}");
        Json to = Json.parse("{\"a\":1,\"b\":{\"c\":3,\"d\":2},\"l\":[2],\"new\":{\"x\":1}}");
        Json patch = MergePatch.between(from, to);
        assertThat(patch).isEqualTo(Json.parse("{\"gone\":null,\"b\":{\"c\":3},\"l\":[2],\"new\":{\"x\":1}}"));
        assertThat(from.merged(patch)).isEqualTo(to);
        assertThat(MergePatch.between(to, to).isEmpty()).isTrue();
    }

    @Test
    void countsOfAnOlderGenerationAreNotCurrent() {
        Json set = Json.parse(
                "{\"metadata\":{\"generation\":2},\"spec\":{\"replicas\":1},\"status\":{\"observedGeneration\":1,\"availableReplicas\":5}}");
        assertThat(ReplicaSet.of(set).hasCurrentCounts()).isFalse();
        assertThat(ReplicaSet.of(set.withAt(java.util.List.of("status", "observedGeneration"), 2))
                        .hasCurrentCounts())
                .isTrue();
    }
}
