package tidegate.api.crd;

import static tidegate.api.crd.Field.field;
import static tidegate.api.crd.Field.required;
import static tidegate.api.crd.Schema.Scalar.BOOL;
import static tidegate.api.crd.Schema.Scalar.INT64;
import static tidegate.api.crd.Schema.Scalar.INT_OR_TEXT;
import static tidegate.api.crd.Schema.Scalar.TEXT;
import static tidegate.api.crd.Schema.anyObject;
import static tidegate.api.crd.Schema.listOf;
import static tidegate.api.crd.Schema.object;
import static tidegate.api.crd.Schema.oneOf;
import static tidegate.api.crd.Schema.texts;

import tidegate.api.crd.Schema.KubernetesType;
import tidegate.api.crd.Schema.ListOf;
import tidegate.api.crd.Schema.ObjectOf;

/** {@code provider} of a metric: where its measurements come from. */
final class ProviderSchema {
    private ProviderSchema() {}

    static ObjectOf provider() {
        return object(
                field("prometheus", prometheus(), "A query to Prometheus."),
                field("web", web(), "An HTTP request that is answered with JSON."),
                field("datadog", datadog(), "A query to Datadog."),
                field("newRelic", newRelic(), "A query to New Relic."),
                field("wavefront", wavefront(), "A query to Wavefront."),
                field("job", job(), "A Job: good if it completes, bad if it fails."),
                field("kayenta", kayenta(), "A canary judgement by Kayenta."),
                field("cloudWatch", cloudWatch(), "A query to Amazon CloudWatch."),
                field("graphite", graphite(), "A query to Graphite."),
                field("influxdb", influxdb(), "A query to InfluxDB."),
                field("skywalking", skywalking(), "A query to Apache SkyWalking."),
                field("plugin", anyObject(), "One metric plugin by name, with what it is given."));
    }

    private static ObjectOf prometheus() {
        return object(
                field("address", TEXT, "URL of the server; default from the controller's environment."),
                field("query", TEXT, "Query in PromQL."),
                field("authentication", authentication(), "How to sign in."),
                field("timeout", INT64, "Seconds to wait for the answer; default 30."),
                field("insecure", BOOL, "Whether any server certificate is accepted; default false."),
                field("headers", headers(), "Headers of the request."),
                field(
                        "rangeQuery",
                        object(
                                field("start", TEXT, "Expression for the first time."),
                                field("end", TEXT, "Expression for the last time."),
                                field("step", TEXT, "Time between values, for instance 1m.")),
                        "Asks for values over a range of time instead of one."));
    }

    private static ListOf headers() {
        return listOf(
                required("key", TEXT, "Name of the header."), //
                required("value", TEXT, "Its value."));
    }

    private static ObjectOf authentication() {
        return object(
                field(
                        "sigv4",
                        object(
                                field("region", TEXT, "AWS region."),
                                field("profile", TEXT, "AWS profile."),
                                field("roleArn", TEXT, "Role to assume.")),
                        "AWS Signature Version 4."),
                field(
                        "oauth2",
                        object(
                                field("tokenUrl", TEXT, "URL that gives tokens."),
                                field("clientId", TEXT, "Name of this client."),
                                field("clientSecret", TEXT, "Its secret; better given as an argument from a Secret."),
                                field("scopes", listOf(TEXT), "Scopes to ask for.")),
                        "OAuth 2 with client credentials."),
                field(
                        "basicAuth",
                        object(
                                field("username", TEXT, "Name of the user."),
                                field("password", TEXT, "The password; better given as an argument from a Secret.")),
                        "User name and password."));
    }

    private static ObjectOf web() {
        return object(
                field("method", TEXT, "GET, POST or PUT; default GET."),
                required("url", TEXT, "URL to call."),
                field("headers", headers(), "Headers of the request."),
                field("body", TEXT, "Body of the request as text; not with GET."),
                field("jsonBody", anyObject(), "Body of the request as JSON, instead of body."),
                field("timeoutSeconds", INT64, "Seconds to wait for the answer; default 10."),
                field("jsonPath", TEXT, "What to take from the answer; default all of it."),
                field("insecure", BOOL, "Whether any server certificate is accepted; default false."),
                field("authentication", authentication(), "How to sign in; only oauth2."));
    }

