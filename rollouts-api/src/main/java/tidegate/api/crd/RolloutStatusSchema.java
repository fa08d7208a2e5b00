package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Field.required;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT32;
import static tidegate.api.crd.Schema.Scalar.INT64;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.Scalar.TIME;
import static tidegate.api.crd.Schema.anyObject;
import static tidegate.api.crd.Schema.listOf;
import static tidegate.api.crd.Schema.object;

import tidegate.api.crd.Schema.ListOf;
import tidegate.api.crd.Schema.ObjectOf;

/** {@code status} of a Rollout. */
final class RolloutStatusSchema {
    private RolloutStatusSchema() {}

    static ObjectOf status() {
        return object(
                field("observedGeneration", TEXT, "metadata.generation that this status answers, as text."),
                field(
                        "workloadObservedGeneration",
                        TEXT,
                        "metadata.generation, as text, of the object that workloadRef names."),
                field("phase", TEXT, "Healthy, Progressing, Paused or Degraded."),
                field("message", TEXT, "Why it is in this phase."),
                field("currentPodHash", TEXT, "Pod template hash of the wanted version."),
                field("currentStepHash", TEXT, "Hash of the steps; when it changes they begin anew."),
                field("currentStepIndex", INT32, "Index of the step under way; the number of steps when all are done."),
                field("stableRS", TEXT, "Pod template hash of the version that was last promoted."),
                field("replicas", INT32, "Pods of all versions."),
                field("updatedReplicas", INT32, "Pods of the wanted version."),
                field("readyReplicas", INT32, "Ready pods of all versions; blueGreen: of the active one."),
                field("availableReplicas", INT32, "Available pods of all versions; blueGreen: of the active one."),
                field("HPAReplicas", INT32, "Pods as an autoscaler counts them."),
                field("selector", TEXT, "Selector, as text, of the pods that an autoscaler looks at."),
                field("collisionCount", INT32, "How often the name of a new ReplicaSet was already taken."),
                field("pauseConditions", pauseConditions(), "Why the controller waits; emptied by whoever promotes."),
                field("controllerPause", BOOL, "Whether the controller has begun to wait and has not gone on yet."),
                field("abort", BOOL, "Whether the release is aborted; set to false to try again."),
                field("abortedAt", TIME, "When the abort was first seen."),
                field("promoteFull", BOOL, "Set to true to skip everything and promote."),
                field("restartedAt", TIME, "The last restartAt that is done."),
                field("conditions", SharedTypes.conditions(), "What is true of this Rollout, by type."),
                field("blueGreen", blueGreen(), "What only blueGreen has."),
                field("canary", canary(), "What only canary has."),
                field("alb", loadBalancer(), "The load balancer of the last Ingress, if weights are verified."),
                field("albs", listOf(loadBalancer()), "The load balancer of each Ingress, if weights are verified."),
                field("duration", duration(), "How long this release takes."));
    }

    private static ListOf pauseConditions() {
        return listOf(
                required(
                        "reason",
                        TEXT,
                        "CanaryPauseStep, BlueGreenPause, InconclusiveAnalysisRun or InconclusiveExperiment."),
                required("startTime", TIME, "Since when."));
    }

    private static ObjectOf blueGreen() {
        return object(
                field("activeSelector", TEXT, "Pod template hash that the active Service selects."),
                field("previewSelector", TEXT, "Pod template hash that the preview Service selects."),
                field(
                        "scaleUpPreviewCheckPoint",
                        BOOL,
                        "Whether the preview has passed its checks and grows to its full size."),
                field("prePromotionAnalysisRunStatus", analysisRun(), "The analysis before the switch."),
                field("postPromotionAnalysisRunStatus", analysisRun(), "The analysis after the switch."));
    }

    private static ObjectOf analysisRun() {
        return object(
                required("name", TEXT, "Name of the AnalysisRun."),
                required("status", TEXT, "Phase of the AnalysisRun."),
                field("message", TEXT, "Why it is in this phase."));
    }

    private static ObjectOf canary() {
        return object(
                field("currentStepAnalysisRunStatus", analysisRun(), "The analysis of the step under way."),
                field("currentBackgroundAnalysisRunStatus", analysisRun(), "The analysis in the background."),
                field("currentExperiment", TEXT, "Name of the Experiment of the step under way."),
                field("weights", weights(), "The weights last given to the traffic router."),
                field("stablePingPong", TEXT, "ping or pong: which Service is the stable one."),
                field("stepPluginStatuses", listOf(stepPlugin()), "What the step plugins did."));
    }

    private static ObjectOf weights() {
        return object(
                required("canary", destination(), "The new version."),
                required("stable", destination(), "The stable version."),
                field("additional", listOf(destination()), "The versions of an Experiment."),
                field("verified", BOOL, "Whether the router says that they are in force; absent if it cannot say."));
    }

    private static ObjectOf destination() {
        return object(
                required("weight", INT32, "Share of the traffic, of maxTrafficWeight."),
                field("serviceName", TEXT, "Service of this version."),
                field("podTemplateHash", TEXT, "Pod template hash of this version."));
    }

    private static ObjectOf stepPlugin() {
        return object(
                required("index", INT32, "Index of the step."),
                required("name", TEXT, "Name of the plugin."),
                required("operation", TEXT, "Run, Terminate or Abort."),
                field("phase", TEXT, "Running, Successful, Failed or Error."),
                field("message", TEXT, "What the plugin says."),
                field("startedAt", TIME, "When it was first called."),
                field("updatedAt", TIME, "When it was last called."),
                field("finishedAt", TIME, "When it ended."),
                field("backoff", TEXT, "How long to wait before the next call, for instance 30s."),
                field("executions", INT32, "How often it was called."),
                field("disabled", BOOL, "Whether it is configured but switched off."),
                field("status", anyObject(), "What the plugin keeps for itself."));
    }

    private static ObjectOf loadBalancer() {
        return object(
                field("ingress", TEXT, "Name of the Ingress."),
                field("loadBalancer", awsResource(), "The load balancer."),
                field("canaryTargetGroup", awsResource(), "The target group of the new version."),
                field("stableTargetGroup", awsResource(), "The target group of the stable version."));
    }

    private static ObjectOf awsResource() {
        return object(
                required("name", TEXT, "Name of the load balancer or target group."),
                required("arn", TEXT, "Amazon Resource Name."),
                field("fullName", TEXT, "Name as CloudWatch has it."));
    }

    private static ObjectOf duration() {
        return object(
                field("rolloutStartedAt", TIME, "When this attempt began."),
                field("manualPauseStartedAt", TIME, "Since when it waits for a person."),
                field("totalManualPauseDurationSeconds", INT64, "Seconds that it waited for people so far."),
                field("finishedAt", TIME, "When it ended."),
                field(
                        "completionStatus",
                        TEXT,
                        "How it ended: Promoted, FastPromoted, Aborted, RolledBack or FastRolledBack."));
    }
}
