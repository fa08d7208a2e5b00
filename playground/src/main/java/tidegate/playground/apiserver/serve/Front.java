package tidegate.playground.apiserver.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tidegate.playground.apiserver.failure.ApiFailure;
import tidegate.playground.apiserver.tree.Tree;
import tidegate.playground.http.Loopback;

/** The HTTP server: a virtual thread for each request, a Status for each failure. */
final class Front implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);
    private static final int NO_BODY = -1;
    private static final int CHUNKED = 0;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Router router;
    private final Traffic traffic;

    Front(Router router, Traffic traffic, int port) {
        this.router = router;
        this.traffic = traffic;
        server = Loopback.server(port);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return Loopback.uriOf(server);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Request request = request(exchange);
            Traffic.Passage passage = traffic.enter(request);
            Reply reply = answer(request);
            passage.done(reply instanceof Reply.Body body ? body.code() : 200);
            send(exchange, Representation.wantsYaml(request.accept()) ? reply.inYaml() : reply);
        } catch (IOException e) {
            LOG.debug("client is gone", e);
        } catch (Traffic.LostException e) {
            LOG.debug("connection cut", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request request(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        var headers = exchange.getRequestHeaders();
        return new Request(
                exchange.getRequestMethod(),
                Request.segments(uri),
                Request.parameters(uri),
                String.join(",", headers.getOrDefault("Accept", List.of())),
                headers.getOrDefault("Content-Type", List.of("")).getFirst(),
                headers.getOrDefault("User-Agent", List.of("")).getFirst(),
                exchange.getRequestBody().readAllBytes());
    }

    private Reply answer(Request request) {
        try {
            return router.answer(request);
        } catch (ApiFailure e) {
            return Reply.refusal(e);
        } catch (Router.UnknownPathException _) {
            return Reply.text(404, "404 page not found\n");
        } catch (RuntimeException e) {
            LOG.error("request failed: {} /{}", request.method(), String.join("/", request.path()), e);
            ApiFailure failure = ApiFailure.internal(e.toString());
            return Reply.json(failure.code(), failure.status());
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        switch (reply) {
            case Reply.Body(var code, var contentType, var bytes, var warnings, var retryAfterSeconds) -> {
                var headers = exchange.getResponseHeaders();
                headers.set("Content-Type", contentType);
                headers.set("Cache-Control", "no-cache, private");
                if (retryAfterSeconds > 0) headers.set("Retry-After", Long.toString(retryAfterSeconds));
                for (String warning : new LinkedHashSet<>(warnings))
                    headers.add("Warning", "299 - " + Tree.text(Tree.string(warning)));
                boolean head = exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(code, head || bytes.length == 0 ? NO_BODY : bytes.length);
                if (!head && bytes.length > 0) exchange.getResponseBody().write(bytes);
            }
            case Reply.Stream(var contentType, var writing) -> {
                exchange.getResponseHeaders().set("Content-Type", contentType);
                exchange.getResponseHeaders().set("Cache-Control", "no-cache, private");
                exchange.sendResponseHeaders(200, CHUNKED);
                OutputStream out = exchange.getResponseBody();
                out.flush();
                writing.to(out);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
