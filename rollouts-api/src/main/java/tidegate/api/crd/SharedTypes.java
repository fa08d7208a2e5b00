package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Field.required;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT32;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.Scalar.TIME;
import static tidegate.api.crd.Schema.listOf;
import static tidegate.api.crd.Schema.object;
import static tidegate.api.crd.Schema.texts;

import tidegate.api.crd.Schema.KubernetesType;
import tidegate.api.crd.Schema.ListOf;
import tidegate.api.crd.Schema.ObjectOf;

/** Types that several of the resources contain. */
final class SharedTypes {
    static final KubernetesType POD_TEMPLATE = new KubernetesType("PodTemplateSpec");
    static final KubernetesType LABEL_SELECTOR = new KubernetesType("LabelSelector");

    private SharedTypes() {}

    static ObjectOf labelsAndAnnotations() {
        return object(
                field("labels", texts(), "Labels to add."), //
                field("annotations", texts(), "Annotations to add."));
    }

    static ObjectOf named(String text) {
        return object(required("name", TEXT, text));
    }

    static ListOf conditions() {
        return listOf(
                required("type", TEXT, "What the condition is about, for instance Progressing."),
                required("status", TEXT, "True, False or Unknown."),
                required("reason", TEXT, "One word for programs: why the condition has this status."),
                required("message", TEXT, "The reason in words for people."),
                required("lastUpdateTime", TIME, "When the condition was last written."),
                required("lastTransitionTime", TIME, "When its status last changed."));
    }

    static ListOf templateReferences() {
        return listOf(
                field("templateName", TEXT, "Name of the template."),
                field(
                        "clusterScope",
                        BOOL,
                        "Whether the name is that of a ClusterAnalysisTemplate; by default of an AnalysisTemplate in the"
                                + " same namespace."));
    }

    static ListOf dryRuns() {
        return listOf(required(
                "metricName", TEXT, "Regular expression for the names of metrics that are measured but never decide."));
    }

    static ListOf measurementRetentions() {
        return listOf(
                required("metricName", TEXT, "Regular expression for the names of the metrics."),
                required("limit", INT32, "Measurements kept per metric; 10 if this is 0 or less."));
    }

    /** Arguments whose values may come from the Rollout. */
    static ListOf rolloutArguments() {
        return listOf(
                required("name", TEXT, "Name of the argument."),
                field("value", TEXT, "Value of the argument."),
                field(
                        "valueFrom",
                        object(
                                field(
                                        "podTemplateHashValue",
                                        TEXT,
                                        "Latest or Stable: the pod template hash of the new or of the stable version."),
                                field("fieldRef", fieldReference(), "A field of the Rollout.")),
                        "Where its value comes from."));
    }

    /** Arguments as templates declare them and runs carry them. */
    static ListOf arguments() {
        return listOf(
                required("name", TEXT, "Name of the argument, used as {{args.NAME}}."),
                field("value", TEXT, "Its value; in a template without one it must be supplied."),
                field(
                        "valueFrom",
                        object(
                                field(
                                        "secretKeyRef",
                                        object(
                                                required("name", TEXT, "Name of the Secret."),
                                                required("key", TEXT, "Key in its data.")),
                                        "A Secret in the namespace of the run."),
                                field(
                                        "fieldRef",
                                        fieldReference(),
                                        "Accepted but not resolved here: field references work in the arguments of a"
                                                + " Rollout.")),
                        "Where its value comes from."));
    }

    private static ObjectOf fieldReference() {
        return object(required(
                "fieldPath",
                TEXT,
                "Path of the field: metadata.labels['k'] and the like, or a path such as status.stableRS."));
    }

    /** Which analyses a Rollout runs, and with what. */
    static ObjectOf rolloutAnalysis() {
        return object(
                field("templates", templateReferences(), "Templates whose metrics are measured together in one run."),
                field("args", rolloutArguments(), "Arguments for the templates; these win over their defaults."),
                field("dryRun", dryRuns(), "Metrics that are measured without a say in the result."),
                field(
                        "measurementRetention",
                        measurementRetentions(),
                        "How many measurements of which metrics are kept."),
                field("analysisRunMetadata", labelsAndAnnotations(), "Metadata of the AnalysisRun."));
    }

    /** One analysis of an Experiment; the arguments differ between a Rollout's step and an Experiment. */
    static ListOf experimentAnalyses(ListOf arguments) {
        return listOf(
                required("name", TEXT, "Name of the analysis, unique in the experiment."),
                required("templateName", TEXT, "Name of the template."),
                field("clusterScope", BOOL, "Whether the name is that of a ClusterAnalysisTemplate; default false."),
                field("args", arguments, "Arguments for the template."),
                field(
                        "requiredForCompletion",
                        BOOL,
                        "Whether the experiment goes on until this analysis is done; default false."));
    }
}
