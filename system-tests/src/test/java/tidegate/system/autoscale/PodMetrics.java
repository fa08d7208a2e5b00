package tidegate.system.autoscale;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import tidegate.api.json.Json;
import tidegate.controlplane.RealControlPlane;
import tidegate.playground.client.KubeApi;
import tidegate.playground.client.Kubeconfig;
import tidegate.playground.client.ObjectKey;
import tidegate.playground.client.ResourceType;
import tidegate.playground.client.Selection;
import tidegate.playground.http.Loopback;
import tidegate.system.bench.Await;
import tidegate.system.bench.ClusterState;
import tidegate.system.bench.Yaml;

/**
 * {@code metrics.k8s.io} in a real API, with the CPU that a test says a namespace's pods use.
 *
 * <p>The API server's aggregator finds it through an APIService whose Service is of type ExternalName, {@code
 * localhost}: endpoints of a Service may not be loopback addresses, names are not asked. It answers with the API
 * server's own certificate.
 */
final class PodMetrics implements AutoCloseable {
    private static final ResourceType API_SERVICES =
            new ResourceType("apiregistration.k8s.io", "v1", "apiservices", "APIService", false);
    private static final ObjectKey REGISTRATION = new ObjectKey("", "v1beta1.metrics.k8s.io");
    private static final String VERSION = "metrics.k8s.io/v1beta1";

    private final KubeApi api;
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Integer> loads = new ConcurrentHashMap<>();

    private PodMetrics(KubeApi api, HttpsServer server) {
        this.api = api;
        this.server = server;
    }

    /** Starts it and waits until the API sends those who ask for metrics here. */
    static PodMetrics serveIn(RealControlPlane plane, KubeApi api) {
        try {
            HttpsServer server = Loopback.secureServer(identityOf(plane));
            var metrics = new PodMetrics(api, server);
            server.setExecutor(metrics.threads);
            server.createContext("/", metrics::answer);
            server.start();
            metrics.register();
            return metrics;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext identityOf(RealControlPlane plane) throws IOException {
        Path certificates = plane.folder().resolve("certificates");
        return new Kubeconfig(
                        plane.server(),
                        "default",
                        Optional.empty(),
                        true,
                        Optional.of(Files.readString(certificates.resolve("apiserver.crt"))),
                        Optional.of(Files.readString(certificates.resolve("apiserver.key"))),
                        Optional.empty())
                .tls();
    }

    private void register() {
        api.createUnlessThere(ResourceType.SERVICES, Yaml.one("""
                apiVersion: v1
                kind: Service
                metadata: {name: pod-metrics, namespace: kube-system}
                spec: {type: ExternalName, externalName: localhost}
                """));
        Json registration = Yaml.one("""
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1beta1.metrics.k8s.io}
                spec:
                  group: metrics.k8s.io
                  version: v1beta1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  insecureSkipTLSVerify: true
                  service: {name: pod-metrics, namespace: kube-system, port: %d}
                """.formatted(server.getAddress().getPort()));
        api.create(API_SERVICES, "", registration);
        Await.until(
                "the metrics served",
                () -> api.get(API_SERVICES, REGISTRATION).at("status", "conditions").elements().stream()
                        .anyMatch(condition -> condition
                                        .get("type")
                                        .stringOrEmpty()
                                        .equals("Available")
                                && condition.get("status").stringOrEmpty().equals("True")));
    }

    /** From now on the ready pods of this namespace share this load evenly, as behind a Service. */
    void load(String namespace, int milliCpu) {
        loads.put(namespace, milliCpu);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = answer(exchange.getRequestURI()).toBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** {@code /apis/metrics.k8s.io/v1beta1/namespaces/NS/pods?labelSelector=…}; anything else is discovery. */
    private Json answer(URI asked) {
        List<String> path = List.of(asked.getPath().split("/"));
        if (path.size() < 7) return resources();
        String namespace = path.get(5);
        return Json.object(
                "kind",
                "PodMetricsList",
                "apiVersion",
                VERSION,
                "metadata",
                Json.EMPTY_OBJECT,
                "items",
                Json.of(items(namespace, selectorIn(asked))));
    }

    private static String selectorIn(URI asked) {
        String query = asked.getRawQuery() == null ? "" : asked.getRawQuery();
        for (String parameter : query.split("&"))
            if (parameter.startsWith("labelSelector="))
                return URLDecoder.decode(parameter.substring("labelSelector=".length()), StandardCharsets.UTF_8);
        return "";
    }

    private static Json resources() {
        return Json.object(
                "kind",
                "APIResourceList",
                "apiVersion",
                "v1",
                "groupVersion",
                VERSION,
                "resources",
                Json.array(Json.object(
                        "name", "pods",
                        "singularName", "",
                        "namespaced", true,
                        "kind", "PodMetrics",
                        "verbs", Json.array("get", "list"))));
    }

    private List<Json> items(String namespace, String selector) {
        List<Json> ready = api.list(ResourceType.PODS, new Selection(namespace, selector, "")).items().stream()
                .filter(ClusterState::isReady)
                .toList();
        int share = ready.isEmpty() ? 0 : loads.getOrDefault(namespace, 0) / ready.size();
        return ready.stream().map(pod -> item(pod, share)).toList();
    }

    private static Json item(Json pod, int milliCpu) {
        return Json.object(
                "metadata",
                        Json.object("name", pod.at("metadata", "name"), "namespace", pod.at("metadata", "namespace")),
                "timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "window", "1s",
                "containers",
                        Json.array(Json.object(
                                "name", pod.at("spec", "containers").get(0).get("name"),
                                "usage", Json.object("cpu", milliCpu + "m", "memory", "1Mi"))));
    }

    /** Takes the registration away first: an API that does not answer would disturb everybody who asks for all of them. */
    @Override
    public void close() {
        api.delete(API_SERVICES, REGISTRATION, Json.EMPTY_OBJECT);
        server.stop(0);
        threads.shutdownNow();
    }
}
