package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Field.required;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT32;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.Scalar.TIME;
import static tidegate.api.crd.Schema.listOf;
import static tidegate.api.crd.Schema.object;

import tidegate.api.crd.Schema.ListOf;
import tidegate.api.crd.Schema.ObjectOf;

/** An Experiment. */
final class ExperimentSchema {
    private ExperimentSchema() {}

    static ObjectOf experiment() {
        return object(
                required("spec", spec(), "What is wanted."),
                field("status", status(), "What is; written by the controller."));
    }

    private static ObjectOf spec() {
        return object(
                required("templates", templates(), "The versions to run, a ReplicaSet each."),
                field(
                        "duration",
                        TEXT,
                        "How long they run once all are available, for instance 10m; default without end."),
                field(
                        "progressDeadlineSeconds",
                        INT32,
                        "Seconds without progress after which a template counts as failed; default 600."),
                field(
                        "scaleDownDelaySeconds",
                        INT32,
                        "Seconds the pods stay up after the end; 0 is not at all; default 30."),
                field("terminate", BOOL, "Set to true to end the experiment early; default false."),
                field("analyses", SharedTypes.experimentAnalyses(SharedTypes.arguments()), "What is measured."),
                field("dryRun", SharedTypes.dryRuns(), "Metrics that are measured without a say in the result."),
                field(
                        "measurementRetention",
                        SharedTypes.measurementRetentions(),
                        "How many measurements of which metrics are kept."),
                field("analysisRunMetadata", SharedTypes.labelsAndAnnotations(), "Metadata of the AnalysisRuns."));
    }

    private static ListOf templates() {
        return listOf(
                required("name", TEXT, "Name of the template, unique in the experiment."),
                field("replicas", INT32, "Pods; default 1."),
                field("minReadySeconds", INT32, "Seconds a pod must have been ready to count as available; default 0."),
                required(
                        "selector",
                        SharedTypes.LABEL_SELECTOR,
                        "Which pods belong to it; must match the template's labels."),
                required("template", SharedTypes.POD_TEMPLATE, "The pods."),
                field(
                        "service",
                        CanarySchema.experimentService(),
                        "Makes a Service for these pods, with all their ports."));
    }

    private static ObjectOf status() {
        return object(
                field("phase", TEXT, "Pending, Running, Successful, Failed, Error or Inconclusive."),
                field("message", TEXT, "Why it is in this phase."),
                field("availableAt", TIME, "When all templates were first available: the duration counts from here."),
                field("conditions", SharedTypes.conditions(), "What is true of this Experiment, by type."),
                field("templateStatuses", templateStatuses(), "How the templates are."),
                field("analysisRuns", analysisRuns(), "How the analyses are."));
    }

    private static ListOf templateStatuses() {
        return listOf(
                required("name", TEXT, "Name of the template."),
                required("replicas", INT32, "Pods of the template."),
                required("updatedReplicas", INT32, "Equal to replicas: the pods of a template are all of one version."),
                required("readyReplicas", INT32, "Ready pods of the template."),
                required("availableReplicas", INT32, "Available pods of the template."),
                field("collisionCount", INT32, "How often the name of its ReplicaSet was already taken."),
                field("status", TEXT, "Progressing, Running, Successful, Failed or Error."),
                field("message", TEXT, "Why it has this status."),
                field("lastTransitionTime", TIME, "When one of the numbers last changed."),
                field("serviceName", TEXT, "Name of its Service, if it has one."),
                field("podTemplateHash", TEXT, "Pod template hash of its pods, if it has a Service."));
    }

    private static ListOf analysisRuns() {
        return listOf(
                required("name", TEXT, "Name of the analysis."),
                required("analysisRun", TEXT, "Name of its AnalysisRun; empty if none could be made."),
                required("phase", TEXT, "Phase of the run."),
                field("message", TEXT, "Why it is in this phase."));
    }
}
