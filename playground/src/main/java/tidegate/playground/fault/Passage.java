package tidegate.playground.fault;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.api.json.Json;
import tidegate.playground.client.Kubeconfig;
import tidegate.playground.fault.Fault.Moment;

/**
 * One call on its way to the API and back.
 *
 * <p>An exchange that is not closed when its handler throws has its connection cut, which is how calls get lost here.
 */
record Passage(
        FaultLayer layer, HttpClient client, Kubeconfig behind, ApiCall call, HttpExchange exchange, byte[] body) {
    private static final Logger LOG = LoggerFactory.getLogger(Passage.class);
    private static final int NO_BODY = -1;

    /** Connection-wide, or said anew by whoever sends; compressed lines could not be told apart. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect",
            "accept-encoding",
            "authorization",
            "keep-alive");

    /** The connection is cut on purpose. */
    static final class CutException extends IOException {
        private static final long serialVersionUID = 1;

        CutException(ApiCall call) {
            super("cut: " + call);
        }
    }

    void go() throws IOException, InterruptedException {
        Optional<Rule> rule = layer.striking(call, this::canMeet);
        if (rule.isEmpty()) {
            carry(Optional.empty());
            return;
        }
        switch (rule.get().fault()) {
            case Fault.Refused refused -> send(refused.code(), status(refused), refused.retryAfter());
            case Fault.Expired _ -> expire();
            case Fault.Omitted(var names) -> omit(names);
            case Fault.Delayed(var by) -> {
                rule.get().awaitGone(by);
                carry(Optional.empty());
            }
            case Fault.Lost(var moment) -> {
                if (moment == Moment.AFTER && !call.isWatch()) fetch(BodyHandlers.discarding());
                throw new CutException(call);
            }
            case Fault.Held(var moment) -> {
                if (moment == Moment.BEFORE) rule.get().awaitGone();
                carry(moment == Moment.AFTER ? rule : Optional.empty());
            }
            case Fault.EventsHeld _, Fault.WatchCut _ -> throw new IllegalStateException("no fault of a call: " + rule);
        }
    }

    private boolean canMeet(Fault fault) {
        return switch (fault) {
            case Fault.Refused _, Fault.Lost _, Fault.Delayed _, Fault.Held _ -> true;
            case Fault.Expired _ -> call.isWatch() || call.verb().equals("list");
            case Fault.Omitted _ -> call.verb().equals("list");
            case Fault.EventsHeld _, Fault.WatchCut _ -> false;
        };
    }

    // --- answers of our own ----------------------------------------------------------------------------------------

    private static Json status(Fault.Refused refused) {
        Json details = refused.retryAfter()
                .map(after -> Json.object("retryAfterSeconds", after.toSeconds()))
                .orElse(Json.MISSING);
        return Json.object(
                "kind",
                "Status",
                "apiVersion",
                "v1",
                "metadata",
                Json.EMPTY_OBJECT,
                "status",
                "Failure",
                "message",
                refused.message(),
                "reason",
                refused.reason(),
                "details",
                details,
                "code",
                refused.code());
    }

    private void expire() throws IOException {
        var gone = new Fault.Refused(410, "Expired", "too old resource version", Optional.empty());
        if (call.isWatch()) send(200, Json.object("type", "ERROR", "object", status(gone)), Optional.empty());
        else send(410, status(gone), Optional.empty());
    }

    private void omit(Set<String> names) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = fetch(BodyHandlers.ofByteArray());
        Json list = Json.parse(response.body());
        List<Json> left = list.get("items").elements().stream()
                .filter(item -> !names.contains(item.at("metadata", "name").stringOrEmpty()))
                .toList();
        send(response.statusCode(), list.with("items", left), Optional.empty());
    }

    private void send(int code, Json answer, Optional<Duration> retryAfter) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        retryAfter.ifPresent(
                after -> exchange.getResponseHeaders().set("Retry-After", Long.toString(after.toSeconds())));
        byte[] bytes = (answer + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    // --- the API's answers -----------------------------------------------------------------------------------------

    /** @param holding keeps the answer back until it is taken away */
    private void carry(Optional<Rule> holding) throws IOException, InterruptedException {
        if (call.isWatch()) {
            HttpResponse<InputStream> response = fetch(BodyHandlers.ofInputStream());
            if (holding.isPresent()) holding.get().awaitGone();
            copyHeaders(response);
            try (var watch = new WatchPassage(layer, call, response.body())) {
                exchange.sendResponseHeaders(response.statusCode(), 0);
                watch.pump(exchange.getResponseBody());
            }
            exchange.close();
            return;
        }
        HttpResponse<byte[]> response = fetch(BodyHandlers.ofByteArray());
        if (holding.isPresent()) holding.get().awaitGone();
        copyHeaders(response);
        boolean empty =
                response.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(response.statusCode(), empty ? NO_BODY : response.body().length);
        if (!empty) exchange.getResponseBody().write(response.body());
        exchange.close();
    }

    private <T> HttpResponse<T> fetch(HttpResponse.BodyHandler<T> handler) throws IOException, InterruptedException {
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        var request = HttpRequest.newBuilder(URI.create(behind.server() + uri.getRawPath() + query))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)))
                values.forEach(value -> request.header(name, value));
        });
        behind.authorization().ifPresent(value -> request.header("Authorization", value));
        try {
            return client.send(request.build(), handler);
        } catch (IOException e) {
            LOG.debug("the API behind did not answer call={}", call, e);
            throw e;
        }
    }

    private void copyHeaders(HttpResponse<?> response) {
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":") && !NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)))
                exchange.getResponseHeaders().put(name, List.copyOf(values));
        });
    }
}
