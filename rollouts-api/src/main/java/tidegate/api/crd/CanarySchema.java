package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Field.required;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT32;
import static tidegate.api.crd.Schema.Scalar.INT_OR_TEXT;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.anyObject;
import static tidegate.api.crd.Schema.listOf;
import static tidegate.api.crd.Schema.mapOf;
import static tidegate.api.crd.Schema.object;

import tidegate.api.crd.Schema.ListOf;
import tidegate.api.crd.Schema.ObjectOf;

/** {@code spec.strategy.canary} of a Rollout, with its steps. */
final class CanarySchema {
    private CanarySchema() {}

    static ObjectOf canary() {
        return object(
                field("canaryService", TEXT, "Service that selects only pods of the new version."),
                field("stableService", TEXT, "Service that selects only pods of the stable version."),
                field("steps", listOf(step()), "What happens one after the other until the new version is promoted."),
                field(
                        "trafficRouting",
                        TrafficRoutingSchema.trafficRouting(),
                        "Who splits the traffic; by default it follows the pods."),
                field(
                        "maxUnavailable",
                        INT_OR_TEXT,
                        "Pods, or percent of spec.replicas rounded down, that may be missing during an update; default 25%."),
                field(
                        "maxSurge",
                        INT_OR_TEXT,
                        "Pods, or percent of spec.replicas rounded up, that may be too many during an update; default 25%."),
                field(
                        "analysis",
                        SharedTypes.rolloutAnalysis()
                                .and(field(
                                        "startingStep", INT32, "Index of the step from which on it runs; default 0.")),
                        "Runs in the background of the steps; if it fails, the release is aborted."),
                field("antiAffinity", antiAffinity(), "Keeps new pods away from nodes with stable ones."),
                field(
                        "canaryMetadata",
                        SharedTypes.labelsAndAnnotations(),
                        "Metadata of the pods as long as they are the canary."),
                field(
                        "stableMetadata",
                        SharedTypes.labelsAndAnnotations(),
                        "Metadata of the pods as long as they are stable."),
                field(
                        "scaleDownDelaySeconds",
                        INT32,
                        "Seconds the old version stays up after promotion; only with trafficRouting; default 30."),
                field("scaleDownDelayRevisionLimit", INT32, "Old versions that stay up at once; default all."),
                field(
                        "abortScaleDownDelaySeconds",
                        INT32,
                        "Seconds the canary stays up after an abort; only with trafficRouting; 0 is for ever; default 30."),
                field(
                        "dynamicStableScale",
                        BOOL,
                        "Whether the stable version shrinks as its share of the traffic does; only with trafficRouting;"
                                + " default false."),
                field("pingPong", pingPong(), "Two Services that take turns at being the stable one."),
                field(
                        "minPodsPerReplicaSet",
                        INT32,
                        "Fewest pods of a version that is not at 0, with trafficRouting; default none."),
                field(
                        "replicaProgressThreshold",
                        replicaProgressThreshold(),
                        "How many pods of a step must be available for the next one; default all."));
    }

    static ObjectOf antiAffinity() {
        return object(
                field(
                        "preferredDuringSchedulingIgnoredDuringExecution",
                        object(required("weight", INT32, "How strongly, 1 to 100.")),
                        "Prefer other nodes."),
                field("requiredDuringSchedulingIgnoredDuringExecution", object(), "Insist on other nodes."));
    }

    private static ObjectOf pingPong() {
        return object(
                required("pingService", TEXT, "Service that is the stable one in turns with pongService."), //
                required("pongService", TEXT, "Service that is the stable one in turns with pingService."));
    }

    private static ObjectOf replicaProgressThreshold() {
        return object(
                required("type", TEXT, "Percent or Pods."),
                required("value", INT32, "Available pods, or percent of the step's pods, that suffice."));
    }

