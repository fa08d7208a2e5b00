package tidegate.playground.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;
import tidegate.playground.apiserver.tree.Tree;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Plain HTTP against an API, as a client in any language would send it. */
final class Http implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final ObjectMapper YAML = YAMLMapper.builder().build();
    static final String MERGE = "application/merge-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    static final String JSON_PATCH = "application/json-patch+json";
    static final String APPLY = "application/apply-patch+yaml";

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;

    Http(URI server) {
        this.server = server;
    }

    /** What came back. The body is a MissingNode when it was no JSON. */
    record Answer(int code, JsonNode body, HttpResponse<?> raw) {
        String reason() {
            return Tree.textAt(body, "reason");
        }

        String message() {
            return Tree.textAt(body, "message");
        }

        String text(String... path) {
            return Tree.textAt(body, path);
        }

        long number(String... path) {
            return Tree.longAt(body, -1, path);
        }
    }

    static String yamlAsJson(String yaml) {
        return JSON.writeValueAsString(YAML.readTree(yaml));
    }

    Answer get(String path) {
        return send("GET", path, "", "", "application/json");
    }

    Answer get(String path, String accept) {
        return send("GET", path, "", "", accept);
    }

    Answer post(String path, String yaml) {
        return send("POST", path, yamlAsJson(yaml), "application/json", "application/json");
    }

    Answer put(String path, String json) {
        return send("PUT", path, json, "application/json", "application/json");
    }

    Answer patch(String path, String contentType, String json) {
        return send("PATCH", path, json, contentType, "application/json");
    }

    Answer delete(String path) {
        return send("DELETE", path, "", "", "application/json");
    }

    Answer delete(String path, String options) {
        return send("DELETE", path, options, "application/json", "application/json");
    }

    Answer send(String method, String path, String body, String contentType, String accept) {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("User-Agent", "http-test/1.0")
                .header("Accept", accept);
        if (!contentType.isEmpty()) request.header("Content-Type", contentType);
        request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), json(response.body()), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String body) {
        return body.startsWith("{") ? JSON.readTree(body) : Tree.NODES.missingNode();
    }

    /** The events of a watch as they come, until its own timeout ends it. */
    Stream<JsonNode> watch(String path) {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return client.send(request, BodyHandlers.ofLines()).body().map(JSON::readTree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
