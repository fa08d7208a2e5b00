package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Field.required;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT32;
import static tidegate.api.crd.Schema.Scalar.INT_OR_TEXT;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.Scalar.TIME;
import static tidegate.api.crd.Schema.listOf;
import static tidegate.api.crd.Schema.object;
import static tidegate.api.crd.Schema.texts;

import tidegate.api.crd.Schema.ListOf;
import tidegate.api.crd.Schema.ObjectOf;

/** AnalysisTemplate, ClusterAnalysisTemplate and AnalysisRun. */
final class AnalysisSchema {
    private AnalysisSchema() {}

    static ObjectOf template() {
        return object(required("spec", templateSpec(), "What is measured."));
    }

    static ObjectOf run() {
        return object(
                required("spec", runSpec(), "What is measured."),
                field("status", runStatus(), "What came out; written by the controller."));
    }

    private static ObjectOf templateSpec() {
        return object(
                field("metrics", listOf(metric()), "What is measured."),
                field("args", SharedTypes.arguments(), "Arguments; those without a value must be supplied."),
                field("dryRun", SharedTypes.dryRuns(), "Metrics that are measured without a say in the result."),
                field(
                        "measurementRetention",
                        SharedTypes.measurementRetentions(),
                        "How many measurements of which metrics are kept."),
                field("templates", SharedTypes.templateReferences(), "Templates whose metrics are measured too."));
    }

    private static ObjectOf runSpec() {
        return object(
                required("metrics", listOf(metric()), "What is measured."),
                field("args", SharedTypes.arguments(), "Arguments with their values."),
                field("dryRun", SharedTypes.dryRuns(), "Metrics that are measured without a say in the result."),
                field(
                        "measurementRetention",
                        SharedTypes.measurementRetentions(),
                        "How many measurements of which metrics are kept."),
                field("terminate", BOOL, "Set to true to end the run early; default false."),
                field("ttlStrategy", timeToLive(), "When the run is deleted after its end; by default not by age."));
    }

    private static ObjectOf timeToLive() {
        return object(
                field(
                        "secondsAfterCompletion",
                        INT32,
                        "Seconds after any end, unless one of the others says otherwise."),
                field("secondsAfterFailure", INT32, "Seconds after the run failed."),
                field("secondsAfterSuccess", INT32, "Seconds after the run succeeded."));
    }

    private static ObjectOf metric() {
        return object(
                required("name", TEXT, "Name of the metric, unique in the run."),
                field("interval", TEXT, "Time between measurements, for instance 5m; needed if there are several."),
                field("initialDelay", TEXT, "Time before the first measurement, for instance 30s; default none."),
                field("count", INT_OR_TEXT, "Measurements to take; default 1, or no end if there is an interval."),
                field("successCondition", TEXT, "Expression over result that is true of a good measurement."),
                field(
                        "failureCondition",
                        TEXT,
                        "Expression over result that is true of a bad one; wins over the other."),
                field(
                        "failureLimit",
                        INT_OR_TEXT,
                        "The metric fails at more bad measurements than this; -1 is never; default 0."),
                field(
                        "inconclusiveLimit",
                        INT_OR_TEXT,
                        "It is inconclusive at more measurements neither good nor bad than this; default 0."),
                field(
                        "consecutiveErrorLimit",
                        INT_OR_TEXT,
                        "It is an error at more failing measurements in a row than this; default 4."),
                field(
                        "consecutiveSuccessLimit",
                        INT_OR_TEXT,
                        "It succeeds at this many good measurements in a row; default 0, which is off."),
                required("provider", ProviderSchema.provider(), "Where the measurements come from: exactly one."));
    }

    private static ObjectOf runStatus() {
        return object(
                required("phase", TEXT, "Pending, Running, Successful, Failed, Error or Inconclusive."),
                field("message", TEXT, "Why it is in this phase."),
                field("startedAt", TIME, "When the run was first looked at."),
                field("completedAt", TIME, "When it ended."),
                field("runSummary", summary(), "Metrics that decide, by how they came out."),
                field("dryRunSummary", summary(), "Metrics without a say, by how they came out."),
                field("metricResults", metricResults(), "What came out, metric by metric."));
    }

    private static ObjectOf summary() {
        return object(
                field("count", INT32, "Metrics in all."),
                field("successful", INT32, "Metrics that succeeded."),
                field("failed", INT32, "Metrics that failed."),
                field("inconclusive", INT32, "Metrics that are inconclusive."),
                field("error", INT32, "Metrics that could not be measured."));
    }

    private static ListOf metricResults() {
        return listOf(
                required("name", TEXT, "Name of the metric."),
                required("phase", TEXT, "Phase of the metric, one of those that a run has."),
                field("message", TEXT, "Why it is in this phase."),
                field("measurements", measurements(), "The latest measurements, newest last."),
                field("count", INT32, "Measurements in all, without errors."),
                field("successful", INT32, "Good measurements."),
                field("failed", INT32, "Bad measurements."),
                field("inconclusive", INT32, "Measurements that are neither."),
                field("error", INT32, "Measurements that failed."),
                field("consecutiveError", INT32, "How many of the latest failed in a row."),
                field("consecutiveSuccess", INT32, "How many of the latest were good in a row."),
                field("dryRun", BOOL, "Whether the metric has no say in the result."),
                field("metadata", texts(), "What the provider adds, for instance the query after substitution."));
    }

    private static ListOf measurements() {
        return listOf(
                required("phase", TEXT, "Phase of the measurement, one of those that a run has."),
                field("message", TEXT, "Why it is in this phase."),
                field("startedAt", TIME, "When it was started."),
                field("finishedAt", TIME, "When it ended."),
                field("resumeAt", TIME, "When to look at it again."),
                field("value", TEXT, "What was measured."),
                field("metadata", texts(), "What the provider adds, for instance the name of the Job."));
    }
}
