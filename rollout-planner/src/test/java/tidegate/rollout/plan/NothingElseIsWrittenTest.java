package tidegate.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tidegate.api.json.Json;
import tidegate.rollout.plan.action.Action;

/**
 * Whoever takes over from us finds nothing that the API does not name: every path of every write of whole releases is in
 * this list. The annotations on Deployments are ours alone, and additive.
 */
class NothingElseIsWrittenTest {
    private static final String OURS = "rollout\\.argoproj\\.io/";

    private static final Map<String, Pattern> ALLOWED = Map.of(
            "Rollout",
            Pattern.compile("metadata/annotations/" + OURS + "(revision|workload-generation)|spec/replicas"),
            "ReplicaSet",
            Pattern.compile("metadata/annotations/(" + OURS
                    + "(revision|revision-history|desired-replicas|workload-generation|ephemeral-metadata)"
                    + "|scale-down-deadline|team)"
                    + "|spec/(replicas|minReadySeconds)"
                    + "|spec/template/metadata/(labels|annotations)/.*"
                    + "|spec/template/spec/affinity(/.*)?"),
            "new ReplicaSet",
            Pattern.compile("apiVersion|kind|metadata/(name|namespace|labels/.*|annotations/.*|ownerReferences)"
                    + "|spec/(replicas|minReadySeconds|selector/.*|template/.*)"),
            "Service",
            Pattern.compile("spec/selector/rollouts-pod-template-hash"
                    + "|metadata/annotations/argo-rollouts\\.argoproj\\.io/managed-by-rollouts"),
            "Pod",
            Pattern.compile("metadata/(labels|annotations)/.*"),
            "Deployment",
            Pattern.compile("spec/replicas|metadata/annotations/migration\\.tidegate\\.io/[a-z-]+"),
            "status",
            Pattern.compile("abort|abortedAt|availableReplicas|blueGreen(/(activeSelector|previewSelector"
                    + "|scaleUpPreviewCheckPoint))?|canary|collisionCount|conditions|controllerPause|currentPodHash"
                    + "|currentStepHash|currentStepIndex|duration(/(rolloutStartedAt|manualPauseStartedAt"
                    + "|totalManualPauseDurationSeconds|finishedAt|completionStatus))?|HPAReplicas|message"
                    + "|observedGeneration|pauseConditions|phase|promoteFull|readyReplicas|replicas|restartedAt"
                    + "|selector|stableRS|updatedReplicas|workloadObservedGeneration"));

    private static final List<String> CONDITIONS =
            List.of("InvalidSpec", "Available", "Completed", "Healthy", "Paused", "ReplicaFailure", "Progressing");

    private static final List<String> REASONS = List.of(
            "NewReplicaSetCreated",
            "FoundNewReplicaSet",
            "ReplicaSetUpdated",
            "ReplicaSetNotAvailable",
            "NewReplicaSetAvailable",
            "ReplicaSetCreateError",
            "RolloutPaused",
            "RolloutResumed",
            "RolloutRetry",
            "RolloutAborted",
            "ProgressDeadlineExceeded");

