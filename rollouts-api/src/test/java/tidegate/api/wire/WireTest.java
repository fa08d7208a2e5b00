package tidegate.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import tidegate.api.json.Json;

class WireTest {
    record Said(String type, String reason, String message, Supplier<RolloutEvent> event) {
        @Override
        public String toString() {
            return message;
        }
    }

    static final List<Said> events = List.of(
            new Said(
                    "Normal",
                    "RolloutAddedToInformer",
                    "Rollout resource added to informer: shop/web",
                    () -> RolloutEvent.addedToInformer("shop", "web")),
            new Said(
                    "Normal",
                    "RolloutDeleted",
                    "Rollout web/shop is deleted.",
                    () -> RolloutEvent.deleted("shop", "web")),
            new Said("Normal", "RolloutUpdated", "Rollout updated to revision 2", () -> RolloutEvent.updated(2)),
            new Said(
                    "Normal",
                    "NewReplicaSetCreated",
                    "Created ReplicaSet web-6746d5bbc (revision 2)",
                    () -> RolloutEvent.newReplicaSetCreated("web-6746d5bbc", 2)),
            new Said(
                    "Warning",
                    "ReplicaSetCreateError",
                    "Failed to create new replica set \"web-1\": quota",
                    () -> RolloutEvent.replicaSetCreateError("web-1", "quota")),
            new Said(
                    "Normal",
                    "ScalingReplicaSet",
                    "Scaled up ReplicaSet web-1 (revision 3) from 1 to 4",
                    () -> RolloutEvent.scaled("web-1", 3, 1, 4)),
            new Said(
                    "Normal",
                    "ScalingReplicaSet",
                    "Scaled down ReplicaSet web-1 (revision 3) from 4 to 0",
                    () -> RolloutEvent.scaled("web-1", 3, 4, 0)),
            new Said(
                    "Normal",
                    "RolloutNotCompleted",
                    "Rollout not completed, started update to revision 2 (ab)",
                    () -> RolloutEvent.notCompleted(2, "ab")),
            new Said(
                    "Normal",
                    "RolloutCompleted",
                    "Rollout completed update to revision 2 (ab): Completed all 8 canary steps",
                    () -> RolloutEvent.completed(2, "ab", CompletionCause.allSteps(8))),
            new Said(
                    "Normal",
                    "RolloutStepCompleted",
                    "Rollout step 1/8 completed (setWeight: 20)",
                    () -> RolloutEvent.stepCompleted(1, 8, "setWeight: 20")),
            new Said("Normal", "SkipSteps", "Rollback to stable ReplicaSets", RolloutEvent::stepsSkippedToStable),
            new Said(
                    "Normal",
                    "SkipSteps",
                    "Rollback to active ReplicaSets within RollbackWindow",
                    RolloutEvent::stepsSkippedWithinWindow),
            new Said(
                    "Normal",
                    "SwitchService",
                    "Switched selector for service 'web-active' from '' to 'ab'",
                    () -> RolloutEvent.serviceSwitched("web-active", "", "ab")),
            new Said(
                    "Normal",
                    "RolloutPaused",
                    "Rollout is paused (CanaryPauseStep)",
                    () -> RolloutEvent.paused(PauseReason.CANARY_PAUSE_STEP)),
            new Said("Normal", "RolloutResumed", "Rollout is resumed", RolloutEvent::resumed),
            new Said(
                    "Warning",
                    "RolloutAborted",
                    "Rollout aborted update to revision 2",
                    () -> RolloutEvent.aborted(2, Optional.empty())),
            new Said(
                    "Warning",
                    "RolloutAborted",
                    "Rollout aborted update to revision 2: ReplicaSet \"web-1\" has timed out progressing.",
                    () -> RolloutEvent.aborted(2, Optional.of(RolloutConditions.replicaSetTimeout("web-1")))),
            new Said(
                    "Warning",
                    "RolloutAborted",
                    "Rollout \"web\" has timed out progressing.",
                    () -> RolloutEvent.abortedByDeadline(RolloutConditions.rolloutTimeout("web"))),
            new Said(
                    "Warning",
                    "ReconciliationError",
                    "Reconciliation failed with error: 100% lost",
                    () -> RolloutEvent.reconciliationError("100% lost")));

    @ParameterizedTest
    @FieldSource("events")
    void eventsSayExactlyWhatIsParsed(Said said) {
        RolloutEvent event = said.event().get();
        assertThat(event.type().wire()).isEqualTo(said.type());
        assertThat(event.reason()).isEqualTo(said.reason());
        assertThat(event.message()).isEqualTo(said.message());
    }

