package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Field.required;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT32;
import static tidegate.api.crd.Schema.Scalar.INT_OR_TEXT;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.Scalar.TIME;
import static tidegate.api.crd.Schema.object;

import tidegate.api.crd.Schema.Immutable;
import tidegate.api.crd.Schema.ObjectOf;

/** A Rollout; its longer parts stand beside it. */
final class RolloutSchema {
    private RolloutSchema() {}

    static ObjectOf rollout() {
        return object(
                required("spec", spec(), "What is wanted."),
                field("status", RolloutStatusSchema.status(), "What is; written by the controller."));
    }

    private static ObjectOf spec() {
        return object(
                field("replicas", INT32, "Wanted pods; 1 is written here when it is absent."),
                field(
                        "selector",
                        new Immutable(SharedTypes.LABEL_SELECTOR, ".spec.selector is immutable"),
                        "Which pods belong to this Rollout; must match the template's labels, cannot be changed."
                                + " Needed unless workloadRef is set."),
                field("template", SharedTypes.POD_TEMPLATE, "The wanted pods. Needed unless workloadRef is set."),
                field(
                        "workloadRef",
                        workloadRef(),
                        "Another object to take the pod template from, instead of template."),
                field("minReadySeconds", INT32, "Seconds a pod must have been ready to count as available; default 0."),
                field("rollbackWindow", rollbackWindow(), "How far back a rollback skips the steps."),
                field("strategy", strategy(), "How a new version is brought out: canary or blueGreen, exactly one."),
                field("revisionHistoryLimit", INT32, "Old ReplicaSets kept at 0 pods for undo; default 10."),
                field("paused", BOOL, "Holds the release where it is until set back; default false."),
                field(
                        "progressDeadlineSeconds",
                        INT32,
                        "Seconds without progress after which the release counts as failed; must be more than"
                                + " minReadySeconds; default 600."),
                field(
                        "progressDeadlineAbort",
                        BOOL,
                        "Whether passing the deadline aborts the release, not only marks it Degraded; default false."),
                field("restartAt", TIME, "Pods created before this time are replaced once it has come."),
                field("analysis", history(), "How many finished analyses are kept."));
    }

    private static ObjectOf workloadRef() {
        return object(
                field("apiVersion", TEXT, "apps/v1, or v1 for a PodTemplate."),
                field("kind", TEXT, "Deployment, ReplicaSet or PodTemplate."),
                field("name", TEXT, "Its name, in the same namespace."),
                field(
                        "scaleDown",
                        TEXT,
                        "What becomes of the Deployment's own pods in the first release: never (default), onsuccess or"
                                + " progressively."));
    }

    private static ObjectOf rollbackWindow() {
        return object(field(
                "revisions",
                INT32,
                "Going back to one of this many latest revisions skips the steps; default 0, which is none."));
    }

    private static ObjectOf history() {
        return object(
                field("successfulRunHistoryLimit", INT32, "Successful runs and experiments kept, each; default 5."),
                field(
                        "unsuccessfulRunHistoryLimit",
                        INT32,
                        "Failed, erroneous and inconclusive runs and experiments kept, each; default 5."));
    }

    private static ObjectOf strategy() {
        return object(
                field(
                        "blueGreen",
                        blueGreen(),
                        "The new version comes up beside the old one, then all traffic is switched."),
                field("canary", CanarySchema.canary(), "The new version gets a growing share, step by step."));
    }

    private static ObjectOf blueGreen() {
        return object(
                required("activeService", TEXT, "Service for production traffic; switched at promotion."),
                field("previewService", TEXT, "Service for the new version before its promotion; not the active one."),
                field(
                        "previewReplicaCount",
                        INT32,
                        "Pods of the new version before its promotion; default spec.replicas."),
                field(
                        "autoPromotionEnabled",
                        BOOL,
                        "Whether promotion happens by itself; false waits for somebody to promote; default true."),
                field("autoPromotionSeconds", INT32, "Seconds to wait before an automatic promotion; default 0."),
                field(
                        "maxUnavailable",
                        INT_OR_TEXT,
                        "Pods, or percent of them, that a restart may take away at once; default 25%."),
                field("scaleDownDelaySeconds", INT32, "Seconds the old version stays up after the switch; default 30."),
                field("scaleDownDelayRevisionLimit", INT32, "Old versions that stay up at once; default all."),
                field(
                        "abortScaleDownDelaySeconds",
                        INT32,
                        "Seconds the new version stays up after an abort; 0 is for ever; default 30."),
                field(
                        "prePromotionAnalysis",
                        SharedTypes.rolloutAnalysis(),
                        "Must succeed before traffic is switched."),
                field(
                        "postPromotionAnalysis",
                        SharedTypes.rolloutAnalysis(),
                        "Runs after the switch; if it fails, traffic goes back."),
                field("antiAffinity", CanarySchema.antiAffinity(), "Keeps new pods away from nodes with stable ones."),
                field(
                        "previewMetadata",
                        SharedTypes.labelsAndAnnotations(),
                        "Metadata of the pods as long as they are the preview."),
                field(
                        "activeMetadata",
                        SharedTypes.labelsAndAnnotations(),
                        "Metadata of the pods as long as they are active."));
    }
}
