package tidegate.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tidegate.api.json.Json;

/** One HTTP call as it goes over the wire; each method answers a copy with one thing more. */
record Call(
        Http http, String method, String path, List<String> parameters, String accept, String mediaType, String body) {
    static final String JSON = "application/json";
    static final String YAML = "application/yaml";
    static final String JSON_PATCH = "application/json-patch+json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
    static final String APPLY_PATCH = "application/apply-patch+yaml";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Call to(Http http, String method, String path) {
        return new Call(http, method, path, List.of(), JSON, "", "");
    }

    Call with(String parameter, Object value) {
        var more = new ArrayList<>(parameters);
        more.add(parameter + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        return new Call(http, method, path, List.copyOf(more), accept, mediaType, body);
    }

    Call accepting(String mediaTypes) {
        return new Call(http, method, path, parameters, mediaTypes, mediaType, body);
    }

    Call body(Json json) {
        return body(JSON, json.toString());
    }

    Call body(String type, String text) {
        return new Call(http, method, path, parameters, accept, type, text);
    }

    Answer send() {
        HttpResponse<String> response = http.send(request(), BodyHandlers.ofString());
        return new Answer(toString(), response.statusCode(), response.headers(), response.body());
    }

    /** Sends it and expects success. */
    Json ok() {
        return ok(send());
    }

    /** Sends it and expects success with exactly this code. */
    Json ok(int code) {
        Answer answer = send();
        assertThat(answer.code()).as(answer.toString()).isEqualTo(code);
        return answer.json();
    }

    private static Json ok(Answer answer) {
        assertThat(answer.code()).as(answer.toString()).isBetween(200, 299);
        return answer.json();
    }

    /** Sends it and expects a refusal. */
    Answer.Refused refused(int code, String reason) {
        return send().refused(code, reason);
    }

    /** Opens it as a watch; the answer may also be a refusal, which then is its only event. */
    Watching watch() {
        HttpResponse<InputStream> response = http.send(with("watch", "true").request(), BodyHandlers.ofInputStream());
        return new Watching(toString(), response);
    }

    private HttpRequest request() {
        String query = parameters.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + String.join("&", parameters);
        var builder = http.request(path + query).timeout(PATIENCE).header("Accept", accept);
        if (!mediaType.isEmpty()) builder.header("Content-Type", mediaType);
        return builder.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    @Override
    public String toString() {
        String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        return method + " " + path + query + (mediaType.isEmpty() ? "" : " [" + mediaType + "] " + body);
    }
}