    record Release(String name, World world) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Release> releases() {
        World canary = World.canary(
                        5, "[{\"setWeight\":20},{\"pause\":{}},{\"setWeight\":60},{\"pause\":{\"duration\":1}}]")
                .service("stable")
                .service("canary")
                .strategy("stableService", Json.of("stable"))
                .strategy("canaryService", Json.of("canary"))
                .strategy("canaryMetadata", Json.parse("{\"labels\":{\"role\":\"canary\"}}"))
                .strategy("stableMetadata", Json.parse("{\"annotations\":{\"role\":\"stable\"}}"))
                .strategy("antiAffinity", Json.parse("{\"requiredDuringSchedulingIgnoredDuringExecution\":{}}"));
        return Stream.of(
                new Release("canary", canary),
                new Release("rolling update", World.canary(4, "[]")),
                new Release(
                        "blue-green",
                        World.blueGreen(
                                3,
                                "\"autoPromotionEnabled\":false,\"previewReplicaCount\":1,"
                                        + "\"previewMetadata\":{\"labels\":{\"role\":\"preview\"}}")),
                new Release("blue-green by itself", World.blueGreen(3, "\"autoPromotionSeconds\":3")),
                new Release("workloadRef", World.referring(5, "progressively")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("releases")
    void everyWriteOfAWholeLifeIsOnFieldsOfTheApi(Release release) {
        World world = release.world();
        world.laws.emptiesNoService = false;
        live(world);
        assertThat(world.plans).hasSizeGreaterThan(20);
        for (Plan plan : world.plans) {
            plan.actions().forEach(NothingElseIsWrittenTest::check);
            plan.status().ifPresent(NothingElseIsWrittenTest::check);
        }
    }

    private static void live(World world) {
        world.edit(json -> json.withAt(List.of("metadata", "annotations", "team"), "a"))
                .settle();
        next(world, "v2").promote().settle();
        world.later(40).settle();
        next(world, "v3").abort().settle();
        world.later(40).settle().patchStatus("{\"abort\":false}").settle();
        world.spec("replicas", 6).settle();
        next(world, "v2").patchStatus("{\"promoteFull\":true}").settle();
        world.later(40).spec("paused", true).settle();
        next(world, "v4").spec("paused", false).settle();
        world.spec("progressDeadlineSeconds", 5).breaks("v5", 0);
        next(world, "v5").later(60).settle();
        world.spec("minReadySeconds", 1)
                .spec("restartAt", "2026-03-01T10:00:00Z")
                .settle();
        world.spec("progressDeadlineSeconds", -1).settle();
    }

    /** Another version, wherever the template stands. */
    private static World next(World world, String image) {
        if (world.workload.isEmpty()) return world.image(image).settle();
        return world.editWorkload(json -> json.withAt(List.of("spec", "template"), World.template(image)))
                .settle();
    }

    private static void check(Action action) {
        switch (action) {
            case Action.CreateReplicaSet create -> check("new ReplicaSet", create.manifest());
            case Action.PatchRollout patch -> check("Rollout", patch.patch());
            case Action.PatchService patch -> check("Service", patch.patch());
            case Action.PatchPod patch -> check("Pod", patch.patch());
            case Action.PatchDeployment patch -> check("Deployment", patch.patch());
            case Action.ScaleReplicaSet patch -> check("ReplicaSet", patch.patch());
            case Action.PatchReplicaSet patch -> check("ReplicaSet", patch.patch());
            case Action.AdoptReplicaSet _,
                    Action.ReleaseReplicaSet _,
                    Action.DeleteReplicaSet _,
                    Action.EvictPod _ -> {}
        }
    }

    private static void check(StatusWrite write) {
        check("status", write.patch());
        for (Json condition : write.next().json().get("conditions").elements()) {
            assertThat(condition.members())
                    .containsOnlyKeys("type", "status", "reason", "message", "lastUpdateTime", "lastTransitionTime");
            assertThat(condition.get("type").stringOrEmpty()).isIn(CONDITIONS);
            if (condition.get("type").equals(Json.of("Progressing")))
                assertThat(condition.get("reason").stringOrEmpty()).isIn(REASONS);
        }
        for (Json pause : write.next().json().get("pauseConditions").elements())
            assertThat(pause.members()).containsOnlyKeys("reason", "startTime");
    }

    private static void check(String kind, Json patch) {
        for (String path : paths("", patch)) assertThat(path).as(kind).matches(ALLOWED.get(kind));
    }

    private static List<String> paths(String prefix, Json value) {
        if (!value.isObject() || value.isEmpty()) return List.of(prefix);
        var all = new ArrayList<String>();
        value.members().forEach((key, child) -> all.addAll(paths(prefix.isEmpty() ? key : prefix + "/" + key, child)));
        return all;
    }
}