    record Shown(ConditionText text, String type, String status, String reason, String message) {
        @Override
        public String toString() {
            return type + "=" + status + " " + reason;
        }
    }

    static final List<Shown> conditions = List.of(
            new Shown(
                    RolloutConditions.invalidSpec("web", "spec.replicas: Invalid value: -1: no"),
                    "InvalidSpec",
                    "True",
                    "InvalidSpec",
                    "The Rollout \"web\" is invalid: spec.replicas: Invalid value: -1: no"),
            new Shown(
                    RolloutConditions.available(true),
                    "Available",
                    "True",
                    "AvailableReason",
                    "Rollout has minimum availability"),
            new Shown(
                    RolloutConditions.available(false),
                    "Available",
                    "False",
                    "AvailableReason",
                    "Rollout does not have minimum availability"),
            new Shown(RolloutConditions.completed(true), "Completed", "True", "RolloutCompleted", "RolloutCompleted"),
            new Shown(RolloutConditions.completed(false), "Completed", "False", "RolloutCompleted", "RolloutCompleted"),
            new Shown(RolloutConditions.healthy(true), "Healthy", "True", "RolloutHealthy", "Rollout is healthy"),
            new Shown(RolloutConditions.healthy(false), "Healthy", "False", "RolloutHealthy", "Rollout is not healthy"),
            new Shown(RolloutConditions.paused(true), "Paused", "True", "RolloutPaused", "Rollout is paused"),
            new Shown(RolloutConditions.paused(false), "Paused", "False", "RolloutPaused", "Rollout is paused"),
            progressing(
                    RolloutConditions.newReplicaSetCreated("a"),
                    "True",
                    "NewReplicaSetCreated",
                    "Created new replica set \"a\""),
            progressing(
                    RolloutConditions.foundNewReplicaSet("a"),
                    "True",
                    "FoundNewReplicaSet",
                    "Found new replica set \"a\""),
            progressing(
                    RolloutConditions.replicaSetProgresses("a"),
                    "True",
                    "ReplicaSetUpdated",
                    "ReplicaSet \"a\" is progressing."),
            progressing(
                    RolloutConditions.rolloutProgresses("r"),
                    "True",
                    "ReplicaSetUpdated",
                    "Rollout \"r\" is progressing."),
            progressing(
                    RolloutConditions.replicaSetNotAvailable(),
                    "True",
                    "ReplicaSetNotAvailable",
                    "Rollout does not have minimum availability"),
            progressing(
                    RolloutConditions.newReplicaSetAvailable("a"),
                    "True",
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"a\" has successfully progressed."),
            progressing(
                    RolloutConditions.replicaSetCreateError("a", "quota"),
                    "False",
                    "ReplicaSetCreateError",
                    "Failed to create new replica set \"a\": quota"),
            progressing(RolloutConditions.progressIsPaused(), "Unknown", "RolloutPaused", "Rollout is paused"),
            progressing(RolloutConditions.progressIsResumed(), "Unknown", "RolloutResumed", "Rollout is resumed"),
            progressing(
                    RolloutConditions.retriesAfterAbort(), "Unknown", "RolloutRetry", "Retrying Rollout after abort"),
            progressing(
                    RolloutConditions.aborted(2, Optional.empty()),
                    "False",
                    "RolloutAborted",
                    "Rollout aborted update to revision 2"),
            progressing(
                    RolloutConditions.replicaSetTimedOut("a"),
                    "False",
                    "ProgressDeadlineExceeded",
                    "ReplicaSet \"a\" has timed out progressing."),
            progressing(
                    RolloutConditions.rolloutTimedOut("r"),
                    "False",
                    "ProgressDeadlineExceeded",
                    "Rollout \"r\" has timed out progressing."));

    private static Shown progressing(ConditionText text, String status, String reason, String message) {
        return new Shown(text, "Progressing", status, reason, message);
    }

    @ParameterizedTest
    @FieldSource("conditions")
    void conditionsSayExactlyWhatIsParsed(Shown shown) {
        assertThat(shown.text().type()).isEqualTo(shown.type());
        assertThat(shown.text().status().wire()).isEqualTo(shown.status());
        assertThat(shown.text().reason()).isEqualTo(shown.reason());
        assertThat(shown.text().message()).isEqualTo(shown.message());
    }