    private static ObjectOf step() {
        return object(
                field("setWeight", INT32, "Percent of the traffic for the new version, 0 to maxTrafficWeight."),
                field(
                        "pause",
                        object(field(
                                "duration",
                                INT_OR_TEXT,
                                "Seconds, or a duration such as 1h30m; without it until somebody promotes.")),
                        "Waits, for a time or for somebody."),
                field("setCanaryScale", setCanaryScale(), "Sets the size of the canary apart from its traffic."),
                field("analysis", SharedTypes.rolloutAnalysis(), "Measures; the release is aborted if it fails."),
                field("experiment", experiment(), "Runs an Experiment; the release is aborted if it fails."),
                field("setHeaderRoute", setHeaderRoute(), "Sends requests with certain headers to the new version."),
                field(
                        "setMirrorRoute",
                        setMirrorRoute(),
                        "Copies requests to the new version, whose answers are dropped."),
                field("plugin", plugin(), "Runs a step plugin."));
    }

    private static ObjectOf setCanaryScale() {
        return object(
                field("weight", INT32, "Percent of spec.replicas."),
                field("replicas", INT32, "Pods; wins over weight."),
                field(
                        "matchTrafficWeight",
                        BOOL,
                        "Whether to follow the traffic again; wins over both; default false."));
    }

    private static ObjectOf experiment() {
        return object(
                required("templates", experimentTemplates(), "The versions to run."),
                field("duration", TEXT, "How long, for instance 10m; without it until the analyses are done."),
                field("analyses", SharedTypes.experimentAnalyses(SharedTypes.rolloutArguments()), "What is measured."),
                field("dryRun", SharedTypes.dryRuns(), "Metrics that are measured without a say in the result."),
                field("analysisRunMetadata", SharedTypes.labelsAndAnnotations(), "Metadata of the AnalysisRuns."),
                field("scaleDownDelaySeconds", INT32, "Seconds the pods stay up after the end; default 30."));
    }

    private static ListOf experimentTemplates() {
        return listOf(
                required("name", TEXT, "Name of the template, unique in the experiment."),
                required("specRef", TEXT, "canary or stable: the version to run."),
                field("replicas", INT32, "Pods; default 1."),
                field("metadata", SharedTypes.labelsAndAnnotations(), "Metadata of the pods; labels select them too."),
                field("selector", SharedTypes.LABEL_SELECTOR, "Which pods belong to it; default that of the version."),
                field("weight", INT32, "Percent of the traffic for these pods, through a Service of their own."),
                field("service", experimentService(), "Makes a Service for these pods."));
    }

    static ObjectOf experimentService() {
        return object(field("name", TEXT, "Name of the Service; default that of the ReplicaSet."));
    }

    private static ObjectOf setHeaderRoute() {
        return object(
                field("name", TEXT, "Name of the route, one of managedRoutes."),
                field(
                        "match",
                        listOf(
                                required("headerName", TEXT, "Name of the header."),
                                required("headerValue", textMatch(), "What its value must be.")),
                        "Which requests; none removes the route."));
    }

    private static ObjectOf setMirrorRoute() {
        return object(
                required("name", TEXT, "Name of the route, one of managedRoutes."),
                field(
                        "match",
                        listOf(
                                field("method", textMatch(), "What the HTTP method must be."),
                                field("path", textMatch(), "What the path must be."),
                                field("headers", mapOf(textMatch()), "What the values of headers must be, by name.")),
                        "Which requests: one entry must match, and all of it; none removes the route."),
                field("percentage", INT32, "Percent of the matching requests that are copied; default 100."));
    }

    private static ObjectOf textMatch() {
        return object(
                field("exact", TEXT, "The whole value."),
                field("prefix", TEXT, "Beginning of the value."),
                field("regex", TEXT, "Regular expression for the value."));
    }

    private static ObjectOf plugin() {
        return object(
                required("name", TEXT, "Name under which the plugin is configured."),
                field("config", anyObject(), "What the plugin is given."));
    }
}