    private static ObjectOf datadog() {
        return object(
                field("interval", TEXT, "How far back the query looks; default 5m.", "5m"),
                field("query", TEXT, "The query; version v1 needs it."),
                field("queries", texts(), "Several queries by name, instead of query; only v2."),
                field("formula", TEXT, "Combines the queries; needed if there are several."),
                field("apiVersion", oneOf("v1", "v2"), "Version of Datadog's API; default v1.", "v1"),
                field(
                        "aggregator",
                        oneOf("avg", "min", "max", "sum", "last", "percentile", "mean", "l2norm", "area"),
                        "How the values become one; only v2; default last."),
                field(
                        "secretRef",
                        object(
                                field("name", TEXT, "Name of the Secret."),
                                field(
                                        "namespaced",
                                        BOOL,
                                        "Whether it is in the namespace of the run; by default in the controller's.")),
                        "Secret with the keys of the API; default the controller's own."),
                field("requestTimeout", TEXT, "How long to wait for the answer; default 10s.", "10s"));
    }

    private static ObjectOf newRelic() {
        return object(
                field("profile", TEXT, "Name of the Secret with the account; default newrelic."),
                required("query", TEXT, "Query in NRQL."),
                field("timeout", INT64, "Seconds to wait for the answer; default 5."));
    }

    private static ObjectOf wavefront() {
        return object(
                field("address", TEXT, "Host of the server."), //
                field("query", TEXT, "The query."));
    }

    private static ObjectOf job() {
        return object(
                field("metadata", SharedTypes.labelsAndAnnotations(), "Metadata of the Job."),
                required("spec", new KubernetesType("JobSpec"), "The Job."));
    }

    private static ObjectOf kayenta() {
        return object(
                required("address", TEXT, "URL of the server."),
                required("application", TEXT, "Name of the application."),
                required("canaryConfigName", TEXT, "Name of the canary configuration."),
                required("metricsAccountName", TEXT, "Account to read metrics with."),
                required("configurationAccountName", TEXT, "Account to read the configuration with."),
                required("storageAccountName", TEXT, "Account to store results with."),
                required(
                        "threshold",
                        object(
                                required("pass", INT64, "Score from which on it is good."),
                                required("marginal", INT64, "Score below which it is bad.")),
                        "What the score means."),
                required("scopes", listOf(kayentaScope()), "What to compare."),
                field(
                        "lookback",
                        BOOL,
                        "Whether each judgement begins at the start of the run instead of one interval ago; default false."));
    }

    private static ObjectOf kayentaScope() {
        return object(
                required("name", TEXT, "Name of the scope."),
                required("controlScope", kayentaPeriod(), "What to compare with."),
                required("experimentScope", kayentaPeriod(), "What to judge."));
    }

    private static ObjectOf kayentaPeriod() {
        return object(
                required("scope", TEXT, "What to measure, for instance a server group."),
                required("region", TEXT, "Where."),
                required("step", INT64, "Seconds between values."),
                field("start", TEXT, "First time, RFC 3339."),
                field("end", TEXT, "Last time, RFC 3339."));
    }

    private static ObjectOf cloudWatch() {
        return object(
                field("interval", TEXT, "How far back the queries look, for instance 30m; default 5m."),
                required("metricDataQueries", listOf(metricDataQuery()), "The queries."));
    }

    private static ObjectOf metricDataQuery() {
        return object(
                field("id", TEXT, "Name of the query, for expressions."),
                field("expression", TEXT, "Expression over other queries, instead of metricStat."),
                field("label", TEXT, "Label of the values."),
                field("metricStat", metricStat(), "A metric, instead of expression."),
                field("period", INT_OR_TEXT, "Seconds per value, for an expression."),
                field("returnData", BOOL, "Whether the values are part of the result; default true."));
    }

    private static ObjectOf metricStat() {
        return object(
                field(
                        "metric",
                        object(
                                field(
                                        "dimensions",
                                        listOf(
                                                field("name", TEXT, "Name of the dimension."),
                                                field("value", TEXT, "Its value.")),
                                        "Dimensions of the metric."),
                                field("metricName", TEXT, "Name of the metric."),
                                field("namespace", TEXT, "Its namespace in CloudWatch.")),
                        "The metric."),
                field("period", INT_OR_TEXT, "Seconds per value."),
                field("stat", TEXT, "Statistic, for instance Average or p99."),
                field("unit", TEXT, "Unit, for instance Milliseconds."));
    }

    private static ObjectOf graphite() {
        return object(
                field("address", TEXT, "URL of the server."), //
                field("query", TEXT, "Target to render."));
    }

    private static ObjectOf influxdb() {
        return object(
                field("profile", TEXT, "Name of the Secret with the account; default influxdb."),
                field("query", TEXT, "Query in Flux."));
    }

    private static ObjectOf skywalking() {
        return object(
                field("address", TEXT, "URL of the server."),
                field("query", TEXT, "Query in GraphQL."),
                field("interval", TEXT, "How far back the query looks, for instance 5m."));
    }
}