    @Test
    void aConditionThatDiffersOnlyInItsMessageSaysTheSame() {
        var one = RolloutConditions.newReplicaSetAvailable("a");
        assertThat(one.saysTheSameAs(RolloutConditions.newReplicaSetAvailable("b")))
                .isTrue();
        assertThat(RolloutConditions.available(true).saysTheSameAs(RolloutConditions.available(false)))
                .isFalse();
    }

    @Test
    void enumsReadWhatTheyWrite() {
        for (Phase phase : Phase.values())
            assertThat(Phase.ofWire(phase.wire())).contains(phase);
        for (PauseReason reason : PauseReason.values())
            assertThat(PauseReason.ofWire(reason.wire())).contains(reason);
        for (AnalysisPhase phase : AnalysisPhase.values())
            assertThat(AnalysisPhase.ofWire(phase.wire())).contains(phase);
        for (CompletionStatus status : CompletionStatus.values())
            assertThat(CompletionStatus.ofWire(status.wire())).contains(status);
        for (ConditionStatus status : ConditionStatus.values())
            assertThat(ConditionStatus.ofWire(status.wire())).contains(status);
        for (AnalysisRunRole role : AnalysisRunRole.values())
            assertThat(AnalysisRunRole.ofWire(role.wire())).contains(role);
        for (ExperimentTemplatePhase phase : ExperimentTemplatePhase.values())
            assertThat(ExperimentTemplatePhase.ofWire(phase.wire())).contains(phase);
        assertThat(Phase.ofWire("")).isEmpty();
        assertThat(PauseReason.ofWire("Lunch")).isEmpty();
    }

    @Test
    void annotationsOfUsersReachReplicaSetsAndBookkeepingDoesNot() {
        assertThat(Annotations.isCopiedToReplicaSets("team")).isTrue();
        assertThat(Annotations.isCopiedToReplicaSets(Annotations.WORKLOAD_GENERATION))
                .isTrue();
        assertThat(List.of(
                        Annotations.LAST_APPLIED,
                        Annotations.REVISION,
                        Annotations.REVISION_HISTORY,
                        Annotations.DESIRED_REPLICAS,
                        Annotations.NOTIFIED))
                .noneMatch(Annotations::isCopiedToReplicaSets);
    }

    @Test
    void onlyARolloutHasAStatusOfItsOwn() {
        assertThat(CustomResource.values())
                .filteredOn(CustomResource::hasStatusSubresource)
                .containsExactly(CustomResource.ROLLOUT);
        assertThat(CustomResource.ROLLOUT.definitionName()).isEqualTo("rollouts.argoproj.io");
        assertThat(CustomResource.EXPERIMENT.listKind()).isEqualTo("ExperimentList");
    }

    @Test
    void instancesHaveLeasesOfTheirOwn() {
        assertThat(ControllerNames.leaseOf("")).isEqualTo("argo-rollouts-controller-lock");
        assertThat(ControllerNames.leaseOf("blue")).isEqualTo("argo-rollouts-controller-lock-blue");
    }

    @Test
    void namesAreQuotedAsGoDoes() {
        assertThat(GoText.quoted("a\"b\\c\n\u0001\u007f\u00a0é\u200b😀\ue000"))
                .isEqualTo("\"a\\\"b\\\\c\\n\\x01\\x7f\\u00a0é\\u200b😀\\ue000\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"setWeight\":20}|setWeight: 20",
                "{\"setWeight\":0}|setWeight: 0",
                "{\"pause\":{}}|pause",
                "{\"pause\":{\"duration\":\"10m\"}}|pause: 10m",
                "{\"pause\":{\"duration\":30}}|pause: 30",
                "{\"experiment\":{}}|experiment",
                "{\"analysis\":{}}|analysis",
                "{\"setCanaryScale\":{\"replicas\":2,\"weight\":5}}|setCanaryScale{weight: 5}",
                "{\"setCanaryScale\":{\"replicas\":2,\"matchTrafficWeight\":true}}"
                        + "|setCanaryScale{matchTrafficWeight: true}",
                "{\"setCanaryScale\":{\"replicas\":2}}|setCanaryScale{replicas: 2}",
                "{\"plugin\":{\"name\":\"a/b\"}}|plugin: a/b",
                "{\"setHeaderRoute\":{\"name\":\"h\"}}|setHeaderRoute: h",
                "{\"setMirrorRoute\":{\"name\":\"m\"}}|setMirrorRoute: m",
                "{}|invalid"
            })
    void stepsHaveAFewWords(String step, String words) {
        assertThat(StepText.of(Json.parse(step))).isEqualTo(words);
    }
}
