package tidegate.cli.training;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tidegate.api.json.Json;
import tidegate.api.wire.Annotations;
import tidegate.api.wire.Labels;

/** An API with one canary release in its first pause; writes are taken and forgotten. */
final class SampleApi implements HttpHandler {
    private static final String NAME = "checkout";
    private static final String NAMESPACE = "shop";
    private static final String CREATED = "2026-01-02T03:04:05Z";

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            if (path.contains("missing") || query.contains("missing")) {
                answer(exchange, 404, Json.object("kind", "Status", "code", 404));
            } else if (query.contains("watch=true")) {
                stream(exchange);
            } else {
                answer(exchange, 200, path.contains("/" + NAME) ? rollout() : list(objects(path)));
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, Json body) throws IOException {
        byte[] bytes = body.toBytes();
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void stream(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        Json event = Json.object("type", "MODIFIED", "object", rollout());
        if (exchange.getRequestURI().getPath().endsWith("rollouts"))
            exchange.getResponseBody().write((event + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Json list(List<Json> items) {
        return Json.object("items", items, "metadata", Json.object("resourceVersion", "1"));
    }

    private static List<Json> objects(String path) {
        if (path.endsWith("/rollouts")) return List.of(rollout());
        if (path.endsWith("/replicasets")) return List.of(replicaSet("2", "new"), replicaSet("1", "old"));
        if (path.endsWith("/pods")) return pods();
        return List.of();
    }

    private static Json meta(String name, String owner) {
        return Json.object(
                "name",
                name,
                "namespace",
                NAMESPACE,
                "uid",
                "uid-" + name,
                "resourceVersion",
                "1",
                "generation",
                1,
                "creationTimestamp",
                CREATED,
                "ownerReferences",
                Json.array(Json.object("uid", "uid-" + owner, "controller", true)));
    }

    private static Json rollout() {
        Json steps = Json.array(Json.object("setWeight", 20), Json.object("pause", Json.EMPTY_OBJECT));
        return Json.object(
                "apiVersion", "argoproj.io/v1alpha1",
                "kind", "Rollout",
                "metadata", meta(NAME, "nobody"),
                "spec",
                        Json.object(
                                "replicas", 5,
                                "selector", Json.object("matchLabels", Json.object("app", NAME)),
                                "template", template("new"),
                                "strategy", Json.object("canary", Json.object("steps", steps))),
                "status",
                        Json.object(
                                "phase",
                                "Paused",
                                "message",
                                "CanaryPauseStep",
                                "observedGeneration",
                                "1",
                                "stableRS",
                                "old",
                                "currentPodHash",
                                "new",
                                "currentStepIndex",
                                1,
                                "controllerPause",
                                true,
                                "pauseConditions",
                                Json.array(Json.object("reason", "CanaryPauseStep")),
                                "replicas",
                                5,
                                "availableReplicas",
                                5));
    }

    private static Json template(String hash) {
        Json container = Json.object("name", "app", "image", "shop/checkout:" + hash);
        return Json.object(
                "metadata", Json.object("labels", Json.object("app", NAME, Labels.POD_TEMPLATE_HASH, hash)),
                "spec", Json.object("containers", Json.array(container)));
    }

    private static Json replicaSet(String revision, String hash) {
        Json meta = meta(NAME + "-" + hash, NAME)
                .with("labels", Json.object(Labels.POD_TEMPLATE_HASH, hash))
                .with("annotations", Json.object(Annotations.REVISION, revision));
        return Json.object(
                "metadata", meta,
                "spec", Json.object("replicas", 1, "template", template(hash)),
                "status", Json.object("replicas", 1, "availableReplicas", 1, "observedGeneration", 1));
    }

    private static List<Json> pods() {
        var pods = new ArrayList<Json>();
        for (String hash : List.of("new", "old")) {
            Json running = Json.object("running", Json.object("startedAt", CREATED));
            Json status = Json.object("name", "app", "ready", true, "restartCount", 1, "state", running);
            pods.add(Json.object(
                    "metadata", meta(NAME + "-" + hash + "-abcde", NAME + "-" + hash),
                    "spec", template(hash).get("spec"),
                    "status", Json.object("phase", "Running", "containerStatuses", Json.array(status))));
        }
        return pods;
    }
}
